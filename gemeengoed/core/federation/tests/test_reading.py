"""What a reader sees of what servers write, however they write it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gemeengoed.core.federation.activitystreams import reading

from .test_reading_inputs import wrong_with

ID = "https://there.example/notes/1"
PICTURE = "https://files.example/cow.jpg"


def read(**thing: Any) -> reading.Described:
    return reading.described({"id": ID, "type": "Note", **thing}, ("nl", "en"))


def test_a_poll_shows_what_could_be_chosen_and_how_often_it_was() -> None:
    options = [
        {"type": "Note", "name": "Yes & no", "replies": {"type": "Collection", "totalItems": 3}},
        {"type": "Note", "name": "<b>No</b>"},
    ]
    found = read(type="Question", content="<p>Well?</p>", oneOf=options)
    assert found.html == "<p>Well?</p><ul><li>Yes &amp; no: 3</li><li>No</li></ul>"


def test_a_meeting_shows_when_and_where_as_mobilizon_says_it() -> None:
    found = read(
        type="Event",
        name="Repair day",
        content="<p>Bring it</p>",
        startTime="2026-05-04T17:30:00Z",
        endTime="2026-05-04T19:00:00Z",
        timezone="Europe/Amsterdam",
        location={
            "type": "Place",
            "name": "The hall",
            "address": {"type": "PostalAddress", "streetAddress": "Church Street 1"},
        },
    )
    assert found.html == (
        "<p>2026-05-04 19:30 – 21:00 (Europe/Amsterdam)</p><p>The hall, Church Street 1</p>"
        "<p>Bring it</p>"
    )


def test_a_type_that_we_do_not_know_becomes_a_link_with_its_name() -> None:
    found = read(type="Sculpture", name="The <b>thinker</b>")
    assert found.html == f'<p><a href="{ID}" rel="nofollow noopener ugc">The thinker</a></p>'


@pytest.mark.parametrize(
    ("words", "media_type", "html"),
    [
        ("*so* <b>", "text/markdown", "<p><em>so</em> &lt;b&gt;</p>"),
        ("*so* <b>", "text/plain", "<p>*so* &lt;b&gt;</p>"),
        ("*so* <b>now", "text/html; charset=utf-8", "<p>*so* <b>now</b></p>"),
        ("[b]so[/b] <script>", "text/bbcode", "<p>[b]so[/b] &lt;script&gt;</p>"),
    ],
)
def test_text_is_read_by_its_media_type(words: str, media_type: str, html: str) -> None:
    assert read(content=words, mediaType=media_type).html == html
    assert read(source={"content": words, "mediaType": media_type}).html == html


def test_a_language_of_ours_is_chosen_else_what_was_written_first() -> None:
    both = {"fr": "Bonjour", "nl-NL": "Dag", "x" * 90: "?"}
    assert (read(contentMap=both).plain, read(contentMap=both).language) == ("Dag", "nl-nl")
    assert read(contentMap={"fr": "Bonjour"}, nameMap={"fr": "Le nom"}).name == "Le nom"
    assert read(content="Hej", contentMap={"sv": "Hej", "fr": "Salut"}).language == "sv"


@pytest.mark.parametrize(
    "url",
    [
        PICTURE,
        [PICTURE],
        {"type": "Link", "href": PICTURE},
        [{"type": "Link", "href": "https://files.example/c.bmp"}, {"href": PICTURE}],
        {"type": "Image", "url": [{"href": PICTURE}]},
    ],
)
def test_the_address_of_a_picture_may_have_any_form(url: Any) -> None:
    found = read(attachment={"type": "Document", "url": url, "name": "A cow", "width": "640"})
    assert found.attachments == [
        {
            "type": "Image",
            "url": PICTURE,
            "media_type": "image/jpeg",
            "alt": "A cow",
            "width": 640,
            "height": None,
        }
    ]


@pytest.mark.parametrize(
    "url", ["data:image/png;base64,AAAA", "/x.png", "http://u:p@a.example/", 7, None]
)
def test_an_attachment_without_an_address_of_the_web_is_left_out(url: Any) -> None:
    assert read(attachment=[{"type": "Image", "url": url}]).attachments == []


def test_a_film_of_peertube_is_its_page_and_its_file() -> None:
    files = [
        {"type": "Link", "mediaType": "text/html", "href": "https://there.example/w/1"},
        {
            "type": "Link",
            "mediaType": "application/x-mpegURL",
            "href": "https://there.example/1.m3u8",
            "tag": [
                {"type": "Link", "mediaType": "video/mp4", "href": "https://there.example/1.mp4"}
            ],
        },
    ]
    found = read(type="Video", name="Film", url=files, content="*So*", mediaType="text/markdown")
    assert (found.url, found.html) == ("https://there.example/w/1", "<p><em>So</em></p>")
    assert [one["url"] for one in found.attachments] == ["https://there.example/1.mp4"]


def test_a_page_on_another_host_cannot_pass_for_its_own() -> None:
    assert read(url="https://bank.example/").url == ID
    assert read(url=["https://bank.example/", "https://there.example/@ada/1"]).url == (
        "https://there.example/@ada/1"
    )


def test_what_is_quoted_is_linked_once() -> None:
    where = "https://else.example/2"
    link = f'<a href="{where}" rel="nofollow noopener ugc">{where}</a>'
    assert read(content="<p>So</p>", quote=where).html == f"<p>So</p><p>RE: {link}</p>"
    assert read(content=f"<p>RE: {link}</p>", quoteUrl=where).html == f"<p>RE: {link}</p>"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-05-04T19:30:00+02:00", datetime(2026, 5, 4, 17, 30, tzinfo=UTC)),
        ("2026-05-04T17:30:00.1234567Z", datetime(2026, 5, 4, 17, 30, 0, 123456, tzinfo=UTC)),
        ("2026-05-04 17:30", datetime(2026, 5, 4, 17, 30, tzinfo=UTC)),
        ("2026-05-04", datetime(2026, 5, 4, tzinfo=UTC)),
        ("Mon, 04 May 2026 17:30:00 GMT", datetime(2026, 5, 4, 17, 30, tzinfo=UTC)),
        (["2026-05-04"], datetime(2026, 5, 4, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("2026-02-30", None),
        ("yesterday", None),
        (1777915800, None),
        ({}, None),
    ],
)
def test_times_are_read_in_the_forms_that_servers_use(
    written: Any, moment: datetime | None
) -> None:
    assert read(published=written).published == moment


@pytest.mark.parametrize(
    ("more", "public"),
    [
        ({"to": "as:Public"}, True),
        ({"cc": ["https://www.w3.org/ns/activitystreams#Public"]}, True),
        ({"to": [{"id": "Public"}]}, True),
        ({"to": ["https://there.example/followers"]}, False),
        ({}, False),
    ],
)
def test_everybody_is_known_by_three_names(more: dict[str, Any], public: bool) -> None:
    assert read(**more).public is public


INNER = "id type href url name content mediaType replies en tag @value rel".split()  # noqa: SIM905
VALUES = st.recursive(
    st.none()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from([True, PICTURE, "<b>x", "http://[", "2026-05-04", "image/png", "http://a:b"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INNER), inner, max_size=4)
    ),
    max_leaves=6,
)
NAMES = """
id type content contentMap name nameMap summary source mediaType url attachment tag inReplyTo
attributedTo published updated oneOf anyOf location startTime endTime timezone to cc sensitive quote image
"""
TYPES = st.sampled_from(["Note", "Question", "Event", "Video", "Image", "Page", "Odd"]) | VALUES


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(NAMES.split()), VALUES), TYPES)
def test_nothing_makes_it_raise_or_write_what_is_not_safe(
    thing: dict[str, Any], type_: Any
) -> None:
    found = reading.described({**thing, "type": type_}, ("nl",))
    assert wrong_with(found.html) == []
    assert isinstance(found.id, str)
