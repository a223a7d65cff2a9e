"""Up and down in an order, by a button that works without JavaScript and keeps the focus."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


def moved(order: list[str], key: str, direction: str) -> list[str]:
    """`order` with `key` one place 'up' or 'down'; as it was for anything else."""
    if key not in order:
        return order
    place = order.index(key)
    other = {"up": place - 1, "down": place + 1}.get(direction, place)
    if not 0 <= other < len(order):
        return order
    swapped = list(order)
    swapped[place], swapped[other] = swapped[other], swapped[place]
    return swapped


def moved_to(
    request: HttpRequest, page: str, handle: str, order: Sequence[str], key: str
) -> HttpResponse:
    """Back to the list, which says where it went and gives the focus to the button that was pressed."""
    if key in order:
        place = {"place": order.index(key) + 1}
        messages.success(request, _("Moved to place %(place)s.") % place)
    query = urlencode({"moved": key, "to": request.POST.get("to", "")})
    return redirect(f"{reverse(page, args=[handle])}?{query}")


def last_moved(request: HttpRequest) -> dict[str, str]:
    """For the template with the buttons: what was moved, and which way."""
    return {"moved": request.GET.get("moved", ""), "to": request.GET.get("to", "")}
