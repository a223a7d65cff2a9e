"""A request as its signature covers it."""

from django.http import HttpRequest

from .signatures.model import Request


def of(request: HttpRequest, body: bytes = b"") -> Request:
    """The target is the path with its query, as it was sent."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    query = request.META.get("QUERY_STRING", "")
    target = f"{request.path_info}?{query}" if query else request.path_info
    return Request(request.method or "", target, headers, body)
