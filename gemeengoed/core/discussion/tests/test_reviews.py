"""A second editor reads before it is published, where the commons wants that."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gemeengoed.core.discussion import queries
from gemeengoed.core.discussion.models import Review
from gemeengoed.core.discussion.services import reviews, rules, suggestions
from gemeengoed.core.discussion.spots import blocks_of, spot
from gemeengoed.core.notices.models import Notice

from .conftest import TEXT, World

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]


@pytest.fixture
def strict(world: World) -> World:
    """The commons wants a second editor, and the text has changes by eva."""
    rules.change(world.werf, world.bea.actor, second_editor=True)
    world.write(TEXT + "\nEen zin erbij.\n")
    return world


def test_publishing_without_approval_is_refused_in_page_and_api(
    strict: World, clients: Clients
) -> None:
    address = f"{strict.text.work.uri}nl/publish/"
    assert "/review/" in clients["eva"].get(address).content.decode()
    answer = clients["eva"].post(address)
    assert answer.status_code == 422
    assert "second editor" in answer.content.decode()
    api = "/api/commons/v1/commons/werf/publications/water/nl/publish"
    refused = clients["eva"].post(api)
    assert refused.status_code == 422
    assert "second editor" in refused.json()["detail"][0]
    assert strict.document.published != strict.document.head


def test_asked_approved_published_and_in_the_history(strict: World, clients: Clients) -> None:
    page = f"/@werf/texts/{strict.document.pk}/review/"
    asked = {"of": strict.finn.pk, "words": "Kijk naar het slot"}
    assert clients["eva"].post(page, asked).status_code == 302
    review = Review.objects.get()
    assert Notice.objects.get().person == strict.finn
    assert "Kijk naar het slot" in clients["finn"].get("/@werf/reviews/").content.decode()
    assert "Kijk naar het slot" not in clients["bea"].get("/@werf/reviews/").content.decode()
    assert "<ins>" in clients["finn"].get(page).content.decode()
    answer = f"{page}{review.pk}/answer/"
    assert clients["finn"].post(answer, {"approve": "yes", "text": ""}).status_code == 302
    assert Notice.objects.filter(kind="discussion.review_answered", person=strict.eva).exists()
    assert "can be published" in clients["eva"].get(page).content.decode()
    assert clients["eva"].post(f"{strict.text.work.uri}nl/publish/").status_code == 302
    history = clients["eva"].get(f"{strict.text.work.uri}nl/history/", follow=True).text
    assert "Approved by Finn" in history


def test_a_newer_revision_makes_an_approval_stale(strict: World) -> None:
    review = reviews.ask(strict.document, strict.eva.actor)
    reviews.answer(review, strict.finn.actor, approve=True)
    strict.write(TEXT + "\nNog een zin.\n")
    with pytest.raises(ValidationError) as refused:
        strict.publish()
    assert refused.value.code == "not-approved"
    with pytest.raises(ValidationError) as refused:
        reviews.answer(
            reviews.ask(strict.document, strict.eva.actor), strict.eva.actor, approve=True
        )
    assert refused.value.code == "writer"


def test_an_answer_to_an_older_revision_is_refused(strict: World) -> None:
    review = reviews.ask(strict.document, strict.eva.actor)
    strict.write(TEXT + "\nNog een zin.\n")
    with pytest.raises(ValidationError) as refused:
        reviews.answer(review, strict.finn.actor, approve=True)
    assert refused.value.code == "stale"


def test_who_wrote_the_changes_or_whose_suggestion_is_in_them_does_not_approve(
    strict: World,
) -> None:
    document = strict.document
    assert document.head is not None
    here = spot(document, document.head, blocks_of(document, document.head), 2)
    said = suggestions.suggest(here, strict.finn.actor, "Wie land deelt, deelt water.", "Kort")
    suggestions.accept(said.thread.suggestion, strict.eva.actor)
    review = reviews.ask(strict.document, strict.eva.actor)
    for writer in (strict.eva, strict.finn):
        with pytest.raises(ValidationError) as refused:
            reviews.answer(review, writer.actor, approve=True)
        assert refused.value.code == "writer"
    reviews.answer(review, strict.bea.actor, approve=True)
    strict.publish()


def test_asking_of_who_wrote_it_or_may_not_write_is_refused(strict: World) -> None:
    for person in (strict.eva, strict.noor, strict.vic):
        with pytest.raises(ValidationError) as refused:
            reviews.ask(strict.document, strict.bea.actor, person.actor)
        assert list(refused.value.message_dict) == ["of"]


def test_what_waits_is_not_what_i_wrote_or_asked(strict: World) -> None:
    review = reviews.ask(strict.document, strict.bea.actor)
    waits = {
        person.handle: review in queries.waiting_reviews(strict.werf, person.actor)
        for person in (strict.eva, strict.finn, strict.bea)
    }
    assert waits == {"eva": False, "finn": True, "bea": False}
    strict.write(TEXT + "\nNog een zin.\n")
    assert not queries.waiting_reviews(strict.werf, strict.finn.actor)


def test_asking_twice_is_told(strict: World, clients: Clients) -> None:
    page = f"/@werf/texts/{strict.document.pk}/review/"
    clients["eva"].post(page, {"of": "", "words": ""})
    answer = clients["bea"].post(page, {"of": "", "words": "Ook ik"})
    assert answer.status_code == 422
    assert Review.objects.count() == 1


def test_changes_are_asked_in_words(strict: World, clients: Clients) -> None:
    review = reviews.ask(strict.document, strict.eva.actor)
    address = f"/@werf/texts/{strict.document.pk}/review/{review.pk}/answer/"
    assert clients["finn"].post(address, {"approve": "no", "text": " "}).status_code == 422
    assert clients["finn"].post(address, {"approve": "no", "text": "Te lang"}).status_code == 302
    assert Notice.objects.get(kind="discussion.review_answered").words == "Te lang"
    with pytest.raises(ValidationError):
        strict.publish()


def test_members_and_strangers_do_not_review(strict: World, clients: Clients) -> None:
    for name in ("visitor", "vic", "noor"):
        for path in (f"/@werf/texts/{strict.document.pk}/review/", "/@werf/reviews/"):
            assert clients[name].get(path).status_code in (302, 401, 403), (name, path)


def test_only_stewards_choose_the_rules(world: World, clients: Clients) -> None:
    address = "/@werf/settings/discussion/"
    for name in ("visitor", "noor", "eva"):
        assert clients[name].get(address).status_code in (302, 401, 403)
    page = clients["bea"].get(address).content.decode()
    assert 'aria-current="page"' in page
    fields = {"readers": "everybody", "second_editor": "on"}
    assert clients["bea"].post(address, fields).status_code == 302
    assert "/@werf/settings/discussion/" in clients["bea"].get("/@werf/settings/").content.decode()
    log = clients["visitor"].get("/@werf/log/?lang=en").content.decode()
    assert "changed the rules for discussing texts" in log


def test_a_question_is_taken_back(strict: World, clients: Clients) -> None:
    review = reviews.ask(strict.document, strict.eva.actor)
    clients["eva"].post(f"/@werf/texts/{strict.document.pk}/review/{review.pk}/withdraw/")
    assert not Review.objects.exists()
    reviews.ask(strict.document, strict.eva.actor)


def test_without_the_rule_nothing_changes(world: World) -> None:
    world.write(TEXT + "\nEen zin erbij.\n")
    world.publish()
    assert world.document.published == world.document.head
