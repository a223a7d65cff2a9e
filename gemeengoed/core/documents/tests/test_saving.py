"""What cannot be kept is refused by its field, before the database would."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import services
from gemeengoed.core.documents.models import Document, Work
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person
from gemeengoed.core.sources.models import Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def work(make_commons: Callable[..., Commons], ada: Person) -> Work:
    return services.create_work(make_commons("werf", ada), "/@werf/teksten/een/", "text")


@pytest.mark.parametrize(
    ("language", "words", "field"),
    [
        ("nl", Words(" "), "title"),
        ("nl", Words("t" * 201), "title"),
        ("nl", Words("Titel", reason="r" * 301), "reason"),
        ("nl", Words("Titel", text="![](figure:kaart)"), "text"),
        ("no language", Words("Titel"), "language"),
        ("n" * 36, Words("Titel"), "language"),
    ],
)
def test_refused_by_field(work: Work, ada: Person, language: str, words: Words, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        services.save_revision(work, language, words, ada.actor, 0)
    assert list(refused.value.message_dict) == [field]
    assert not Document.objects.exists()


@pytest.mark.parametrize("base", [-5, 0, 7])
def test_the_first_revision_is_number_one_whatever_it_claims_to_build_on(
    work: Work, ada: Person, base: int
) -> None:
    assert services.save_revision(work, "nl", Words("Titel"), ada.actor, base).number == 1


def test_a_reason_for_withdrawing_is_not_cut_off(work: Work, ada: Person) -> None:
    services.save_revision(work, "nl", Words("Titel"), ada.actor, 0)
    document = services.publish(work.documents.get(), lambda _document, _first: None).document
    with pytest.raises(ValidationError) as refused:
        services.withdraw(document, "r" * 501, lambda _document: None)
    assert list(refused.value.message_dict) == ["reason"]


def test_sources_are_stored_once_and_stand_in_order(
    work: Work, django_assert_max_num_queries: Callable[..., object]
) -> None:
    services.set_sources(work, [Source(title=f"Bron {number}") for number in range(20)])
    present = [citation.source for citation in work.citations.select_related("source")]
    present[0].title = "Eerste bron"
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        services.set_sources(work, [*present[::-1], Source(title="Nieuw")])
    titles = list(work.citations.values_list("source__title", flat=True))
    assert (titles[0], titles[-2], titles[-1]) == ("Bron 19", "Eerste bron", "Nieuw")
    assert Source.objects.count() == 21
