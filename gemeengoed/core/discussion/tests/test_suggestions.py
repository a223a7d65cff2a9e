"""A changed passage: proposed, taken over with credit, declined with a reason, or made anew."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from gemeengoed.core.activity.models import Activity
from gemeengoed.core.discussion.models import Suggestion, SuggestionState, Thread
from gemeengoed.core.discussion.services import suggestions
from gemeengoed.core.discussion.services.suggestions import PassageChanged
from gemeengoed.core.discussion.spots import blocks_of, spot
from gemeengoed.core.notices.models import Notice

from .conftest import TEXT, World

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]
OLD = "De dijkgraaf kijkt of de sloten schoon zijn, en wie zijn sloot laat dichtgroeien krijgt een brief."
NEW = "De dijkgraaf kijkt in mei en oktober of de sloten schoon zijn."


def suggest(world: World, number: int = 3, proposed: str = NEW) -> Suggestion:
    document = world.document
    assert document.published is not None
    here = spot(document, document.published, blocks_of(document, document.published), number)
    said = suggestions.suggest(here, world.noor.actor, proposed, "Dat is preciezer")
    found = Suggestion.objects.get(thread=said.thread)
    found.thread.document = document
    return found


def test_a_member_suggests_and_an_editor_takes_it_over(world: World, clients: Clients) -> None:
    address = f"{world.page}suggest/3/"
    form = clients["noor"].get(address).context["form"]
    assert form.initial["proposed"] == OLD
    fields = {"proposed": NEW, "text": "Dat is preciezer", "seen": 2, "about": OLD}
    assert clients["noor"].post(address, fields).status_code == 302
    page = clients["eva"].get(world.page).content.decode()
    assert "<ins>" in page
    assert "<del>" in page
    thread = Thread.objects.get()
    assert clients["noor"].post(f"{world.page}threads/{thread.pk}/accept/").status_code == 403
    assert clients["eva"].post(f"{world.page}threads/{thread.pk}/accept/").status_code == 302
    head = world.document.head
    assert head is not None
    assert head.text == TEXT.replace(OLD, NEW)
    assert head.reason == "Suggestion by @noor: Dat is preciezer"
    assert head.author == world.eva.actor
    found = Suggestion.objects.get()
    assert (found.state, found.saved_as) == (SuggestionState.ACCEPTED, head.number)
    thread.refresh_from_db()
    assert thread.resolved_by == world.eva.actor
    assert Activity.objects.filter(verb__in=["suggest", "accept"]).count() == 2
    told = list(Notice.objects.order_by("pk").values_list("person__username", "kind"))
    assert told == [("eva", "discussion.suggestion"), ("noor", "discussion.accepted")]


def test_one_item_of_a_list_is_changed_and_nothing_around_it(world: World) -> None:
    found = suggest(world, 4, "- Drie schoppen hangen in de schuur.")
    suggestions.accept(found, world.eva.actor)
    head = world.document.head
    assert head is not None
    assert head.text == TEXT.replace(
        "- Een schop hangt in de schuur van de buurtvereniging.",
        "- Drie schoppen hangen in de schuur.",
    )


def test_it_is_taken_over_where_the_passage_went(world: World) -> None:
    found = suggest(world)
    world.write("Een nieuwe inleiding.\n\n" + TEXT)
    suggestions.accept(found, world.finn.actor)
    head = world.document.head
    assert head is not None
    assert head.text == "Een nieuwe inleiding.\n\n" + TEXT.replace(OLD, NEW)


def test_a_passage_that_changed_is_shown_beside_it_to_be_made_anew(
    world: World, clients: Clients
) -> None:
    found = suggest(world)
    now = OLD.replace("een brief", "een boete")
    world.write(TEXT.replace(OLD, now))
    assert "has changed since" in clients["eva"].get(world.page).content.decode()
    assert "has changed since" not in clients["noor"].get(world.page).content.decode()
    answer = clients["eva"].post(f"{world.page}threads/{found.thread_id}/accept/")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert now in page
    assert NEW in page
    assert Suggestion.objects.get().state == SuggestionState.OPEN
    again = f"{world.page}suggest/3/?from={found.thread_id}"
    assert again in page
    assert clients["eva"].get(again).context["form"].initial["proposed"] == NEW


def test_a_passage_that_is_gone_refuses_too(world: World) -> None:
    found = suggest(world)
    world.write("# Water\n\nIets heel anders.\n")
    with pytest.raises(PassageChanged) as refused:
        suggestions.accept(found, world.eva.actor)
    assert (refused.value.now, refused.value.number) == ("", None)


def test_what_is_in_the_text_already_makes_no_second_revision(world: World) -> None:
    """So it is after a crash between saving and noting it."""
    found = suggest(world)
    world.write(TEXT.replace(OLD, NEW))
    number = suggestions.accept(found, world.eva.actor).number
    assert number == 3
    assert Suggestion.objects.get().state == SuggestionState.ACCEPTED


def test_what_a_crash_left_half_taken_over_is_open_again(world: World) -> None:
    found = suggest(world)
    Suggestion.objects.update(state="taking", taking_since=timezone.now())
    with pytest.raises(ValidationError):
        suggestions.accept(found, world.eva.actor)
    suggestions.release_stuck()
    assert Suggestion.objects.get().state == "taking"
    Suggestion.objects.update(taking_since=timezone.now() - timedelta(minutes=2))
    suggestions.release_stuck()
    assert Suggestion.objects.get().state == SuggestionState.OPEN
    suggestions.accept(found, world.eva.actor)


def test_declining_needs_a_reason_that_the_suggester_gets(world: World, clients: Clients) -> None:
    found = suggest(world)
    address = f"{world.page}threads/{found.thread_id}/decline/"
    assert clients["mia"].post(address, {"reason": "Nee"}).status_code == 403
    assert clients["eva"].post(address, {"reason": ""}).status_code == 422
    assert clients["eva"].post(address, {"reason": "Te precies"}).status_code == 302
    notice = Notice.objects.get(kind="discussion.declined")
    assert (notice.person, notice.words) == (world.noor, "Te precies")
    assert "Te precies" in clients["noor"].get(world.page).content.decode()


def test_only_the_suggester_takes_it_back(world: World, clients: Clients) -> None:
    found = suggest(world)
    address = f"{world.page}threads/{found.thread_id}/withdraw/"
    clients["mia"].post(address)
    assert Suggestion.objects.get().state == SuggestionState.OPEN
    clients["noor"].post(address)
    assert Suggestion.objects.get().state == SuggestionState.TAKEN_BACK
    with pytest.raises(ValidationError):
        suggestions.accept(found, world.eva.actor)


@pytest.mark.parametrize(
    ("proposed", "text", "words"),
    [
        (OLD, "Zo", "says already"),
        ("![](figure:kaart)", "Zo", "what it shows"),
        ("x" * 20_001, "Zo", "20000 characters"),
        (NEW, "", "required"),
    ],
)
def test_what_cannot_be_suggested_is_told_and_kept(
    world: World, clients: Clients, proposed: str, text: str, words: str
) -> None:
    fields = {"proposed": proposed, "text": text, "seen": 2, "about": OLD}
    answer = clients["noor"].post(f"{world.page}suggest/3/", fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert proposed[:50] in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_visitors_and_strangers_do_not_suggest(world: World, clients: Clients) -> None:
    for name in ("visitor", "vic"):
        assert clients[name].get(f"{world.page}suggest/3/").status_code in (302, 401, 403)
    assert clients["noor"].get(f"{world.page}suggest/99/").status_code == 404
