"""Federation for people, stewards and operators, as JSON."""

from ninja import Router

from .followers.api import router as followers
from .steering.api import router as steering

router = Router()
router.add_router("", followers)
router.add_router("", steering)
