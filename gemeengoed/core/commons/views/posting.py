"""What a form was sent with."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """The fields of a POST, also when there is none among them; None for a page that is only read."""
    return request.POST if request.method == "POST" else None
