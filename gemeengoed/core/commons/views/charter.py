"""The charter: to read, to change, its versions and what differs between two."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gemeengoed.core.actors.kept_pages import kept_for_readers
from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access, enter, require_person
from gemeengoed.core.commons.forms.charter import Answers, CharterForm
from gemeengoed.core.commons.forms.merging import merge
from gemeengoed.core.commons.models import CharterVersion
from gemeengoed.core.commons.principles import principles
from gemeengoed.core.commons.services.charter import CharterMovedError, save_charter
from gemeengoed.core.people.models import Person
from gemeengoed.core.text import differences, languages
from gemeengoed.core.ui import keep
from gemeengoed.core.ui.saving import saved

from .posting import posted


@kept_for_readers
def charter(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/charter/`: what holds now."""
    access = enter(request, handle)
    return _read(request, access, queries.latest_charter(access.commons), latest=True)


@kept_for_readers
def version(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    """`/@handle/charter/versions/<number>/`"""
    access = enter(request, handle)
    return _read(request, access, _version(access, number), latest=False)


def _read(
    request: HttpRequest, access: Access, shown: CharterVersion | None, *, latest: bool
) -> HttpResponse:
    context: dict[str, Any] = {
        "version": shown,
        "is_latest": latest,
        "principles": [(one, shown.answers.get(one.key)) for one in principles()] if shown else [],
        "may_change": access.may("commons.change_charter"),
    }
    if shown and not latest:
        newest = queries.latest_charter(access.commons)
        context["newest"] = newest.number if newest else shown.number
    return render(request, "commons/charter/read.html", context)


def _version(access: Access, number: int) -> CharterVersion:
    rows = CharterVersion.objects.select_related("author")
    found = rows.filter(commons=access.commons, number=number).first()
    if found is None:
        raise Http404
    return found


@kept_for_readers
def versions(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/charter/versions/`: all of them, each to compare with the one before."""
    access = enter(request, handle)
    rows = CharterVersion.objects.filter(commons=access.commons).select_related("author")
    return render(request, "commons/charter/versions.html", {"versions": rows.defer("answers")})


@kept_for_readers
def compare(request: HttpRequest, handle: str, old: int, new: int) -> HttpResponse:
    """`/@handle/charter/compare/<a>/<b>/`: per principle and language, word by word."""
    access = enter(request, handle)
    before, after = _version(access, old), _version(access, new)
    context = {"before": before, "after": after, "rows": _differences(before, after)}
    return render(request, "commons/charter/compare.html", context)


def _differences(before: CharterVersion, after: CharterVersion) -> list[dict[str, Any]]:
    return [
        {"principle": one, "changes": _changes(before.answers, after.answers, one.key)}
        for one in principles()
    ]


def _changes(before: Answers, after: Answers, key: str) -> list[tuple[str, str, str]]:
    """(code, name of the language, HTML) for each language in which the answer differs."""
    old, new = before.get(key, {}), after.get(key, {})
    return [
        (
            code,
            languages.name(code),
            differences.as_html(differences.compare(old.get(code, ""), new.get(code, ""))),
        )
        for code in dict.fromkeys([*new, *old])
        if old.get(code, "") != new.get(code, "")
    ]


def edit(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/charter/edit/`: the second of two writers sees both and keeps what they typed."""
    access = enter(request, handle)
    access.require("commons.change_charter")
    latest = queries.latest_charter(access.commons)
    form = CharterForm(access.commons, latest, posted(request))
    if request.method != "POST":
        return _form(request, form, latest)
    try:
        if saved(form, lambda: _save(access, form, require_person(request))):
            _tell_saved(request, access)
            return redirect("commons:charter", handle=handle)
    except CharterMovedError as moved:
        return _both(request, access, form, moved.latest)
    return _form(request, form, latest)


def _save(access: Access, form: CharterForm, person: Person) -> CharterVersion:
    return save_charter(
        access.commons,
        form.answers(),
        person,
        reason=form.cleaned_data["reason"],
        based_on=form.cleaned_data["based_on"],
    )


def _form(request: HttpRequest, form: CharterForm, latest: CharterVersion | None) -> HttpResponse:
    return render(request, "commons/charter/edit.html", {"form": form, "latest": latest})


def _both(
    request: HttpRequest, access: Access, form: CharterForm, latest: CharterVersion
) -> HttpResponse:
    """Status 409: what was typed stays, what only the other changed comes in, the rest is shown."""
    rows = CharterVersion.objects.filter(commons=access.commons)
    base = rows.filter(number=form.cleaned_data["based_on"]).first()
    merged, conflicts = merge(access.commons, form, base, latest)
    context = {"form": merged, "latest": latest, "moved": True, "conflicts": conflicts}
    return render(request, "commons/charter/edit.html", context, status=409)


def _tell_saved(request: HttpRequest, access: Access) -> None:
    text = _("The new version is there for everybody to read.")
    keep.saved(request, text, f"charter-{access.commons.handle}")
