"""The tree from which every form but HTML is made."""

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.token import Token

from gemeengoed.core.text import markdown
from gemeengoed.core.text.markdown import Figure, tree

MARKS = st.lists(
    st.sampled_from(
        [
            "# ",
            "## ",
            "#### ",
            "> ",
            "- ",
            "1. ",
            "  ",
            "    ",
            "\n",
            "\n\n",
            "| a | b |\n|---|---|\n| c |\n",
            "*",
            "**",
            "`",
            "```\n",
            "[a](b)",
            "[^1]",
            "[^1]: n",
            "![a](figure:f)",
            "word",
            "---\n",
            "[!NOTE]",
        ]
    ),
    max_size=60,
).map("".join)


def field(name: str) -> Figure:
    return Figure("/media/field.svg", 800, 400)


def kinds(text: str) -> list[str]:
    return [block.kind for block in markdown.to_tree(text, field, language="nl").blocks]


def test_every_kind_of_block() -> None:
    text = (
        "# Een\n\nTwee\n\n> drie\n\n> [!TIP]\n> vier\n\n- vijf\n\n```py\nzes\n```\n\n---\n\n"
        "| a |\n|---|\n| b |\n\n"
        '![zeven](figure:f "acht · negen")'
    )
    assert kinds(text) == [
        *("heading", "paragraph", "quote", "callout", "list", "code", "rule", "table", "figure")
    ]


def test_notes_stand_apart_with_the_numbers_that_readers_see() -> None:
    grown = markdown.to_tree("a[^x] b[^y] c[^x]\n\n[^y]: tweede\n[^x]: eerste", language="nl")
    assert {n: note[0].words() for n, note in grown.notes.items()} == {1: "eerste", 2: "tweede"}
    assert [n.data["number"] for n in grown.walk() if n.kind == "note"] == [1, 2, 1]


def test_a_heading_of_nothing_is_left_out_and_one_of_a_picture_is_no_heading() -> None:
    assert kinds("## \n\na\n\n> ## \n>\n> b\n\n## ![c](figure:f)") == [
        "paragraph",
        "quote",
        "paragraph",
    ]


@given(MARKS)
@settings(deadline=None)
def test_no_level_of_headings_is_skipped_and_nothing_lies_too_deep(text: str) -> None:
    grown = markdown.to_tree(text, field, language="nl")
    last = 1
    for node in grown.walk():
        if node.kind == "heading":
            assert 2 <= node.data["level"] <= last + 1
            last = node.data["level"]
    assert all(deepest(block) <= 3 * tree.DEEPEST for block in grown.blocks)


def deepest(node: markdown.Node) -> int:
    return 1 + max((deepest(child) for child in node.children), default=0)


@given(MARKS)
@settings(deadline=None)
def test_no_word_is_lost(text: str) -> None:
    rendered = markdown.render(text, field, language="nl")
    grown = markdown.to_tree(text, field, language="nl")
    words = " ".join(node.text for node in grown.walk())
    assert words.count("word") == rendered.plain.count("word")


def test_a_part_that_opens_is_shown_open_under_its_title() -> None:
    words = Token("inline", "", 0, children=[Token("text", "", 0, content="Meer")])
    tokens = [
        Token("blockquote_open", "details", 1),
        Token("summary_open", "summary", 1),
        words,
        Token("summary_close", "summary", -1),
        Token("paragraph_open", "p", 1),
        Token("inline", "", 0, children=[Token("text", "", 0, content="Inhoud")]),
        Token("paragraph_close", "p", -1),
        Token("blockquote_close", "details", -1),
    ]
    (details,) = tree.grow(tokens).blocks
    assert details.kind == "details"
    assert [(one.kind, one.words()) for one in details.children] == [
        ("title", "Meer"),
        ("paragraph", "Inhoud"),
    ]
