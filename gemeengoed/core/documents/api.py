"""What the core's documents add to the API."""

from ninja import Router

from . import media_api, texts_api, writing_api

router = Router()
router.add_router("", media_api.router)
router.add_router("", texts_api.router)
router.add_router("", writing_api.router)
