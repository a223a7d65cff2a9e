"""What a text may hold at most."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import saving, services
from gemeengoed.core.documents.models import Work
from gemeengoed.core.documents.services import Words

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(make_commons: Callable[..., Commons]) -> Work:
    return services.create_work(make_commons(), "/@werf/texts/x/", "text")


@pytest.mark.parametrize("field", ["title", "summary", "reason"])
def test_what_stands_in_lists_is_bounded(work: Work, field: str) -> None:
    author = work.commons.memberships.get().person.actor
    words = Words(**{"title": "x", field: "A" * 1001})
    with pytest.raises(ValidationError) as refused:
        services.save_revision(work, "nl", words, author, 0)
    assert list(refused.value.message_dict) == [field]


def test_a_title_is_one_line(work: Work) -> None:
    author = work.commons.memberships.get().person.actor
    revision = services.save_revision(work, "nl", Words("Een\r\ntitel\x07"), author, 0)
    assert revision.title == "Een titel"


@pytest.mark.parametrize("language", ["EN", "no code", "x" * 40, ""])
def test_a_language_is_a_code_in_lower_case(work: Work, language: str) -> None:
    author = work.commons.memberships.get().person.actor
    with pytest.raises(ValidationError):
        services.save_revision(work, language, Words("x"), author, 0)


def test_languages_are_bounded(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "MOST_LANGUAGES", 2)
    author = work.commons.memberships.get().person.actor
    for language in ("nl", "en"):
        services.save_revision(work, language, Words("x"), author, 0)
    with pytest.raises(ValidationError):
        services.save_revision(work, "fr", Words("x"), author, 0)
    assert work.documents.count() == 2
