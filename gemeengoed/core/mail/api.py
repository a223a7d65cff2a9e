"""Mail in the API: what goes to many, and what came in. For operators."""

from ninja import Router

from .incoming.api import router as incoming
from .mailings.api import router as mailings

router = Router()
router.add_router("", mailings)
router.add_router("", incoming)
