"""The page for who asked too often."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..limits import seconds_to_wait


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """For `handler429`: says when to try again, in words and in Retry-After (RFC 6585, section 4)."""
    seconds = seconds_to_wait(request)
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
