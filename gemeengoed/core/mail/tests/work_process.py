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
import django
django.setup()
exec(sys.argv[2])
from gemeengoed.core.mail import delivery
delivery.deliver()
"""
PATIENCE = 120.0


def started(before: str = "") -> subprocess.Popen[bytes]:
    """Delivers by the relay that is set, from the database of this test, and ends when nothing waits. What
    is in `before` is run there first."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings",
        "GEMEENGOED_EMAIL_URL": settings.EMAIL_URL,
    }
    name = str(connection.settings_dict["NAME"])
    connections.close_all()
    return subprocess.Popen([sys.executable, "-c", _DELIVER, name, before], env=environment)
