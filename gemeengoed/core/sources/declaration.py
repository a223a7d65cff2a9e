"""What sources and definitions hand to the core."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability, Menu, Queue, Role, Scheduled, Searchable

from . import checks, demonstration, search
from .personal_data import HELD
from .portable import PORTABLE
from .queries import backlog, has_definitions, has_sources
from .services.copies import fetch_waiting
from .services.formatting import write_out

SOURCES = Capability(
    slug="sources",
    name=_("Sources"),
    description=_("What the texts rest on, with reading lists to take along."),
    menu=Menu.READ,
    built_in=True,
    api="gemeengoed.core.sources.api.router",
    permissions={"sources.write": Role.EDITOR, "sources.settings": Role.STEWARD},
    is_empty=lambda handle: not has_sources(handle),
    scheduled=[
        Scheduled("source-copies", 1, fetch_waiting),
        Scheduled("sources-written", 1, write_out),
    ],
    personal_data=HELD,
    portable=PORTABLE,
    checks=[checks.findings],
    queues=[Queue("sources", _("Copies of sources to fetch"), backlog)],
)

DEFINITIONS = Capability(
    slug="definitions",
    name=_("Definitions"),
    description=_("What words mean here, and where others mean something else by them."),
    menu=Menu.READ,
    built_in=True,
    permissions={"definitions.write": Role.EDITOR},
    searchable=[Searchable("definition", search.entries, search.all_uris)],
    is_empty=lambda handle: not has_definitions(handle),
    demonstration=demonstration.build,
)
