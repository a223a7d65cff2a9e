"""The project's addresses and `/constant`: what the same stack can do with nothing to say."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from gemeengoed.project.urls import urlpatterns as project_urls


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse("constant\n", content_type="text/plain")


urlpatterns = [path("constant", constant), *project_urls]
handler400 = "gemeengoed.project.errors.bad_request"
handler403 = "gemeengoed.project.errors.permission_denied"
handler404 = "gemeengoed.project.errors.not_found"
handler500 = "gemeengoed.project.errors.server_error"
