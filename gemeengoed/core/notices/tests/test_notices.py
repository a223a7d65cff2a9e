"""Who is told what, once; how they see it, and how it reaches them by mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services import joining, membership
from gemeengoed.core.notices import services
from gemeengoed.core.notices.checks import backlog
from gemeengoed.core.notices.models import Digest, Notice
from gemeengoed.core.notices.services import mailing
from gemeengoed.core.people.models import Person
from gemeengoed.core.privacy.services import give_up

pytestmark = pytest.mark.django_db
KIND = "tests.waved"


@pytest.fixture(autouse=True)
def _kind(monkeypatch: pytest.MonkeyPatch) -> None:
    declared = registry.Capability(
        slug="tests-of-notices",
        name="Tests",
        built_in=True,
        notices=[registry.NoticeKind(KIND, "Waving", "%(actor)s waved at %(title)s")],
    )
    monkeypatch.setitem(registry._capabilities, declared.slug, declared)


@pytest.fixture(autouse=True)
def _mail_in_memory(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"  # type: ignore[attr-defined]


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada", language="en")


@pytest.fixture
def bob(make_person: Callable[..., Person]) -> Person:
    return make_person("bob", language="nl")


def wave(by: Person, *at: Person, uri: str = "/@bob/", **more: str) -> None:
    with transaction.atomic():
        services.tell(at, KIND, uri, actor=by.actor, title="you", **more)


def test_who_did_it_is_not_told_and_nobody_twice(ada: Person, bob: Person) -> None:
    wave(bob, ada, bob, ada)
    wave(bob, ada)
    assert list(Notice.objects.values_list("person__username", "uri")) == [("ada", "/@bob/")]


@pytest.mark.django_db(transaction=True)
def test_telling_outside_a_transaction_is_refused(ada: Person, bob: Person) -> None:
    with pytest.raises(RuntimeError):
        services.tell([ada], KIND, "/x/", actor=bob.actor)


def test_what_is_not_wanted_is_not_told(ada: Person, bob: Person) -> None:
    services.choose(ada, {KIND: "not"})
    wave(bob, ada)
    assert not Notice.objects.exists()


def test_the_list_shows_the_unseen_first_and_following_marks_as_seen(
    ada: Person, bob: Person, client_for: Callable[..., Client]
) -> None:
    for number in range(3):
        wave(bob, ada, uri=f"/@bob/{number}/")
    client = client_for(ada)
    first, second, last = Notice.objects.order_by("pk")
    assert client.get(f"/notices/{last.pk}/").headers["Location"] == "/@bob/2/"
    client.post(f"/notices/{second.pk}/seen/")
    page = client.get("/notices/").content.decode()
    shown = [page.index(f"/notices/{one.pk}/") for one in (first, second)]
    assert shown == sorted(shown)
    assert page.count(">new<") == 1
    client.post("/notices/seen/")
    assert not Notice.objects.filter(seen__isnull=True).exists()


def test_nobody_sees_or_marks_what_is_anothers(
    ada: Person, bob: Person, client_for: Callable[..., Client]
) -> None:
    wave(bob, ada)
    notice = Notice.objects.get()
    client = client_for(bob)
    assert client.get(f"/notices/{notice.pk}/").status_code == 404
    assert client.post(f"/notices/{notice.pk}/seen/").status_code == 404
    assert client_for(None).get("/notices/").status_code in (302, 401, 403)


def test_an_empty_list_says_what_could_be_here(
    ada: Person, client_for: Callable[..., Client]
) -> None:
    assert "Nothing to tell you" in client_for(ada).get("/notices/").content.decode()


def test_the_header_counts_in_one_query_and_not_for_visitors(
    ada: Person, bob: Person, client_for: Callable[..., Client]
) -> None:
    for number in range(40):
        wave(bob, ada, uri=f"/@bob/{number}/")
    with CaptureQueriesContext(connection) as made:
        page = client_for(ada).get("/settings/").content.decode()
    assert ">40<" in page.replace("</span>40", ">40")
    assert len([one for one in made if "notices_notice" in one["sql"]]) == 1
    with CaptureQueriesContext(connection) as made:
        client_for(None).get("/commons/")
    assert not [one for one in made if "notices_notice" in one["sql"]]


def test_the_list_takes_as_many_queries_for_thirty_as_for_three(
    ada: Person, bob: Person, client_for: Callable[..., Client]
) -> None:
    client = client_for(ada)
    counts = []
    for until in (3, 30):
        for number in range(until):
            wave(bob, ada, uri=f"/@bob/{number}/")
        client.get("/notices/")
        with CaptureQueriesContext(connection) as made:
            client.get("/notices/")
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_at_once_by_mail_in_ones_own_language_and_once(ada: Person, bob: Person) -> None:
    services.choose(bob, {KIND: "mail"})
    wave(ada, bob, uri="/@ada/", words="Hoi")
    wave(ada, bob, uri="/@ada/2/")
    services.send_soon()
    services.send_soon()
    (letter,) = mail.outbox
    assert letter.subject.startswith("2 meldingen")
    assert "“Hoi”" in letter.body
    assert "/@ada/2/" in letter.body
    assert "/settings/notices/" in letter.body


def test_one_notice_is_its_own_subject(ada: Person, bob: Person) -> None:
    services.choose(ada, {KIND: "mail"})
    wave(bob, ada)
    services.send_soon()
    assert [letter.subject for letter in mail.outbox] == ["Bob waved at you"]


def _at(monkeypatch: pytest.MonkeyPatch, hour: int, day: int = 1) -> None:
    moment = timezone.now().replace(year=2030, month=6, day=day, hour=hour)
    monkeypatch.setattr(mailing.timezone, "now", lambda: moment)


def test_the_mail_of_the_day_comes_in_the_morning_and_once(
    ada: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.choose(ada, {KIND: "daily"})
    Person.objects.filter(pk=ada.pk).update(time_zone="America/New_York")
    wave(bob, ada, uri="/a/")
    for hour, letters in ((7, 0), (12, 1), (20, 1)):
        _at(monkeypatch, hour)  # UTC: 3, 8 and 16 o'clock in New York
        services.send_daily()
        assert len(mail.outbox) == letters
        wave(bob, ada, uri=f"/{hour}/")
    _at(monkeypatch, 12, day=2)
    services.send_daily()
    assert len(mail.outbox) == 2
    assert Digest.objects.get().day.day == 2


def test_what_was_seen_here_is_not_mailed(ada: Person, bob: Person) -> None:
    services.choose(ada, {KIND: "mail"})
    wave(bob, ada)
    services.mark_all_seen(ada)
    services.send_soon()
    assert mail.outbox == []


def test_a_late_mail_is_seen_by_the_check(ada: Person, bob: Person) -> None:
    services.choose(ada, {KIND: "mail"})
    wave(bob, ada)
    assert [level for level, _words in backlog()] == ["good"]
    Notice.objects.update(created=timezone.now() - timedelta(hours=2))
    assert [level for level, _words in backlog()] == ["warning"]


def test_after_ninety_days_it_is_gone(ada: Person, bob: Person) -> None:
    wave(bob, ada, uri="/old/")
    Notice.objects.update(created=timezone.now() - timedelta(days=91))
    wave(bob, ada, uri="/new/")
    services.forget_old()
    assert list(Notice.objects.values_list("uri", flat=True)) == ["/new/"]


def test_settings_keep_what_is_chosen(
    ada: Person, bob: Person, client_for: Callable[..., Client]
) -> None:
    client = client_for(ada)
    kinds = dict.fromkeys(registry.notice_kinds(), "here")
    assert client.post("/settings/notices/", {**kinds, KIND: "daily"}).status_code == 302
    wave(bob, ada)
    assert Notice.objects.get().mail == "daily"
    wrong = client.post("/settings/notices/", {**kinds, KIND: "by pigeon"})
    assert wrong.context["form"].errors


def test_the_api_lists_marks_and_chooses(
    ada: Person, bob: Person, client_for: Callable[..., Client]
) -> None:
    wave(bob, ada)
    client, base = client_for(ada), "/api/commons/v1/notices"
    token = client.get("/settings/notices/").context["csrf_token"]
    headers = {"X-CSRFToken": str(token)}
    listed = client.get(base).json()
    assert (listed["total"], listed["unseen"]) == (1, 1)
    assert listed["items"][0]["sentence"] == "Bob waved at you"
    pk = listed["items"][0]["id"]
    assert client.post(f"{base}/{pk}/seen", headers=headers).json()["seen"]

    def choose(kind: str) -> object:
        given = {"choices": {kind: "not"}}
        address, kind_of = f"{base}/choices", "application/json"
        return client.patch(address, given, content_type=kind_of, headers=headers)

    assert choose(KIND).json()[KIND] == "not"
    assert choose("no.kind").status_code == 422
    assert client_for(None).get(base).status_code == 401


def test_applying_and_the_answer_are_told(
    make_commons: Callable[..., Commons], ada: Person, bob: Person
) -> None:
    werf = make_commons("werf", bob)
    asked = joining.apply(werf, ada, "Hallo")
    joining.accept(werf, asked.pk, bob)
    membership.change_role(werf, ada, "editor", bob)
    membership.change_role(werf, ada, "member", bob)
    told = list(Notice.objects.order_by("pk").values_list("person__username", "kind"))
    assert told == [
        ("bob", "commons.applied"),
        ("ada", "commons.accepted"),
        ("ada", "commons.role_changed"),
        ("ada", "commons.role_changed"),
    ]
    assert not Notice.objects.exclude(mail="").exists()  # each has its own letter


def test_leaving_takes_the_notices_along(ada: Person, bob: Person) -> None:
    wave(bob, ada)
    services.choose(ada, {KIND: "mail"})
    give_up(ada)
    assert not Notice.objects.exists()
