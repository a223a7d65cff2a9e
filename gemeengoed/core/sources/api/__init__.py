"""Sources, reading lists and definitions in the API: the same services, by the same rules, as the pages."""

from ninja import Router

from . import definitions, reading, sources

router = Router(tags=["sources"])
for part in (reading, sources, definitions):
    router.add_router("", part.router)

__all__ = ["router"]
