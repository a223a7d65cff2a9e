"""Rendered HTML: forms, dates, pages, and the answers when something went wrong."""

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

import gemeengoed
from gemeengoed.core.ui import dates, icons, keep, views
from gemeengoed.core.ui.form_renderer import GemeengoedRenderer
from gemeengoed.core.ui.resubmit import csrf_failure, posted_fields


class Elements(HTMLParser):
    """Every start tag with its attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.found if a.get("id")]  # type: ignore[misc]


class Proposal(forms.Form):
    title = forms.CharField(help_text="Short.", max_length=5)
    how = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    agree = forms.BooleanField()
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"data-keep": "note"}))
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def _form(data: dict[str, str] | None = None) -> str:
    with translation.override("en"):
        return Proposal(data, renderer=GemeengoedRenderer()).render()


def test_a_fresh_form_has_no_summary() -> None:
    html = _form()
    assert "error-summary" not in html
    assert html.count("(optional)") == 1
    assert 'data-keep="note"' in html


def test_errors_are_linked_to_their_fields_and_described() -> None:
    page = Elements(_form({"title": "far too long", "note": "<b>"}))
    ids = page.ids()
    links = [a["href"] for tag, a in page.found if tag == "a"]
    assert links == ["#id_title", "#id_how_0", "#id_agree"]
    assert {str(link)[1:] for link in links} <= set(ids)
    assert len(ids) == len(set(ids))
    described = [str(a["aria-describedby"]) for _, a in page.found if "aria-describedby" in a]
    assert described
    assert all(set(d.split()) <= set(ids) for d in described)
    title = next(a for _, a in page.found if a.get("id") == "id_title")
    assert title["aria-invalid"] == "true"
    assert title["value"] == "far too long"


def test_form_errors_are_escaped() -> None:
    form = Proposal({"title": "x"}, renderer=GemeengoedRenderer())
    form.is_valid()
    form.add_error(None, "<i>no</i>")
    assert "<i>no</i>" not in form.render()


NOW = dt.datetime(2024, 3, 12, 12, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("moment", "english", "dutch"),
    [
        (NOW.date(), "today", "vandaag"),
        (dt.date(2024, 3, 11), "yesterday", "gisteren"),
        (dt.date(2024, 5, 1), "1 May", "1 mei"),
        (dt.date(2023, 5, 1), "1 May 2023", "1 mei 2023"),
        (NOW, "today at 13:00", "vandaag om 13:00"),
    ],
)
def test_dates_in_plain_words(moment: dates.Moment, english: str, dutch: str) -> None:
    with timezone.override("Europe/Amsterdam"):
        with translation.override("en"):
            assert dates.plain_date(moment, NOW) == english
        with translation.override("nl"):
            assert dates.plain_date(moment, NOW) == dutch


def test_a_moment_near_midnight_is_told_in_the_readers_zone() -> None:
    late = dt.datetime(2024, 3, 12, 23, 30, tzinfo=dt.UTC)
    with translation.override("en"), timezone.override("Europe/Amsterdam"):
        assert dates.plain_date(late, NOW) == "tomorrow at 00:30"
    with translation.override("en"), timezone.override("UTC"):
        assert dates.plain_date(late, NOW) == "today at 23:30"


@pytest.mark.parametrize("code", ["400", "403", "404", "429", "500", "503"])
def test_error_pages_need_no_context(code: str) -> None:
    """500.html is rendered without context processors."""
    html = render_to_string(f"{code}.html")
    assert "<h1>" in html
    assert 'id="main"' in html


def test_every_icon_can_be_drawn() -> None:
    for name in icons.NAMES:
        html = Template("{% load ui %}{% icon name %}").render(Context({"name": name}))
        assert html.startswith('<svg class="icon"')
        assert "aria-hidden" in html
    assert 'aria-label="&lt;b&gt;"' in icons.icon_svg("check", "<b>")


@pytest.mark.django_db
def test_pagination_keeps_the_query() -> None:
    request = RequestFactory().get("/", {"q": "commons", "page": "2"})
    request.user = AnonymousUser()
    page = Paginator(range(100), 10).page(2)
    with translation.override("en"):
        html = render_to_string("ui/pagination.html", {"page_obj": page}, request)
    assert "?q=commons&amp;page=3" in html
    assert html.count('aria-current="page"') == 1


def test_a_saved_message_lets_the_browser_forget() -> None:
    message = Message(constants.SUCCESS, "Saved <b>", extra_tags="keep:pages/12")
    html = render_to_string("ui/message.html", {"message": message})
    assert 'data-keep-clear="pages/12"' in html
    assert "keep.js" in html
    assert "<b>" not in html
    plain = render_to_string("ui/message.html", {"message": Message(constants.ERROR, "No")})
    assert "keep.js" not in plain
    assert 'role="alert"' in plain
    with pytest.raises(ValueError, match="no spaces"):
        keep.saved(HttpRequest(), "Saved", "two words")


POSTED = {
    "title": "Kort",
    "body": "Een lange tekst\nmet <regels>",
    "topics": ["1", "2"],
    "password": "geheim",
    "csrfmiddlewaretoken": "t",
}


def _post(origin: str) -> HttpRequest:
    request = RequestFactory().post("/form?x=1", POSTED, headers={"origin": origin})
    request.user = AnonymousUser()
    return request


@pytest.mark.django_db
def test_nothing_typed_is_lost_after_signing_out_elsewhere() -> None:
    response = csrf_failure(_post("http://testserver"))
    html = response.content.decode()
    assert response.status_code == 403
    assert 'action="/form?x=1"' in html
    assert 'name="title" value="Kort"' in html
    assert html.count('name="topics"') == 2
    assert "Een lange tekst\nmet &lt;regels&gt;</textarea>" in html
    assert "geheim" not in html


@pytest.mark.django_db
def test_every_posted_field_is_shown_by_its_label_and_what_was_chosen_in_words() -> None:
    posted = {"title": "Kort", "how": "b", "agree": "on", "secret": "3", "strange_name": "x"}
    request = RequestFactory().post("/form", posted)
    with translation.override("en"):
        found = {field.name: field for field in posted_fields(request)}
    assert found["title"].label
    assert not found["title"].hidden
    assert found["how"].shown == "B"
    assert found["agree"].shown == "yes"
    assert found["secret"].hidden
    assert found["strange_name"].label == "Strange name"


@pytest.mark.django_db
def test_a_short_text_stands_in_a_field_that_can_be_read() -> None:
    page = Elements(csrf_failure(_post("http://testserver")).content.decode())
    kinds = {attrs.get("name"): attrs.get("type") for tag, attrs in page.found if tag == "input"}
    assert kinds["title"] == "text"


def _templates() -> list[Path]:
    return sorted(Path(gemeengoed.__file__).parent.rglob("templates/**/*.html"))


def test_every_icon_that_a_template_names_exists() -> None:
    named = {
        (path.name, name)
        for path in _templates()
        for name in re.findall(r"{% icon \"([a-z-]+)\"", path.read_text("utf-8"))
    }
    assert named
    assert [one for one in named if one[1] not in icons.NAMES] == []


def test_forms_leave_the_checking_to_our_own_words() -> None:
    """`novalidate`: a browser stops at the first error and says it in a language of its own."""
    unsaid = [
        path.name
        for path in _templates()
        for tag, body in re.findall(
            r"(<form\b(?:[^>{]|{[^}]*}}?|{%[^%]*%})*>)(.*?)</form>",
            path.read_text("utf-8"),
            re.DOTALL,
        )
        if "novalidate" not in tag
        and 'method="get"' not in tag
        and re.search(r"{{ *(form|forms|field)\b|ui/forms/fields.html|slot body", body)
        and "non_field_errors }}" not in body
    ]
    assert unsaid == []


def test_several_forms_have_one_list_of_errors() -> None:
    template = Template("{% load ui %}{% error_summary one two %}")
    renderer = GemeengoedRenderer()
    one, two = (Proposal({"title": ""}, prefix=name, renderer=renderer) for name in "ab")
    html = template.render(Context({"one": one, "two": two}))
    assert html.count('role="alert"') == 1
    assert 'href="#id_a-title"' in html
    assert 'href="#id_b-title"' in html


def test_that_nothing_is_lost_is_said_only_where_something_was_typed() -> None:
    said = "Nothing you typed is lost"
    assert said not in _form({"title": ""})
    assert said in _form({"title": "", "note": "Iets"})


@pytest.mark.django_db
def test_what_another_site_posts_is_not_shown_again() -> None:
    for origin in ("https://evil.example", "null", "http://testserver.evil.example"):
        assert b"Een lange tekst" not in csrf_failure(_post(origin)).content


def test_posted_fields_keep_their_order() -> None:
    names = [field.name for field in posted_fields(_post("null"))]
    assert names == ["title", "body", "topics", "topics"]


def test_emblem_view_is_cached_for_long() -> None:
    first = views.emblem(RequestFactory().get("/"), "werkplaats")
    assert first["Content-Type"] == "image/svg+xml"
    assert "max-age=31536000" in first["Cache-Control"]
    again = RequestFactory().get("/", headers={"if-none-match": first["ETag"]})
    assert views.emblem(again, "werkplaats").status_code == 304
    banner = views.emblem(RequestFactory().get("/", {"shape": "banner"}), "werkplaats")
    assert b"emblem--banner" in banner.content
    assert views.favicon(RequestFactory().post("/")).status_code == 405


def test_the_list_of_errors_comes_by_its_tag_alone() -> None:
    """Included without it, the template has nothing to show, and says so to nobody."""
    included = [p.name for p in _templates() if 'include "ui/forms/error_summary' in p.read_text()]
    assert included == []
