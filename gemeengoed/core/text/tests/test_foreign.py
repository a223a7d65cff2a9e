"""What is left of HTML from another server."""

import pytest

from gemeengoed.core.text import foreign

REL = 'rel="nofollow noopener ugc"'
MASTODON = (
    '<p>See <a href="https://there.example/a/b/c?d=1"><span class="invisible">https://</span>'
    '<span class="ellipsis">there.example/a</span><span class="invisible">/b/c?d=1</span></a></p>'
)


def test_a_link_as_mastodon_writes_it_reads_well() -> None:
    link = f'<a href="https://there.example/a/b/c?d=1" {REL}>there.example/a…</a>'
    assert foreign.clean(MASTODON) == f"<p>See {link}</p>"
    assert foreign.plain(MASTODON) == "See there.example/a…"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>words",
        "<style>p {}</style>words",
        "<iframe src='https://a.example'></iframe>words",
        "<svg><script>alert(1)</script></svg>words",
        "<math><mtext></mtext></math>words",
        "<p onclick='alert(1)' style='color: red' class='x' id='y'>words</p>",
        "<img src=x onerror='alert(1)'>words",
        "<form action='/logout'><button>words</button></form>",
        "<p>words",
        "<div><div>words",
        "<!-- <p> -->words",
        "words\0",
    ],
)
def test_only_words_are_left(html: str) -> None:
    assert foreign.clean(html) == "<p>words</p>"


@pytest.mark.parametrize(
    "address", ["/admin", "//evil.example", "http:admin", "javascript:alert(1)", "data:,x", "?a"]
)
def test_a_link_into_this_site_or_no_site_leads_nowhere(address: str) -> None:
    assert foreign.clean(f"<a href='{address}'>here</a>") == f"<p><a {REL}>here</a></p>"


def test_headings_become_strong_since_the_page_has_its_own() -> None:
    assert foreign.clean("<h1>One</h1><h6>Six</h6>") == (
        "<p><strong>One</strong></p><p><strong>Six</strong></p>"
    )


def test_what_is_not_kept_leaves_its_words_apart() -> None:
    html = "<div>one</div><div>two</div><table><tr><td>three<td>four</table>"
    assert foreign.plain(html) == "one\ntwo\nthree four"


def test_pictures_are_named_apart_and_smileys_are_what_was_typed() -> None:
    html = (
        "<p>A cow <img class='emoji' src='https://a.example/c.png' alt=':cow:'>"
        "<img src='https://a.example/cow.jpg' alt='A &amp; B'><img src='/here.png'></p>"
    )
    assert foreign.clean(html) == "<p>A cow :cow:</p>"
    assert foreign.pictures(html) == [("https://a.example/cow.jpg", "A & B")]


@pytest.mark.parametrize(
    "html", ["<b>" * 50_000 + "words", "<b></i>" * 20_000 + "words", "words " + "<" * 200_000]
)
def test_a_page_made_to_be_slow_gives_its_words(html: str) -> None:
    assert "words" in foreign.clean(html)


def test_text_without_marks_keeps_its_lines() -> None:
    assert foreign.from_plain("1 < 2\nso\n\n<b>") == "<p>1 &lt; 2<br>so</p><p>&lt;b&gt;</p>"
