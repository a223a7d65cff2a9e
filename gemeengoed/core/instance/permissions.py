"""Who operates the server: a steward of the instance. This part knows no persons, only who is logged in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Role


def require_operator(request: HttpRequest, act: str) -> Any:
    """The person who asks and may do `act`. Raises PermissionDenied, also for acts nobody declared."""
    user: Any = request.user
    operates = user.is_authenticated and user.is_active and getattr(user, "is_steward", False)
    if not operates or registry.least_role(act) != Role.OPERATOR:
        raise PermissionDenied(_("Only an operator of this server may do this."))
    return user
