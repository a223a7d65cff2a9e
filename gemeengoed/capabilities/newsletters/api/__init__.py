"""Letters and their list, as JSON."""

from ninja import Router

from .importing import router as importing
from .letters import router as letters
from .listing import router as listing

router = Router(tags=["newsletters"])
router.add_router("", letters)
router.add_router("", importing)
router.add_router("", listing)
