"""Where an entry of the menu lands when it holds more than one section, and when it holds none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import enter
from gemeengoed.core.commons.queries.menu import LABELS, sections
from gemeengoed.core.registry import Menu

COULD_BE = {
    Menu.READ: _("Here come the texts: publications, newsletters, recommendations."),
    Menu.AGENDA: _("Here come the meetings, with time, place and what is on the table."),
    Menu.TAKE_PART: _("Here come the conversations and the ways of writing along."),
    Menu.PLAN: _("Here come the proposals, the decisions and the roadmap."),
}


def landing(request: HttpRequest, handle: str, menu: Menu) -> HttpResponse:
    """`/@handle/read/` and its like: to the one section, or what there is, or what could be."""
    access = enter(request, handle)
    held = sections(access.commons, menu)
    home = access.commons.get_absolute_url()
    if len(held) == 1:
        return redirect(f"{home}{held[0].slug}/")
    language = get_language() or access.commons.language
    shown = [
        {
            "section": one,
            "url": f"{home}{one.slug}/",
            "latest": one.latest(access.commons.handle, language, 3) if one.latest else [],
        }
        for one in held
    ]
    context = {
        "label": LABELS[menu],
        "sections": shown,
        "could_be": COULD_BE[menu],
        "to_begin": queries.empty_sections(access.commons, menu),
        "may_begin": access.may("commons.begin"),
        "may_change": access.may("commons.change"),
    }
    return render(request, "commons/landing.html", context)


@kept_for_readers
def about(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/about/`: purpose, rules, people, log, licence, and the sections that live here."""
    access = enter(request, handle)
    context = {
        "charter": queries.latest_charter(access.commons),
        "members": queries.member_count(access.commons),
        "sections": sections(access.commons, Menu.ABOUT),
        "facts": registry.actor_facts(access.commons.handle),
    }
    return render(request, "commons/about.html", context)
