"""An archived copy: fetched in the background, cleaned, kept, told about; whatever goes wrong."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.fetching.tests import servers
from gemeengoed.core.fetching.tests.servers import Page, Server, serving
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.space import usage
from gemeengoed.core.media.sweep import drop_unfinished
from gemeengoed.core.people.models import Person
from gemeengoed.core.sources import checks
from gemeengoed.core.sources.models import ArchivedCopy, CopyState, Source
from gemeengoed.core.sources.services import copies, sources

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html lang="nl"><head><title>De meent &amp; wij</title>
<script>alert(1)</script><style>p{color:red}</style><meta http-equiv="refresh" content="0;url=/x"></head>
<body onload="alert(2)"><h1>Van ons</h1><p>Wat <b>gedeeld</b> wordt. <a href="/verder">Verder</a>
<a href="javascript:alert(3)">Nee</a></p><img src="http://elders.example/spion.png" onerror="alert(4)">
<iframe src="http://elders.example/"></iframe><form action="/weg"><input name="a"></form></body></html>"""
Make = Callable[..., Source]


@pytest.fixture
def site(settings: Settings) -> Iterator[Server]:
    settings.ALLOWED_NETWORKS = ["127.0.0.1/32"]
    with serving() as server:
        server.routes["/p"] = lambda page: page.answer(PAGE.encode(), "text/html; charset=utf-8")
        yield server


def fetched(make: Make, address: str, **more: str) -> ArchivedCopy:
    source = make(url=address, **more)
    copies.fetch_waiting()
    return ArchivedCopy.objects.get(source=source)


def test_a_page_is_kept_cleaned_with_its_words_and_its_hash(
    make_source: Make, site: Server, werf: Commons
) -> None:
    copy = fetched(make_source, f"{site.address}/p")
    assert (copy.state, copy.found_at) == (CopyState.KEPT, f"{site.address}/p")
    assert copy.text == "Van ons\nWat gedeeld wordt. Verder Nee"
    assert len(copy.sha256) == 64
    assert copy.fetched
    assert copy.file
    assert usage(werf.actor).used == copy.file.size


def test_it_is_read_in_a_sandbox_and_nothing_in_it_runs_or_loads(
    make_source: Make, site: Server, editor: Client
) -> None:
    copy = fetched(make_source, f"{site.address}/p")
    page = editor.get(f"{copy.source.get_absolute_url()}copy/")
    said = page.content.decode()
    policy = page.headers["Content-Security-Policy"]
    assert "sandbox" in policy.split("; ")
    assert "default-src 'none'" in policy
    for bad in ("alert", "elders.example", "<iframe", "<form", "<img", "http-equiv", "color:red"):
        assert bad not in said
    assert f'href="{site.address}/verder"' in said
    assert "De meent &amp; wij" in said
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    download = editor.get(f"{copy.source.get_absolute_url()}copy/?download")
    assert "attachment" in download.headers["Content-Disposition"]


def test_a_pdf_is_kept_and_downloaded(make_source: Make, site: Server, editor: Client) -> None:
    site.routes["/pdf"] = lambda page: page.answer(b"%PDF-1.7\n...", "application/pdf")
    copy = fetched(make_source, f"{site.address}/pdf")
    answer = editor.get(f"{copy.source.get_absolute_url()}copy/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"".join(answer.streaming_content) == b"%PDF-1.7\n..."  # type: ignore[attr-defined]


def test_files_of_copies_are_not_served_as_pictures(
    make_source: Make, site: Server, editor: Client
) -> None:
    copy = fetched(make_source, f"{site.address}/p")
    assert copy.file
    assert editor.get(f"/media/{copy.file.storage_name}").status_code == 404


def test_members_read_it_and_visitors_do_so_when_the_commons_wants(
    make_source: Make, site: Server, werf: Commons, ada: Person,
    make_person: Callable[..., Person], client_for: Callable[..., Client],
) -> None:  # fmt: skip
    copy = fetched(make_source, f"{site.address}/p")
    address = f"{copy.source.get_absolute_url()}copy/"
    member = make_person("bea")
    werf.memberships.create(person=member, role="member")
    outsider = client_for(make_person("eve"))
    assert client_for(member).get(address).status_code == 200
    assert Client().get(address).status_code == 302
    assert outsider.get(address).status_code == 404
    sources.set_settings(werf, ada.actor, style="apa", copies_for="everybody")
    assert [client.get(address).status_code for client in (Client(), outsider)] == [200, 200]


BAD: list[tuple[str, Callable[[Page], None], str, str]] = [
    ("/endless", servers.endless, "too-large", "too large"),
    ("/gone", lambda page: page.send_error(404), "status", "not there"),
    ("/closed", lambda page: page.send_error(403), "status", "not let"),
    ("/picture", lambda page: page.answer(b"x", "image/png"), "type", "no page"),
    ("/empty", lambda page: page.answer(b"<script>x</script>", "text/html"), "empty", "no words"),
    ("/no-pdf", lambda page: page.answer(b"MZ", "application/pdf"), "damaged", "it is not"),
    (
        "/deep",
        lambda page: page.answer(b"<div>" * 200_000, "text/html"),
        "intricate",
        "too intricate",
    ),
    ("/loop", lambda page: page.redirect("/loop"), "redirects", "without end"),
    ("/inside", lambda page: page.redirect("http://10.0.0.1/"), "private", "private network"),
]


@pytest.mark.parametrize(("path", "answer", "reason", "words"), BAD)
def test_what_cannot_be_had_is_told_with_its_reason_and_nothing_is_lost(
    make_source: Make, site: Server, editor: Client, settings: Settings,
    path: str, answer: Callable[[Page], None], reason: str, words: str,
) -> None:  # fmt: skip
    settings.MEDIA_MAX_SIZE = 1_100_000
    site.routes[path] = answer
    copy = fetched(make_source, f"{site.address}{path}", note="Wat ik typte")
    assert (copy.state, copy.reason, copy.file) == (CopyState.FAILED, reason, None)
    page = editor.get(copy.source.get_absolute_url(), query_params={"lang": "en"})
    assert words in page.content.decode()
    assert "Wat ik typte" in page.content.decode()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://localhost:8000/", "http://[::1]/", "http://10.0.0.1/"]
)
def test_a_private_address_is_refused_in_words(
    make_source: Make, editor: Client, address: str
) -> None:
    copy = fetched(make_source, address)
    assert copy.reason == "private"
    page = editor.get(copy.source.get_absolute_url(), query_params={"lang": "en"})
    assert "leads into a private network" in page.content.decode()


def test_no_room_is_told(make_source: Make, site: Server, settings: Settings) -> None:
    settings.MEDIA_QUOTA = 10
    assert fetched(make_source, f"{site.address}/p").reason == "quota"
    assert not MediaFile.objects.exists()


def test_what_may_go_better_is_tried_again_later_and_at_last_given_up(
    make_source: Make, site: Server
) -> None:
    site.routes["/busy"] = lambda page: page.send_error(503)
    copy = fetched(make_source, f"{site.address}/busy")
    for wait in copies.WAITS:
        copy.refresh_from_db()
        assert copy.state == CopyState.WAITING
        assert timedelta(0) < copy.next_try - timezone.now() <= wait
        ArchivedCopy.objects.update(next_try=timezone.now())
        copies.fetch_waiting()
    copy.refresh_from_db()
    assert (copy.state, copy.attempts) == (CopyState.FAILED, len(copies.WAITS) + 1)


def test_a_crash_leaves_a_lease_that_ends(make_source: Make, site: Server) -> None:
    source = make_source(url=f"{site.address}/p")
    later = timezone.now() + timedelta(minutes=1)
    ArchivedCopy.objects.update(state=CopyState.FETCHING, lease_until=later, attempts=1)
    copies.fetch_waiting()
    assert ArchivedCopy.objects.get(source=source).state == CopyState.FETCHING
    ArchivedCopy.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    copies.fetch_waiting()
    assert ArchivedCopy.objects.get(source=source).state == CopyState.KEPT


def test_a_source_that_changed_meanwhile_is_fetched_anew(
    make_source: Make, site: Server, werf: Commons, ada: Person
) -> None:
    source = make_source(url=f"{site.address}/slow")

    row = next(copies._claimed(1))
    ArchivedCopy.objects.update(state=CopyState.WAITING, lease_until=None)  # the address changed
    site.routes["/slow"] = lambda page: page.answer(b"<p>old</p>", "text/html")
    copies._fetch(row)
    row = ArchivedCopy.objects.get(source=source)
    assert (row.state, row.file) == (CopyState.WAITING, None)


def test_a_later_failure_leaves_the_copy_that_was_there(make_source: Make, site: Server) -> None:
    copy = fetched(make_source, f"{site.address}/p")
    site.routes["/p"] = lambda page: page.send_error(404)
    copies.fetch_again(copy.source)
    copies.fetch_waiting()
    copy.refresh_from_db()
    assert (copy.state, copy.reason) == (CopyState.FAILED, "status")
    assert copy.file


def test_an_editor_takes_a_copy_away_and_its_room_is_free(
    make_source: Make, site: Server, editor: Client, werf: Commons
) -> None:
    copy = fetched(make_source, f"{site.address}/p")
    editor.post(f"{copy.source.get_absolute_url()}copy/remove/")
    drop_unfinished()
    assert not ArchivedCopy.objects.exists()
    assert usage(werf.actor).used == 0
    copy.source.refresh_from_db()
    assert not copy.source.keep_copy


def test_two_sources_with_the_same_page_share_its_file(make_source: Make, site: Server) -> None:
    first = fetched(make_source, f"{site.address}/p")
    second = fetched(make_source, f"{site.address}/p", title="Nog eens")
    assert first.file == second.file
    copies.remove(first.source)
    drop_unfinished()
    second.refresh_from_db()
    assert second.file


def test_none_is_kept_where_it_is_switched_off(
    make_source: Make, site: Server, werf: Commons, ada: Person
) -> None:
    make_source(url=f"{site.address}/p", keep_copy=False)
    sources.set_settings(werf, ada.actor, style="apa", copies_for="nobody")
    make_source(url=f"{site.address}/p")
    copies.fetch_waiting()
    assert not ArchivedCopy.objects.exists()
    assert site.seen == []


def test_only_editors_fetch_and_remove(
    make_source: Make, site: Server, werf: Commons,
    make_person: Callable[..., Person], client_for: Callable[..., Client],
) -> None:  # fmt: skip
    copy = fetched(make_source, f"{site.address}/p")
    member = make_person("bea")
    werf.memberships.create(person=member, role="member")
    for act in ("fetch", "remove"):
        address = f"{copy.source.get_absolute_url()}copy/{act}/"
        assert client_for(member).post(address).status_code == 403
    assert ArchivedCopy.objects.get().state == CopyState.KEPT


def test_what_waits_is_not_fetched_once_a_commons_wants_none(
    make_source: Make, site: Server, werf: Commons, ada: Person
) -> None:
    make_source(url=f"{site.address}/p")
    sources.set_settings(werf, ada.actor, style="apa", copies_for="nobody")
    copies.fetch_waiting()
    assert site.seen == []
    assert not ArchivedCopy.objects.exists()


def test_the_check_tells_of_a_network_that_cannot_be_read(settings: Settings) -> None:
    assert [level for level, _words in checks.findings()] == ["good"]
    settings.ALLOWED_NETWORKS = ["10.1"]
    (level, words), _copies = checks.findings()
    assert (level, "10.1" in words) == ("error", True)


def test_a_copy_that_goes_once_it_is_claimed_holds_up_no_other(
    make_source: Make, site: Server, gone_once_claimed: Callable[..., AbstractContextManager[None]]
) -> None:
    gone = make_source(url=f"{site.address}/p")
    site.routes["/q"] = site.routes["/p"]
    kept = make_source(url=f"{site.address}/q")
    with gone_once_claimed(ArchivedCopy.objects.filter(source=gone)):
        copies.fetch_waiting()
    assert list(ArchivedCopy.objects.values_list("source", "state")) == [(kept.pk, CopyState.KEPT)]
