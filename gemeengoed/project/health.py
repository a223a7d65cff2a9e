"""`/healthz`: whether this process can answer and reach its database."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def answer_first(get_response: Answer) -> Answer:
    """Stands before all else: a balancer asks by the address of the machine, which is no host of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return health(request) if request.path_info == "/healthz" else get_response(request)

    return middleware
