"""What every page here begins with."""

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gemeengoed.core.commons.access import Access, enter

from ..models import Source

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
Crumbs = list[dict[str, str]]


def editor(request: HttpRequest, handle: str, act: str = "sources.write") -> Access:
    """Into the commons, for who may do `act` there. Raises LoginRequired or PermissionDenied."""
    access = enter(request, handle)
    access.require(act)
    return access


def crumbs(access: Access, source: Source | None = None, here: str = "") -> Crumbs:
    """The list of sources, the source, and the page one is on."""
    steps = [{"label": _("Sources"), "url": f"{access.commons.get_absolute_url()}sources/"}]
    if source is not None:
        steps.append({"label": Truncator(source.title).chars(60), "url": source.get_absolute_url()})
    return [*steps, {"label": here, "url": ""}] if here else steps
