"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from . import lifeline, memory

lifeline.end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gemeengoed.project.settings")
application = get_wsgi_application()
memory.give_back_when_idle()

from gemeengoed.core.instance import counting  # noqa: E402 - models, so after Django is set up

counting.write_regularly()
