"""What runs by the clock, and the jobs that are woken besides."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Scheduled

from . import erasing
from .services import import_work, link_checks, sending

SCHEDULED = (
    Scheduled("newsletters-imports", 1, import_work.by_the_clock, _("Lists that are brought in")),
    Scheduled("newsletters-imports-sweep", 60 * 24, import_work.sweep, _("Erasing old lists")),
    Scheduled("newsletters", 1, sending.by_the_clock, _("Letters that are due")),
    Scheduled("newsletters-sweep", 60 * 24, erasing.sweep, _("Erasing old addresses")),
)
WOKEN = (link_checks.look, import_work.bring_in)
"""Declared with @job where they stand; named here so that the process that works knows them."""
