"""`/invitation/<token>/`: who invites, and on to the form; or why the link no longer works."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from ..services import invitations


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """410 for a link that worked once, 404 for one that never did."""
    try:
        found = invitations.find(token)
    except ValidationError as error:
        context = {"reason": error.messages[0], "code": error.code}
        status = 404 if error.code == "unknown" else 410
        return render(request, "people/invitation_ended.html", context, status=status)
    return render(request, "people/invitation.html", {"invitation": found, "token": token})
