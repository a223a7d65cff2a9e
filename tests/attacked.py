"""A server with two commons: the victim, full of what others may not see, and that of the attacker."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gemeengoed.capabilities.newsletters.services import arranging, subscribing, writing
from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons, Joining, MemberRole, Membership
from gemeengoed.core.commons.principles import keys
from gemeengoed.core.commons.services import groups, joining, programme
from gemeengoed.core.commons.services.charter import save_charter
from gemeengoed.core.commons.services.settings import change_commons
from gemeengoed.core.conversations.models import Conversation
from gemeengoed.core.discussion.services import reviews, suggestions
from gemeengoed.core.discussion.spots import blocks_of, spot
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services.tokens import make_token
from gemeengoed.core.registry import Audience
from gemeengoed.core.sources.models import Source
from gemeengoed.core.sources.services.definitions import save_definition

SECRET = "kwartelkoning"
"""A word that stands only in what outsiders may not see."""
DRAFT = "roerdompei"
"""A word that stands only in a draft."""
GUARDED = (
    "commons", "documents", "publications", "people", "media", "instance", "discussion", "notices",
    "newsletters", "conversations",
)  # fmt: skip
"""Apps whose rows an outsider must not change."""


@dataclass
class Victim:
    """The commons `weide` with one of everything; `attacker` is steward of another, `akker`."""

    commons: Commons
    steward: Person
    member: Person
    attacker: Person
    secret: Publication
    draft: Publication
    public: Publication
    values: dict[str, dict[str, Any]]
    """Values of the parameters of addresses, by the part of the house they stand in."""


def _publication(commons: Commons, steward: Person, title: str, text: str) -> Publication:
    made = publications.create_publication(commons, Kind.ARTICLE, title)
    publications.write(made, "nl", Words(title=title, text=text), steward.actor, 0)
    return made


def _publish(publication: Publication, steward: Person) -> None:
    document = publication.work.documents.get()
    publications.publish(publication, document, steward.actor)


def _hide(publication: Publication, steward: Person) -> None:
    publications.set_details(
        publication,
        steward.actor,
        licence="CC-BY-4.0",
        audience=Audience.MEMBERS,
        questions=list(publication.commons.questions.all()),
        on_behalf_of=[],
    )


@pytest.fixture
def victim(
    make_person: Callable[..., Person], make_commons: Callable[..., Commons], settings: Any
) -> Victim:
    settings.WRITES_PER_MINUTE = (
        0  # else most of what is sent would end at the limit, not at its view
    )
    steward, member, attacker = (make_person(name) for name in ("weidster", "weidlid", "snoodaard"))
    commons = make_commons("weide", steward)
    change_commons(commons, steward, joining=Joining.OPEN)
    joining.join(commons, member)
    change_commons(commons, steward, joining=Joining.APPLICATION)
    make_commons("akker", attacker)
    values = _everything(commons, steward, member, make_person("vrager"))
    secret = _publication(commons, steward, "Besloten", f"Over de {SECRET} en meer.")
    _publish(secret, steward)
    _hide(secret, steward)
    draft = _publication(commons, steward, "Klad", f"Over de {DRAFT} en meer.")
    public = _publication(commons, steward, "Open", "Over gras en meer.")
    _publish(public, steward)
    source = Source.objects.create(commons=commons, title="Bron van de weide")
    secret.work.citations.create(source=source)
    meaning = save_definition(
        commons, steward.actor, term={"nl": "gras"}, text={"nl": "Groen."}, source=source
    )
    values["sources"] = {"number": source.pk, "ending": "bib"}
    values["definitions"] = {"slug": meaning.slug, "number": meaning.pk}
    values["publications"] |= {"slug": secret.slug}
    values["texts"] = {**_discussed(secret, steward), "ending": "bib"}
    values["texts of drafts"] = _discussed(draft, steward)
    return Victim(commons, steward, member, attacker, secret, draft, public, values)


def _discussed(publication: Publication, steward: Person) -> dict[str, Any]:
    """A suggestion at a text, and a question to review its newest revision."""
    publications.write(publication, "nl", Words("Ander", text=f"Over {SECRET}."), steward.actor, 1)
    document = publication.work.documents.get()
    head = document.head
    assert head is not None
    here = spot(document, head, blocks_of(document, head), 1)
    said = suggestions.suggest(here, steward.actor, f"Van {SECRET}.", f"Om {SECRET}.")
    review = reviews.ask(document, steward.actor, None, f"Lees {SECRET}.")
    pks = {"thread": said.thread_id, "comment": said.pk, "review": review.pk}
    return {"pk": document.pk, "block": 1, **pks}


def _everything(
    commons: Commons, steward: Person, member: Person, applicant: Person
) -> dict[str, dict[str, Any]]:
    named = Membership.objects.filter(commons=commons, person=member)
    group = groups.save_group(commons, steward, name="Maaiers", members=list(named))
    question = programme.save_question(commons, steward, text={"nl": "Wat is gras?"})
    phase = programme.save_phase(
        commons,
        steward,
        title={"nl": "Zaaien"},
        starts=date(2026, 1, 1),
        ends=date(2026, 2, 1),
    )
    save_charter(
        commons, {next(iter(keys())): {"nl": "Wie maait."}}, steward, reason="Begin", based_on=0
    )
    link, _token = joining.make_link(commons, steward)
    application = joining.apply(commons, applicant, f"Ik houd van de {SECRET}.")
    publications.create_series(commons, "reeks", {"nl": "Reeks"})
    return {
        **_by_mail(commons, steward),
        "questions": {"slug": question.slug},
        "groups": {"slug": group.slug},
        "phases": {"number": phase.pk},
        "links": {"number": link.pk},
        "applications": {"number": application.pk},
        "members": {"name": member.username},
        "partners": {"name": "none"},
        "publications": {"series": "reeks", "language": "nl", "version": 1, "old": 1, "new": 1},
    }


def _by_mail(commons: Commons, steward: Person) -> dict[str, dict[str, Any]]:
    """A letter that did not go out, somebody on the list, a topic, and a conversation."""
    block = {"kind": "words", "markdown": SECRET}
    letter = writing.begin(
        commons, steward.actor, language="nl", subject="Over gras", content=[block]
    ).letter
    reader = subscribing.ask(
        commons, f"{SECRET}@example.org", language="nl", how="form", words=SECRET
    )
    topic = arranging.add_topic(commons, {"nl": "Gras"})
    said = Conversation.objects.create(
        commons=commons, subject=SECRET, language="nl", address="x@example.org", token="x" * 25
    )
    said.messages.create(words=SECRET, message_id="<x@example.org>")
    of_letter = {"slug": letter.slug, "language": "nl", "verb": "pause", "scheme": "light"}
    return {
        "newsletters/list": {"pk": reader.pk, "verb": "erase"},
        "newsletters/settings": {"pk": topic.pk, "verb": "remove"},
        "newsletters": of_letter,
        "letters": of_letter,
        "subscribers": {"pk": reader.pk},
        "topics": {"pk": topic.pk},
        "inbox": {"pk": said.pk, "verb": "close"},
    }


@pytest.fixture
def clients(
    victim: Victim,
    make_person: Callable[..., Person],
    client_for: Callable[..., Client],
) -> dict[str, Client]:
    """Everybody who is not in `weide`: by name of their role."""
    editor = make_person("redacteur")
    akker = Commons.objects.get(actor__handle="akker")
    Membership.objects.create(commons=akker, person=editor, role=MemberRole.EDITOR)
    return {
        "visitor": client_for(None),
        "person": client_for(make_person("iemand")),
        "editor elsewhere": client_for(editor),
        "steward elsewhere": client_for(victim.attacker),
        "operator": client_for(make_person("beheerster", is_steward=True)),
    }


@pytest.fixture
def tokens(victim: Victim, make_person: Callable[..., Person]) -> dict[str, str]:
    """Bearer tokens that may change nothing in `weide`; the last belongs to its own steward."""
    person = make_person("tokenaar")
    gone = make_person("geschorst")
    membership_of_gone = Membership(commons=victim.commons, person=gone, role=MemberRole.STEWARD)
    membership_of_gone.save()
    suspended = make_token(gone)[1]
    gone.state = "suspended"
    gone.save(update_fields=["state"])
    return {
        "none": "",
        "wrong": "gg_wrong",
        "person": make_token(person)[1],
        "steward elsewhere": make_token(victim.attacker)[1],
        "suspended steward": suspended,
        "read only": make_token(victim.steward, scopes=["read"])[1],
    }


def patterns(
    found: list[URLPattern | URLResolver] | None = None, before: str = ""
) -> Iterator[str]:
    """Every address that the server knows, as its patterns write them."""
    for one in get_resolver().url_patterns if found is None else found:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, address)
        else:
            yield address


def rows() -> dict[str, list[dict[str, Any]]]:
    """Everything that the parts of GUARDED hold."""
    models = [model for label in GUARDED for model in apps.get_app_config(label).get_models()]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models
    }
