"""Discussions and reviews in the API: the same services and the same rules as the pages."""

from ninja import Router

from .reviews import router as reviews
from .talking import router as talking

router = Router()
router.add_router("", talking)
router.add_router("", reviews)
