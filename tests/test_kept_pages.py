"""Every change that readers can see is seen at once, although pages are kept for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons, Phase, Question
from gemeengoed.core.commons.services import charter, joining, membership, partners, programme
from gemeengoed.core.commons.services import settings as commons_settings
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import Words
from gemeengoed.core.instance import services as instance
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.tests.making import picture
from gemeengoed.core.people.models import Organisation, Person
from gemeengoed.core.people.services import create_organisation, organisations, profile, states
from gemeengoed.core.privacy.services import give_up
from gemeengoed.core.registry import Audience
from gemeengoed.core.sources.models import Source

pytestmark = pytest.mark.django_db


@dataclass
class Scene:
    """A commons with a question, a phase, a charter, a partner and a published text."""

    werf: Commons
    bea: Person  # steward
    eva: Person  # editor
    noor: Person  # nobody here yet
    olga: Person  # operator
    question: Question
    phase: Phase
    partner: Organisation
    text: Publication

    def document(self) -> Document:
        return Document.objects.get(work=self.text.work, language="nl")


@pytest.fixture
def scene(make_person: Callable[..., Person], make_commons: Callable[..., Commons]) -> Scene:
    people = [
        make_person(name, is_steward=name == "olga") for name in ("bea", "eva", "noor", "olga")
    ]
    bea, eva, noor, olga = people
    werf = make_commons("werf", bea, joining="open")
    membership.change_role(werf, joining.join(werf, eva).person, "editor", bea)
    question = programme.save_question(werf, bea, text={"nl": "Wat delen we?"})
    dates = {"starts": date(2024, 1, 1), "ends": date(2024, 2, 1)}
    phase = programme.save_phase(werf, bea, title={"nl": "Verkennen"}, **dates)
    partner = create_organisation("waag", "Waag", bea)
    partners.add_partner(werf, partner, bea)
    organisations.confirm(organisations.ask_person(partner, eva, bea, may_speak=True), eva)
    answers = {"boundaries": {"nl": "Wie hier woont."}}
    charter.save_charter(werf, answers, bea, reason="Begin", based_on=0)
    text = publications.begin(werf, Kind.ARTICLE, "nl", "Eerste tekst", eva.actor)
    publications.publish(text, text.work.documents.get(), eva.actor)
    return Scene(werf, bea, eva, noor, olga, question, phase, partner, text)


def revise(scene: Scene) -> None:
    publications.write(scene.text, "nl", Words("Betere tekst"), scene.eva.actor, 1)
    publications.publish(scene.text, scene.document(), scene.eva.actor)


def second_text(scene: Scene) -> None:
    text = publications.begin(scene.werf, Kind.REPORT, "nl", "Tweede tekst", scene.eva.actor)
    publications.publish(text, text.work.documents.get(), scene.eva.actor)


def details(scene: Scene, **changed: object) -> None:
    values = {
        "licence": "CC-BY-SA-4.0",
        "audience": Audience.PUBLIC,
        "questions": [],
        "on_behalf_of": [],
    }
    publications.set_details(scene.text, scene.eva.actor, **(values | changed))  # type: ignore[arg-type]


def arrange(scene: Scene) -> None:
    publications.arrange(scene.text, scene.eva.actor, kind=Kind.REPORT, series=None, number=None)


def portrait(scene: Scene) -> None:
    file = store_image(picture(), scene.eva.actor, scene.eva.actor)
    profile.set_picture(scene.eva, file, "Iemand met een schop")


def cover(scene: Scene) -> None:
    file = store_image(picture(), scene.werf.actor, scene.bea.actor)
    commons_settings.set_picture(scene.werf, scene.bea, file, {"nl": "Een groen veld"})


HOME, PEOPLE, ABOUT = "/@werf/", "/@werf/people/", "/@werf/about/"
READ, TEXT = "/@werf/publications/", "/@werf/publications/eerste-tekst/"
ASKED = "/@werf/questions/wat-delen-we/"

# What is done, on which page it shows, and words that come with it; "-" before those that go.
CHANGES: dict[str, tuple[Callable[[Scene], object], str, str]] = {
    "commons renamed": (
        lambda s: commons_settings.change_commons(s.werf, s.bea, names={"nl": "Scheepswerf"}),
        READ,
        "Scheepswerf",
    ),
    "purpose": (
        lambda s: commons_settings.change_commons(s.werf, s.bea, purpose={"nl": "Boten delen."}),
        HOME,
        "Boten delen.",
    ),
    "section off": (
        lambda s: commons_settings.change_commons(s.werf, s.bea, capabilities=[]),
        HOME,
        "-Eerste tekst",
    ),
    "picture": (cover, HOME, "Een groen veld"),
    "question": (
        lambda s: programme.save_question(
            s.werf, s.bea, question=s.question, text={"nl": "Wat houden we?"}, main=True
        ),
        HOME,
        "Wat houden we?",
    ),
    "question removed": (lambda s: programme.remove_question(s.question, s.bea), HOME, "-delen we"),
    "phase": (
        lambda s: programme.save_phase(
            s.werf,
            s.bea,
            phase=s.phase,
            title={"nl": "Bouwen"},
            starts=s.phase.starts,
            ends=s.phase.ends,
        ),
        HOME,
        "Bouwen",
    ),
    "phase removed": (lambda s: programme.remove_phase(s.phase, s.bea), HOME, "-Verkennen"),
    "charter": (
        lambda s: charter.save_charter(
            s.werf, {"boundaries": {"nl": "Iedereen."}}, s.bea, reason="Ruimer", based_on=1
        ),
        "/@werf/charter/",
        "Iedereen.",
    ),
    "partner renamed": (
        lambda s: organisations.change_organisation(
            s.partner, s.bea, name="De Waag", description={}, website=""
        ),
        HOME,
        "De Waag",
    ),
    "partner removed": (
        lambda s: partners.remove_partner(s.werf.partnerships.get(), s.bea),
        HOME,
        "-Waag",
    ),
    "member joins": (lambda s: joining.join(s.werf, s.noor), ABOUT, "3 leden"),
    "editor": (
        lambda s: membership.change_role(
            s.werf, joining.join(s.werf, s.noor).person, "editor", s.bea
        ),
        PEOPLE,
        "Noor",
    ),
    "editor leaves": (lambda s: membership.leave(s.werf, s.eva), PEOPLE, "-Eva"),
    "editor removed": (
        lambda s: membership.remove_member(s.werf, s.eva, "Afspraak", s.bea),
        PEOPLE,
        "-Eva",
    ),
    "editor renamed": (
        lambda s: profile.change_profile(s.eva, name="Eva de Wit", summary=""),
        PEOPLE,
        "Eva de Wit",
    ),
    "author renamed": (
        lambda s: profile.change_profile(s.eva, name="Eva de Wit", summary=""),
        TEXT,
        "Eva de Wit",
    ),
    "portrait": (portrait, PEOPLE, "/media/"),
    "editor suspended": (lambda s: states.suspend(s.eva, s.olga, "Misbruik"), PEOPLE, "-Eva"),
    "editor gives up the account": (lambda s: give_up(s.eva), PEOPLE, "-Eva"),
    "author gives up the account": (lambda s: give_up(s.eva), TEXT, "-Eva"),
    "server renamed": (lambda s: instance.change(s.olga.actor, name="Ons dorp"), HOME, "Ons dorp"),
    "text revised": (revise, TEXT, "Betere tekst"),
    "text published": (second_text, READ, "Tweede tekst"),
    "text published, on the home": (second_text, HOME, "Tweede tekst"),
    "text withdrawn": (
        lambda s: publications.withdraw(s.text, s.document(), s.bea.actor, "Onjuist"),
        READ,
        "-Eerste tekst",
    ),
    "licence": (lambda s: details(s, licence="CC0-1.0"), TEXT, "publicdomain/zero"),
    "audience": (lambda s: details(s, audience=Audience.MEMBERS), READ, "-Eerste tekst"),
    "tied to a question": (lambda s: details(s, questions=[s.question]), ASKED, "Eerste tekst"),
    "signed": (lambda s: details(s, on_behalf_of=[s.partner]), TEXT, "Waag"),
    "kind": (arrange, TEXT, "Verslag"),
    "sources": (
        lambda s: publications.set_sources(s.text, [Source(title="Over de meent")], s.eva.actor),
        TEXT,
        "Over de meent",
    ),
    "feed": (second_text, "/@werf/publications/feed.atom", "Tweede tekst"),
}


def seen(path: str) -> str:
    response = Client().get(path, headers={"accept-language": "nl"})
    return response.content.decode() if response.status_code == 200 else ""


def main(page: str) -> str:
    return page.partition("<main")[2] or page


@pytest.mark.parametrize("name", CHANGES)
def test_readers_see_a_change_at_once(scene: Scene, name: str) -> None:
    change, path, words = CHANGES[name]
    goes, words = words.startswith("-"), words.removeprefix("-")
    before = seen(path)
    assert len(caches["pages"]._cache) > 0, "the page was not kept, so this would prove nothing"
    assert seen(path) == before
    assert (words in before) == goes
    change(scene)
    assert (words in seen(path)) != goes


def test_what_readers_may_not_see_any_more_is_gone_at_once(scene: Scene) -> None:
    assert "Eerste tekst" in seen(TEXT)
    details(scene, audience=Audience.MEMBERS)
    assert Client().get(TEXT).status_code == 404


def test_a_number_that_is_taken_leaves_everything_as_it_was(
    scene: Scene, client_for: Callable[..., Client]
) -> None:
    """Otherwise the audience would change while search and kept pages know nothing of it."""
    series = publications.create_series(scene.werf, "reeks", {"nl": "Reeks"})
    publications.create_publication(scene.werf, Kind.ARTICLE, "een", series=series, number=1)
    form = {
        "kind": "article",
        "series": series.pk,
        "number": 1,
        "licence": "CC0-1.0",
        "audience": "members",
    }
    answer = client_for(scene.eva).post(f"{TEXT}details/", form)
    assert "Nummer 1" in answer.content.decode() or "Number 1" in answer.content.decode()
    scene.text.work.refresh_from_db()
    assert (scene.text.work.audience, scene.text.work.licence) == ("public", "CC-BY-SA-4.0")


def test_the_page_at_the_door_follows_when_the_server_is_for_another_commons(
    scene: Scene, make_commons: Callable[..., Commons]
) -> None:
    make_commons("kade", scene.bea)
    instance.change(scene.olga.actor, front_commons="werf")
    assert "Wat delen we?" in seen("/")
    instance.change(scene.olga.actor, front_commons="kade")
    assert "Wat delen we?" not in main(seen("/"))


def test_a_kept_page_comes_with_the_headers_of_a_page_made_anew(scene: Scene) -> None:
    made, kept = (Client().get(TEXT) for _time in range(2))
    assert dict(kept.items()) == dict(made.items())
    assert kept.content == made.content
    assert "default-src 'none'" in kept["Content-Security-Policy"]
    assert kept["Vary"] == "Accept-Language, Cookie, Accept"


def test_who_has_the_page_already_hears_that_it_still_holds(scene: Scene) -> None:
    tag = Client().get(TEXT)["ETag"]
    again = Client().get(TEXT, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert again["Vary"] == "Accept-Language, Cookie, Accept"


def test_a_host_that_is_not_ours_gets_no_kept_page(scene: Scene) -> None:
    assert Client().get(TEXT).status_code == 200
    assert Client().get(TEXT, headers={"host": "elders.example"}).status_code == 400


def test_what_is_posted_to_a_kept_page_is_not_answered_with_it(scene: Scene) -> None:
    assert Client().get(TEXT).status_code == 200
    assert Client(enforce_csrf_checks=True).post(TEXT).status_code in (403, 405)


def test_each_language_has_a_kept_page_of_its_own(scene: Scene) -> None:
    for _time in range(2):
        for language in ("nl", "en"):
            page = Client().get(TEXT, headers={"accept-language": language})
            assert page["Content-Language"] == language
