"""Texts to write in: a commons `werf` with the steward `ada`, and one work."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents import services
from gemeengoed.core.documents.models import Revision, Work
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    return make_person("ada")


@pytest.fixture
def bea(make_person: Callable[..., Person], werf: Commons) -> Person:
    person = make_person("bea")
    werf.memberships.create(person=person, role="editor")
    return person


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", ada)


@pytest.fixture
def work(werf: Commons) -> Work:
    return services.create_work(werf, "/@werf/publications/een/", "publication")


@pytest.fixture
def write(work: Work, ada: Person) -> Callable[..., Revision]:
    """`write("Text", base=…, by=person, language="nl")`: on top of the newest unless `base` is given."""

    def save(
        text: str, *, by: Person | None = None, language: str = "nl", **more: object
    ) -> Revision:
        document = work.documents.filter(language=language).select_related("head").first()
        base = more.pop("base", document.head.number if document and document.head else 0)
        words = Words(more.pop("title", "Titel"), more.pop("summary", ""), text, **more)
        return services.save_revision(work, language, words, (by or ada).actor, base)

    return save


@pytest.fixture
def editor(client_for: Callable[..., Client], ada: Person) -> Client:
    return client_for(ada)
