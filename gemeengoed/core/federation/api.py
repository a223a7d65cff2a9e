"""Federation for people and stewards, as JSON."""

from ninja import Router

from .followers.api import router as followers

router = Router()
router.add_router("", followers)
