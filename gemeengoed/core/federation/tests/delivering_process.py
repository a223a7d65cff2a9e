"""A process of its own that delivers what waits, for tests that kill it or let two run at once.

Not a fork: a child of a process with threads may stand still for ever on a lock that one of them held.
"""

import os
import subprocess
import sys

from django.conf import settings
from django.db import connection, connections

_DELIVER = """
import sys
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]
settings.SECRET_KEY = sys.argv[2]
import django
django.setup()
from gemeengoed.core.federation.outgoing import delivering
delivering.deliver()
"""
PATIENCE = 120.0


def started() -> subprocess.Popen[bytes]:
    """Delivers from the database of this test, and ends when nothing is due."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings"}
    name = str(connection.settings_dict["NAME"])
    connections.close_all()
    command = [sys.executable, "-c", _DELIVER, name, settings.SECRET_KEY]
    return subprocess.Popen(command, env=environment)
