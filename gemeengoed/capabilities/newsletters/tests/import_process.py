"""A process of its own that brings lists in, for tests that kill it. Not a fork: a child of a process with
threads may stand still for ever on a lock that one of them held."""

import os
import subprocess
import sys

from django.db import connection, connections

_BRING_IN = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from gemeengoed.capabilities.newsletters.services import import_batches, import_work
import_batches.BATCH = int(sys.argv[2])
import_work.bring_in()
"""


def started(batch: int) -> subprocess.Popen[bytes]:
    """Works on the database of this test, `batch` rows at a time, and ends when nothing waits."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings"}
    name = str(connection.settings_dict["NAME"])
    connections.close_all()
    return subprocess.Popen([sys.executable, "-c", _BRING_IN, name, str(batch)], env=environment)
