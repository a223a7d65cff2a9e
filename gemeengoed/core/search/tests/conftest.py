"""A kind of object that can be found, with texts that a test lays down."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from gemeengoed.core import registry
from gemeengoed.core.registry import Audience, SearchEntry
from gemeengoed.core.search import counting, services

TYPE = "leaflet"


@dataclass
class Shelf:
    """Leaflets by their address; `put` indexes them as a capability's activity would."""

    leaflets: dict[str, list[SearchEntry]] = field(default_factory=dict)
    one_by_one: Callable[[], Iterable[str]] | None = None

    def all_uris(self) -> Iterable[str]:
        return self.one_by_one() if self.one_by_one else list(self.leaflets)

    def put(
        self,
        uri: str,
        title: str,
        text: str = "",
        language: str = "nl",
        *,
        audience: Audience = Audience.PUBLIC,
        commons: str = "",
        published: datetime | None = None,
    ) -> None:
        entry = SearchEntry(uri, language, title, text, audience, commons, "Article", published)
        others = [one for one in self.leaflets.get(uri, []) if one.language != language]
        self.leaflets[uri] = [*others, entry]
        self.index(uri)

    def change(self, uri: str, **changes: object) -> None:
        self.leaflets[uri] = [replace(entry, **changes) for entry in self.leaflets[uri]]
        self.index(uri)

    def take_away(self, uri: str) -> None:
        del self.leaflets[uri]
        self.index(uri)

    def index(self, uri: str) -> None:
        services.index(uri, TYPE)
        counting.count()


@pytest.fixture
def shelf(db: None) -> Iterator[Shelf]:
    made = Shelf()
    searchable = registry.Searchable(TYPE, lambda uri: made.leaflets.get(uri, []), made.all_uris)
    registry.register(
        registry.Capability(
            slug="leaflets", name="Leaflets", built_in=True, searchable=[searchable]
        )
    )
    yield made
    registry._capabilities.pop("leaflets")
