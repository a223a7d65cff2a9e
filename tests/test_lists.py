"""A list of fifty takes as many queries as a list of five."""

from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services import groups, joining, partners, programme
from gemeengoed.core.discussion.services import reviews
from gemeengoed.core.documents import services as documents
from gemeengoed.core.documents.services import Words
from gemeengoed.core.instance import queries as instance
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.tests.making import picture
from gemeengoed.core.notices.services import tell
from gemeengoed.core.people.models import Organisation, Person
from gemeengoed.core.people.services import create_organisation, invitations, organisations, profile
from gemeengoed.core.search.counting import count
from gemeengoed.core.sources.services.definitions import save_definition
from gemeengoed.core.sources.services.sources import save_source

pytestmark = pytest.mark.django_db
FEW, MANY = 5, 50

PAGES = [
    "/@werf/",
    "/@werf/about/",
    "/@werf/people/",
    "/@werf/log/",
    "/@werf/log/feed.atom",
    "/@werf/log/log.json",
    "/@werf/publications/",
    "/@werf/publications/feed.atom",
    "/@werf/publications/series/reeks/",
    "/@werf/publications/tekst-0/nl/history/",
    "/@werf/questions/wat-0/",
    "/@werf/publications/tekst-0/",
    "/@werf/publications/tekst-0/sources/",
    "/@werf/sources/",
    "/@werf/sources/?words=bron",
    "/@werf/sources/list.bib",
    "/@werf/definitions/",
    "/@werf/definitions/term-0/",
    "/@werf/settings/members/",
    "/@werf/settings/applications/",
    "/@werf/settings/questions/",
    "/@werf/settings/phases/",
    "/@werf/settings/partners/",
    "/@werf/settings/groups/",
    "/@werf/settings/links/",
    "/@werf/settings/discussion/",
    "/@werf/reviews/",
    "/notices/",
    "/commons/",
    "/organisations/",
    "/organisations/huis-0/people/",
    "/@huis-0/",
    "/@bea/",
    "/settings/organisations/",
    "/settings/server/people/",
    "/settings/server/people/invite/",
    "/search/?q=tekst",
    "/log/",
    "/sitemap.xml",
    "/api/commons/v1/commons",
    "/api/commons/v1/commons/werf/members",
    "/api/commons/v1/commons/werf/applications",
    "/api/commons/v1/commons/werf/groups",
    "/api/commons/v1/commons/werf/partners",
    "/api/commons/v1/commons/werf/questions",
    "/api/commons/v1/commons/werf/phases",
    "/api/commons/v1/commons/werf/log",
    "/api/commons/v1/commons/werf/media",
    "/api/commons/v1/commons/werf/publications",
    "/api/commons/v1/commons/werf/sources",
    "/api/commons/v1/commons/werf/definitions",
    "/api/commons/v1/commons/werf/reviews",
    "/api/commons/v1/notices",
    "/api/commons/v1/organisations",
    "/api/commons/v1/search?q=tekst",
]


class World:
    """A commons in which there is more of everything after each `fill`."""

    def __init__(self, bea: Person, make_person: Callable[..., Person], werf: Commons) -> None:
        self.bea, self.make_person, self.werf, self.size = bea, make_person, werf, 0
        self.series = publications.create_series(werf, "reeks", {"nl": "Reeks"})

    def fill(self, size: int) -> None:
        for number in range(self.size, size):
            self._people(number)
            self._programme(number)
            self._text(number)
        self.size = size
        count()

    def _people(self, number: int) -> None:
        person = self.make_person(f"lid{number}")
        member = joining.join(self.werf, person)
        file = store_image(picture(seed=number + 1), person.actor, person.actor)
        profile.set_picture(person, file, "Een gezicht")
        self.werf.applications.create(person=self.make_person(f"wie{number}"), words="Hallo")
        groups.save_group(self.werf, self.bea, name=f"Groep {number}", members=[member])
        joining.make_link(self.werf, self.bea)
        invitations.invite(self.bea)
        house = create_organisation(f"huis-{number}", f"Huis {number}", self.bea, belongs=True)
        partners.add_partner(self.werf, house, self.bea)
        first = Organisation.objects.get(actor__handle="huis-0")
        organisations.confirm(organisations.ask_person(first, person, self.bea), person)

    def _programme(self, number: int) -> None:
        asked = programme.save_question(self.werf, self.bea, text={"nl": f"wat {number}"})
        days = {"starts": self.werf.created.date(), "ends": self.werf.created.date()}
        programme.save_phase(self.werf, self.bea, title={"nl": "Fase"}, questions=[asked], **days)

    def _text(self, number: int) -> None:
        author = self.bea.actor
        text = publications.begin(self.werf, Kind.ARTICLE, "nl", f"tekst {number}", author)
        publications.arrange(text, author, kind=Kind.ARTICLE, series=self.series, number=number + 1)
        text.work.questions.add(self.werf.questions.get(slug="wat-0"))
        publications.publish(text, text.work.documents.get(), author)
        publications.write(text, "en", Words("text"), author, 0)
        publications.publish(text, text.work.documents.get(language="en"), author)
        first = self.werf.publications.get(slug="tekst-0")
        head = first.work.documents.get(language="nl").head
        assert head is not None
        publications.write(first, "nl", Words(f"tekst 0.{number}"), author, head.number)
        source = save_source(self.werf, author, {"title": f"bron {number}", "url": "x.org"})
        documents.cite(first.work, [*(c.source for c in first.work.citations.all()), source])
        for term in (f"term {number}", "term 0"):
            words = {"nl": term}
            save_definition(self.werf, author, term=words, text=words, source=source)
        other = self.werf.memberships.exclude(person=self.bea)[0].person.actor
        draft = publications.begin(self.werf, Kind.REPORT, "nl", f"concept {number}", other)
        reviews.ask(draft.work.documents.get(), other)
        with transaction.atomic():
            tell([self.bea], "commons.accepted", f"/{number}/", actor=other)
        store_image(picture(seed=1000 + number), self.werf.actor, author)


@pytest.fixture
def world(make_person: Callable[..., Person], make_commons: Callable[..., Commons]) -> World:
    bea = make_person("bea", is_steward=True)
    return World(bea, make_person, make_commons("werf", bea, joining="open"))


def queries(client: Client, path: str) -> int:
    for cache in caches.all():
        cache.clear()
    instance.forget()  # so that what is kept for five seconds does not end between the two
    first = client.get(path)  # what is read once for many pages
    path = first["Location"] if first.status_code == 301 else path
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as made:
        response = client.get(path)
        if response.streaming:
            b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert response.status_code == 200, path
    return len(made)


def test_queries_do_not_grow_with_the_list(
    world: World, client_for: Callable[..., Client], make_commons: Callable[..., Commons]
) -> None:
    clients = {"visitor": Client(), "steward": client_for(world.bea)}
    world.fill(FEW)
    few = {(who, path): _queries(clients[who], path) for who in clients for path in PAGES}
    world.fill(MANY)
    for number in range(FEW):
        make_commons(f"meer{number}", world.bea)
    many = {(who, path): _queries(clients[who], path) for who in clients for path in PAGES}
    grown = {key: (few[key], many[key]) for key in few if many[key] > (few[key] or 0)}
    assert grown == {}
    # The most is a publication for who writes it: with comments, exchanges and answers from elsewhere.
    assert max(many.values()) <= 21


def _queries(client: Client, path: str) -> int:
    """0 for what a visitor may not see."""
    response = client.get(path)
    if response.status_code in (302, 401, 403):
        return 0
    return queries(client, path)
