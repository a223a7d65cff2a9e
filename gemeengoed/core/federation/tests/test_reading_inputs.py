"""Every example of what servers send is shown safely, and stands in the documentation as it is shown."""

from html.parser import HTMLParser

import pytest

from gemeengoed.core.federation.activitystreams import reading
from gemeengoed.core.text import foreign

from .pasture import activities
from .pasture.table import FILE, table

EXAMPLES = dict(activities())
VOID = {"br"}
ALLOWED = {"href", "rel", "lang", "dir", "start"}


class Page(HTMLParser):
    """Reads a part of a page and complains about what does not belong there."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.complaints: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in foreign.TAGS:
            self.complaints.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attributes:
            if name not in ALLOWED:
                self.complaints.append(f"{tag} {name}")
            if name == "href" and not (value or "").lower().startswith(("http://", "https://")):
                self.complaints.append(f"href {value}")
        if tag == "a" and dict(attributes).get("rel") != "nofollow noopener ugc":
            self.complaints.append("a link without rel")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.complaints.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.complaints.append("comment")


def wrong_with(html: str) -> list[str]:
    page = Page()
    page.feed(html)
    page.close()
    return [*page.complaints, *page.open]


def test_there_are_all_262_examples() -> None:
    assert len(EXAMPLES) == 262


@pytest.mark.parametrize("group", sorted({name.rpartition("-")[0] for name in EXAMPLES}))
def test_each_example_is_shown_safely(group: str) -> None:
    for name, activity in EXAMPLES.items():
        if name.rpartition("-")[0] != group:
            continue
        seen = reading.described(activity["object"], ("nl", "en"))
        assert wrong_with(seen.html) == [], name
        for one in seen.attachments:
            assert one["url"].startswith(("http://", "https://")), name


def test_each_example_shows_something_but_a_script_and_a_tombstone() -> None:
    seen = {name: reading.described(activity["object"]) for name, activity in EXAMPLES.items()}
    silent = {name for name, one in seen.items() if not one.plain and not one.attachments}
    assert silent == {"html_tags-27", "html_tags_article-27", "object_types-11"}


def test_the_documentation_shows_what_is_shown() -> None:
    assert FILE.read_text("utf-8") == table(), (
        "python -m gemeengoed.core.federation.tests.pasture.table"
    )
