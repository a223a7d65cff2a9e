"""The commons in the API: the same services, by the same rules, as the pages."""

from ninja import Router

from . import charter, commons, joining, people, picture, programme, server

router = Router(tags=["commons"])
for part in (commons, people, joining, charter, programme, picture, server):
    router.add_router("", part.router)

__all__ = ["router"]
