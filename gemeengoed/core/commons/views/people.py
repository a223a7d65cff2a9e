"""Who belongs to a commons, as others may see it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import enter


@kept_for_readers
def people(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/people/`: stewards and editors for everybody, all members for members (README)."""
    access = enter(request, handle)
    sees_all = access.may("commons.see_members")
    rows = queries.members(access.commons) if sees_all else queries.public_members(access.commons)
    context = {
        "page_obj": Paginator(rows, 60).get_page(request.GET.get("page")),
        "sees_all": sees_all,
        "count": queries.member_count(access.commons),
        "groups": queries.in_groups(access.commons) if sees_all else [],
    }
    return render(request, "commons/people.html", context)
