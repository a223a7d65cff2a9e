"""The page for a form that came back after somebody was logged out: nothing typed is lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.forms import BaseForm, ChoiceField, Field, Form, ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

_LONG = 60  # characters; longer texts are shown so that they can be read and copied
_NEVER = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class PostedField:
    """One posted value: `long` when it is shown in a text area. `label` as its form has it, else the
    name; `shown` is what was chosen, in words, for what cannot be typed; `hidden` what no form shows."""

    name: str
    value: str
    long: bool
    label: str = ""
    shown: str = ""
    hidden: bool = False


def posted_fields(request: HttpRequest) -> list[PostedField]:
    """Everything posted except the token and secrets; files cannot be sent back to a browser."""
    known = _known(set(request.POST))
    return [
        _posted(name, value, known.get(name))
        for name, values in request.POST.lists()
        if not _is_secret(name)
        for value in values
    ]


def _posted(name: str, value: str, field: Field | None) -> PostedField:
    long = len(value) > _LONG or "\n" in value
    if field is None:
        return PostedField(name, value, long, name.replace("_", " ").strip().capitalize())
    chosen = dict(_choices(field)).get(value, "")
    if not field.widget.is_hidden and getattr(field.widget, "input_type", "") == "checkbox":
        chosen = chosen or _("yes")
    return PostedField(name, value, long, str(field.label or name), chosen, field.widget.is_hidden)


def _choices(field: Field) -> Iterator[tuple[str, str]]:
    """Values and words, of those that need no database; groups of choices are opened."""
    if isinstance(field, ModelChoiceField) or not isinstance(field, ChoiceField):
        return
    choices: Any = field.choices
    for value, words in choices:
        for one, told in words if isinstance(words, list | tuple) else [(value, words)]:
            yield str(one), str(told)


def _known(names: set[str]) -> dict[str, Field]:
    """The fields of that form which has most of `names`: a page knows its form, this one only names."""
    forms = sorted(_forms(Form, ModelForm), key=lambda form: len(names & set(_fields(form))))
    return _fields(forms[-1]) if forms and names & set(_fields(forms[-1])) else {}


def _fields(form: type[BaseForm]) -> dict[str, Any]:
    return getattr(form, "base_fields", {})


def _forms(*classes: type[BaseForm]) -> Iterator[type[BaseForm]]:
    for one in classes:
        yield one
        yield from _forms(*one.__subclasses__())


def resubmit(request: HttpRequest, reason: str = "", way_out: str = "") -> HttpResponse:
    """Status 403 and a page with all that was posted, a link to log in, and `send again`.

    For a POST by somebody who is no longer logged in. With `reason`, for one that must do something
    else first, at the address `way_out`. Only for requests from our own pages: `csrf_failure` checks that.
    """
    context = {
        "action": request.get_full_path(),
        "posted": posted_fields(request),
        "had_files": bool(request.FILES),
        "login_url": way_out or _login_url(),
        "reason": reason,
    }
    return render(request, "ui/resubmit.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For CSRF_FAILURE_VIEW. What another site posted is refused without being shown again."""
    if request.method == "POST" and from_here(request):
        return resubmit(request)
    return render(request, "403.html", {"reason": "csrf"}, status=403)


def from_here(request: HttpRequest) -> bool:
    """Same origin by the Origin header or, when absent, by Referer; neither means no."""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(sender)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def _is_secret(name: str) -> bool:
    return name in _NEVER or "password" in name.lower()


def _login_url() -> str:
    try:
        return reverse("account_login")
    except NoReverseMatch:
        return ""
