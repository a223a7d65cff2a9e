"""What sources hand to the core: acts, clock, personal data."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability, Menu, Role, Scheduled

from . import checks
from .personal_data import HELD
from .portable import PORTABLE
from .queries import has_sources
from .services.copies import fetch_waiting
from .services.formatting import write_out

SOURCES = Capability(
    slug="sources",
    name=_("Sources"),
    description=_("What the texts rest on, with reading lists to take along."),
    menu=Menu.READ,
    built_in=True,
    permissions={"sources.write": Role.EDITOR, "sources.settings": Role.STEWARD},
    is_empty=lambda handle: not has_sources(handle),
    scheduled=[
        Scheduled("source-copies", 1, fetch_waiting),
        Scheduled("sources-written", 1, write_out),
    ],
    personal_data=HELD,
    portable=PORTABLE,
    checks=[checks.findings],
)
