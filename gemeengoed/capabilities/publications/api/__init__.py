"""Publications in the API: the same services and the same rules as the pages.

What has a fixed word in its address comes before what has the code of a language there.
"""

from ninja import Router

from . import arranging, early_readers, texts

router = Router(tags=["publications"])
for part in (arranging, early_readers, texts):
    router.add_router("", part.router)

__all__ = ["router"]
