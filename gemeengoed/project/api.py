"""Our API under `/api/commons/v1/`: the routers that core and capabilities declare."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import NinjaAPI, Router
from ninja.errors import Throttled
from ninja.parser import Parser

from gemeengoed import __version__
from gemeengoed.core import registry


class StorableParser(Parser):
    """Refuses (400) what JSON can say and no database can keep: NUL and half a surrogate pair."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = super().parse_body(request)
        _check_storable(body)
        return body


def _check_storable(value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("NUL in a text")
        value.encode()  # UnicodeEncodeError, a ValueError, for a lone surrogate
    elif isinstance(value, dict):
        for pair in value.items():
            _check_storable(pair)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_storable(inner)


api = NinjaAPI(
    parser=StorableParser(),
    title="Gemeengoed",
    version=__version__,
    urls_namespace="api",
    description="Everything the pages do, by the same rules. Send `Authorization: Bearer …`.",
)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    fields = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    return api.create_response(request, {"detail": error.messages, "fields": fields}, status=422)


@api.exception_handler(ObjectDoesNotExist)
def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return api.create_response(request, {"detail": "not found"}, status=404)


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, error: Any) -> HttpResponse:
    logged_in = getattr(request, "auth", None) or request.user.is_authenticated
    status = 403 if logged_in else 401
    return api.create_response(request, {"detail": str(error) or "not allowed"}, status=status)


def _noting(slug: str) -> Callable[[Any], Any]:
    """Lets `commons.access.enter` know whose operation it is, so that one switched off is not found."""

    def decorate(operation: Any) -> Any:
        @wraps(operation)
        def noted(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            request.section = slug  # type: ignore[attr-defined]
            return operation(request, *args, **kwargs)

        return noted

    return decorate


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Any) -> HttpResponse:
    detail = f"too many changes in a minute; wait {error.wait} seconds"
    response = api.create_response(request, {"detail": detail}, status=429)
    response.headers["Retry-After"] = str(error.wait)
    return response


for _capability in registry.capabilities():
    if _capability.api:
        _router: Router = import_string(_capability.api)
        _router.add_decorator(_noting(_capability.slug))
        api.add_router("", _router)
