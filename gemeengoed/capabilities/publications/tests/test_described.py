"""How a text tells feeds, search engines and those who cite it who made which version, and when."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from gemeengoed.capabilities.publications import services
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import Words
from gemeengoed.core.people.models import Person

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FIRST, LATER = datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 3, 7, 12, tzinfo=UTC)


@pytest.fixture
def werf(make_commons: Callable[..., Commons]) -> Commons:
    return make_commons("werf")


@pytest.fixture
def text(werf: Commons, make_person: Callable[..., Person]) -> Publication:
    """Version 1 by Ada, version 2 by Bea."""
    publication = services.create_publication(werf, Kind.EXPLAINER, "sluis")
    hostile = '<img src=x onerror="alert(1)"> en 1 < 2'
    for handle, base, when in (("ada", 0, FIRST), ("bea", 1, LATER)):
        person = make_person(handle).actor
        words = Words("Wat is een sluis?", hostile, f"## Sluis\n\nDeel {base}.\n")
        services.write(publication, "nl", words, person, base)
        services.publish(publication, document(publication), person, when)
    return publication


def document(publication: Publication) -> Document:
    return Document.objects.get(work=publication.work, language="nl")


def data(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_what_was_typed_in_a_summary_is_text_in_the_feed(text: Publication) -> None:
    feed = Client().get("/@werf/publications/feed.atom").content
    entry = ET.fromstring(feed).find(f"{ATOM}entry")
    assert entry is not None
    summary = entry.find(f"{ATOM}summary")
    assert summary is not None
    assert summary.get("type") == "html"
    assert summary.text == "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; en 1 &lt; 2"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ada, Bea"


def test_an_old_version_names_its_own_authors_date_and_address(text: Publication) -> None:
    old = data(Client().get("/@werf/publications/sluis/nl/1/").content.decode())
    new = data(Client().get("/@werf/publications/sluis/nl/").content.decode())
    assert [one["name"] for one in old["author"]] == ["Ada"]
    assert [one["name"] for one in new["author"]] == ["Ada", "Bea"]
    assert str(old["url"]).endswith("/sluis/nl/1/")
    assert (old["dateModified"], new["dateModified"]) == (FIRST.isoformat(), LATER.isoformat())


def test_a_version_that_comes_back_keeps_its_date(
    text: Publication, make_person: Callable[..., Person]
) -> None:
    editor = make_person("cas").actor
    services.withdraw(text, document(text), editor, "Even nakijken.")
    services.publish(text, document(text), editor)
    shown = document(text).published
    assert shown is not None
    assert (shown.version, shown.published_at) == (2, LATER)


def test_a_citation_has_no_full_stop_after_a_question_mark(text: Publication) -> None:
    page = Client().get("/@werf/publications/sluis/nl/").content.decode()
    assert "sluis?" in page
    assert "sluis?." not in page


def test_a_list_of_addresses_that_is_too_long_comes_in_parts(
    text: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gemeengoed.project.sitemap.MOST", 2)
    client = Client()
    index = b"".join(client.get("/sitemap.xml").streaming_content).decode()
    assert "<sitemapindex" in index
    parts = re.findall(r"/(sitemap-\d+\.xml)<", index)
    whole = "".join(b"".join(client.get(f"/{part}").streaming_content).decode() for part in parts)
    assert "/@werf/publications/sluis/nl/</loc>" in whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
