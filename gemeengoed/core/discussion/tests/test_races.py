"""Two do the same at the same moment: it happens once, and nobody gets a fault."""

import pytest

from gemeengoed.core.discussion.models import Comment, Review, Suggestion, Thread
from gemeengoed.core.discussion.services import comments, reviews, suggestions
from gemeengoed.core.discussion.services.places import settle
from gemeengoed.core.discussion.spots import blocks_of
from tests.test_races import at_once, refused

from .conftest import TEXT, World
from .test_suggestions import NEW, OLD, suggest

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_accept_the_same_suggestion_one_saves(world: World) -> None:
    found = suggest(world)
    answers = at_once(
        *[lambda who=who: suggestions.accept(found, who.actor) for who in (world.eva, world.finn)]
    )
    assert refused(answers) == 1
    head = world.document.head
    assert head is not None
    assert (head.number, head.text) == (3, TEXT.replace(OLD, NEW))
    assert Suggestion.objects.get().state == "accepted"


def test_accepting_while_another_declines_ends_one_way(world: World) -> None:
    found = suggest(world)
    answers = at_once(
        lambda: suggestions.accept(found, world.eva.actor),
        lambda: suggestions.decline(found, world.finn.actor, "Nee"),
    )
    assert refused(answers) == 1
    head = world.document.head
    assert head is not None
    assert (Suggestion.objects.get().state == "accepted") == (head.number == 3)


def test_two_suggestions_at_once_are_both_in_or_told(world: World) -> None:
    first, second = suggest(world), suggest(world, 6, "Besluiten nemen we samen.")
    answers = at_once(
        lambda: suggestions.accept(first, world.eva.actor),
        lambda: suggestions.accept(second, world.finn.actor),
    )
    head = world.document.head
    assert head is not None
    assert head.number == 4 - refused(answers)
    assert Suggestion.objects.filter(state="open").count() == refused(answers)


def test_a_thread_is_resolved_once(world: World) -> None:
    thread = world.say(world.noor).thread
    answers = at_once(
        *[lambda who=who: comments.resolve(thread, who.actor) for who in (world.eva, world.finn)]
    )
    assert refused(answers) == 1
    assert Thread.objects.get().resolved


def test_a_review_is_asked_and_answered_once(world: World) -> None:
    world.write(TEXT + "\nMeer.\n")
    document = world.document
    asked = at_once(*[lambda: reviews.ask(document, world.eva.actor)] * 3)
    assert refused(asked) == 2
    review = Review.objects.get()
    answers = at_once(
        lambda: reviews.answer(review, world.finn.actor, approve=True),
        lambda: reviews.answer(review, world.bea.actor, approve=False, text="Nee"),
    )
    assert refused(answers) == 1


def test_changing_while_somebody_answers_is_not_both(world: World) -> None:
    said = world.say(world.noor)
    at_once(
        lambda: comments.edit(said, world.noor.actor, "Anders"),
        lambda: comments.reply(said.thread, world.mia.actor, "Ja"),
    )
    said.refresh_from_db()
    answer = Comment.objects.exclude(pk=said.pk).get()
    assert said.edited is None or said.edited <= answer.created


def test_places_are_worked_out_by_many_at_once(world: World) -> None:
    world.say(world.noor)
    world.write("Vooraf.\n\n" + TEXT)
    document = world.document
    assert document.head is not None
    blocks = blocks_of(document, document.head)
    answers = at_once(*[lambda: settle(document, document.head, blocks)] * 4)
    assert refused(answers) == 0
