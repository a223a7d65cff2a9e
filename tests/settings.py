"""The project's settings on a data folder of its own, with SQLite or a private PostgreSQL.

GEMEENGOED_TEST_DATABASE=postgresql starts a cluster that nobody else sees and that goes at the end.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.postgresql import Cluster

for name in [
    name for name in os.environ if name.startswith("GEMEENGOED_") and "_TEST_" not in name
]:
    del os.environ[name]
FOLDER = Path(tempfile.mkdtemp(prefix="gemeengoed-test-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["GEMEENGOED_DATA"] = str(FOLDER)
os.environ["GEMEENGOED_QUEUE_URL"] = "immediate://"
os.environ.pop("DATABASE_URL", None)
if os.environ.get("GEMEENGOED_TEST_DATABASE") == "postgresql":
    os.environ["DATABASE_URL"] = Cluster.started(FOLDER / "postgresql").url()

from gemeengoed.project.settings import *  # noqa: E402, F403
from gemeengoed.project.settings import DATABASES, STORAGES  # noqa: E402

# A file, as in use: the lock around writes stands beside it.
DATABASES["default"]["TEST"] = (
    {"NAME": "test_gemeengoed"}
    if os.environ.get("DATABASE_URL")
    else {"NAME": str(FOLDER / "test.sqlite3")}
)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
(FOLDER / "static").mkdir()
# Hashing that takes long on purpose would be most of the time of the tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
