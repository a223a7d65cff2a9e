"""A commons 'werf' with a published text, and somebody in each role."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.discussion.models import Comment
from gemeengoed.core.discussion.services import comments
from gemeengoed.core.discussion.spots import blocks_of, spot
from gemeengoed.core.documents.models import Document, Revision
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person

TEXT = """# Water

Wie land deelt met anderen, deelt ook het water dat erover stroomt.

De dijkgraaf kijkt of de sloten schoon zijn, en wie zijn sloot laat dichtgroeien krijgt een brief.

- Een schop hangt in de schuur van de buurtvereniging.
- Een zeis hangt ernaast, en iedereen mag hem lenen.

Besluiten neemt de vergadering met gewone meerderheid, behalve over grond.
"""


@dataclass
class World:
    """`bea` is steward, `eva` and `finn` are editors, `noor` and `mia` members, `vic` is nobody here.

    `eva` wrote the text. Blocks: 1 heading, 2 and 3 paragraphs, 4 and 5 items, 6 paragraph.
    """

    werf: Commons
    bea: Person
    eva: Person
    finn: Person
    noor: Person
    mia: Person
    vic: Person
    text: Publication

    @property
    def document(self) -> Document:
        found = Document.objects.select_related("work__commons__actor", "head", "published")
        return found.get(work=self.text.work)

    @property
    def page(self) -> str:
        return f"/@werf/texts/{self.document.pk}/discussion/"

    @property
    def api(self) -> str:
        return f"/api/commons/v1/commons/werf/texts/{self.document.pk}"

    def write(self, text: str, by: Person | None = None, title: str = "Water") -> Revision:
        head = self.document.head
        assert head is not None
        author = (by or self.eva).actor
        return publications.write(self.text, "nl", Words(title, text=text), author, head.number)

    def publish(self) -> None:
        publications.publish(self.text, self.document, self.eva.actor)

    def say(self, by: Person, number: int = 3, text: str = "Klopt dit?") -> Comment:
        """At what this person sees: the newest revision, or the published one for members."""
        document = self.document
        writer = by in (self.bea, self.eva, self.finn)
        revision = document.head if writer else document.published
        assert revision is not None
        here = spot(document, revision, blocks_of(document, revision), number)
        return comments.begin(here, by.actor, text)


@pytest.fixture
def world(make_person: Callable[..., Person], make_commons: Callable[..., Commons]) -> World:
    names = ("bea", "eva", "finn", "noor", "mia", "vic")
    people = {name: make_person(name, language="en") for name in names}
    werf = make_commons("werf", people["bea"])
    for name, role in (
        ("eva", "editor"),
        ("finn", "editor"),
        ("noor", "member"),
        ("mia", "member"),
    ):
        werf.memberships.create(person=people[name], role=role)
    text = publications.begin(werf, Kind.ARTICLE, "nl", "Water", people["eva"].actor)
    made = World(werf, **people, text=text)
    made.write(TEXT)
    made.publish()
    return made


@pytest.fixture
def clients(world: World, client_for: Callable[..., Client]) -> dict[str, Client]:
    names = ("bea", "eva", "finn", "noor", "mia", "vic")
    return {name: client_for(getattr(world, name)) for name in names} | {"visitor": client_for()}
