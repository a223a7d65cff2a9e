"""The figure of a text and its long sentences, read from the HTML that the renderer made."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html
from django.utils.translation import gettext as _

from . import marking, sentences, syllables

LONG = 25
"""Words; a sentence of more is long."""
FEWEST = 50
"""Words of a text of which a figure says something."""
SKIPPED = {"h2", "h3", "h4", "h5", "h6", "pre", "table", "figcaption", "img"}


@dataclass(frozen=True)
class LongSentence:
    """`id` is the fragment of its mark in `Readability.html`."""

    id: str
    words: int
    text: str


@dataclass(frozen=True)
class Readability:
    """`score` of 0 (hard) to 100 (easy), None for a language without a formula or too short a text;
    `word` says the same in the active language. `html` has the long sentences in <mark>."""

    score: int | None
    word: str
    words: int
    sentences: int
    html: str
    long: list[LongSentence] = field(default_factory=list)


def measure(html: str, language: str) -> Readability:
    """Reads `html` (safe, as `markdown.render` makes it), written in `language` (BCP 47)."""
    base = language.partition("-")[0].lower()
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    totals = _Totals()
    for block in _blocks(root):
        totals.add(block, base)
    score = totals.score(base)
    marked = (root.text or "") + "".join(
        lxml.html.tostring(child, encoding="unicode") for child in root
    )
    return Readability(score, _word(score), totals.words, totals.sentences, marked, totals.long)


def _blocks(root: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """Every element that holds words of sentences itself."""
    for element in list(root.iter("p", "li", "summary", "dd")):
        around = [element, *element.iterancestors()]
        skipped = any(one.tag in SKIPPED or "footnotes" in one.get("class", "") for one in around)
        if not skipped and "callout__title" not in element.get("class", ""):
            yield element


@dataclass
class _Totals:
    words: int = 0
    sentences: int = 0
    syllables: int = 0
    long: list[LongSentence] = field(default_factory=list)

    def add(self, block: lxml.html.HtmlElement, language: str) -> None:
        pieces = marking.pieces(block)
        text = "".join(piece.text for piece in pieces)
        marks: list[tuple[int, int, str]] = []
        for start, end in sentences.spans(text):
            words = sentences.words(text[start:end])
            self.sentences += 1
            self.words += len(words)
            if language in FORMULAS:
                self.syllables += sum(syllables.count(word, language) for word in words)
            if len(words) > LONG:
                name = f"long-{len(self.long) + 1}"
                marks.append((start, end, name))
                said = " ".join(text[start:end].split())
                self.long.append(LongSentence(name, len(words), said))
        if marks:
            marking.mark(pieces, marks)

    def score(self, language: str) -> int | None:
        if language not in FORMULAS or self.words < FEWEST:
            return None
        most, per_syllable, per_word = FORMULAS[language]
        figure = most - per_syllable * self.syllables / self.words
        return max(0, min(100, round(figure - per_word * self.words / self.sentences)))


# Most, off for each syllable in a word, off for each word in a sentence. Dutch: W.H. Douma,
# De leesbaarheid van landbouwbladen (1960). English: R. Flesch, A new readability yardstick (1948).
FORMULAS = {"nl": (206.84, 77.0, 0.93), "en": (206.835, 84.6, 1.015)}


def _word(score: int | None) -> str:
    """After the classes of both authors, two of which are one here."""
    if score is None:
        return ""
    words = (
        (80, _("very easy to read")),
        (60, _("easy to read")),
        (45, _("fairly hard to read")),
        (30, _("hard to read")),
    )
    return next((word for least, word in words if score >= least), _("very hard to read"))
