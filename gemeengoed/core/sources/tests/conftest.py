"""A commons with an editor, a member and a source."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.people.models import Person
from gemeengoed.core.sources.models import Source
from gemeengoed.core.sources.services.sources import save_source


@pytest.fixture
def ada(make_person: Callable[..., Person]) -> Person:
    """Steward of `werf`."""
    return make_person("ada")


@pytest.fixture
def werf(make_commons: Callable[..., Commons], ada: Person) -> Commons:
    return make_commons("werf", steward=ada)


@pytest.fixture
def editor(client_for: Callable[..., Client], ada: Person) -> Client:
    return client_for(ada)


@pytest.fixture
def make_source(werf: Commons, ada: Person) -> Callable[..., Source]:
    """`make_source(title="…", …)`"""

    def make(**typed: Any) -> Source:
        return save_source(werf, ada.actor, {"title": "Over de meent", **typed})

    return make
