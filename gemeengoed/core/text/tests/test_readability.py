"""Syllables, sentences, the figure and the marks of long sentences."""

import re

import pytest
from django.utils import translation

from gemeengoed.core.text import markdown, readability
from gemeengoed.core.text.readability import sentences, syllables

DUTCH = """
de:1 gemeente:3 gemeenschap:3 gemeenschappelijk:5 vergadering:4 coöperatie:5 beëindigen:4
geïnteresseerd:5 reünie:3 poëzie:3 ideeën:3 bijna:2 ijs:1 mooie:2 nieuwe:2 groeien:2
draaien:2 buien:2 radio:3 theater:3 video:3 januari:4 museum:3 bureau:2 cadeau:2 financieel:4
industrieel:4 nationaal:4 politie:3 organisatie:5 kwaliteit:3 quotum:2 systeem:2 royaal:2
trottoir:2 website:2 online:2 team:1 Europa:3 sneeuw:1 eeuw:1 waarschijnlijk:3
verantwoordelijkheid:6 patiënt:3 vrijwilliger:4 uitleg:2 huis:1 beeldende:3 aanbeveling:4
gebruiken:3 geürgd:2 situatie:4 individueel:5 E-mail:2 wij:1 onderwijs:3 gebied:2 geeist:2
foto:2 lees:1 beoordeling:4 toelichting:3 energie:3 economie:4 economisch:4 tuinieren:3
buurthuis:2 gezamenlijk:4 afspraken:3 leeuw:1 kopieën:3 zeeën:2 vacature:4 procedure:4
niveau:2 plateau:2 milieu:2 jaar:1 ruimte:2 zuinig:2 toestemming:3 publiek:2 criterium:4
medium:3 radioactief:5 heroïne:4 koeien:2 huizen:2 eigenaar:3 eigenaren:4 bestuur:2 eieren:3
"""
ENGLISH = """
the:1 common:2 commons:2 community:4 people:2 table:2 little:2 walked:1 wanted:2 needed:2
boxes:2 houses:2 makes:1 science:2 idea:3 area:3 create:2 creation:3 nation:2 radio:3 video:3
period:3 various:3 serious:3 special:2 social:2 material:4 situation:4 actually:4 continuous:4
museum:3 beautiful:3 government:3 careful:2 something:2 rhythm:2 organisation:5 publication:4
reliable:4 quiet:2 poem:2 happiness:3 business:2 decision:3 education:4 responsibility:6
library:3 knowledge:2 shared:1 rules:1 language:2 agreed:2 behaviour:3 capitalism:5 easier:3
studying:3 being:2 doing:2 react:2 really:2 tree:1 free:1 used:1 people's:2 value:2 values:2
continue:3 house:1 use:1 writes:1 changes:2 judges:2 places:2 lies:1 tried:1 cities:2
bicycle:3 workshop:2 obvious:3 religious:3 curious:3 reading:2 able:2 tables:2 handled:2
called:1 filled:1 ruled:1 noted:2 machines:2 clothes:1 moved:1 discussion:3 million:2
opinion:3 union:2 written:2 average:3 separate:3 experience:4 experiences:5 audience:3
"""


def pairs(words: str) -> list[tuple[str, int]]:
    return [
        (word, int(number)) for word, _, number in (pair.rpartition(":") for pair in words.split())
    ]


@pytest.mark.parametrize(("word", "expected"), pairs(DUTCH))
def test_dutch_syllables(word: str, expected: int) -> None:
    assert syllables.count(word, "nl") == expected


@pytest.mark.parametrize(("word", "expected"), pairs(ENGLISH))
def test_english_syllables(word: str, expected: int) -> None:
    assert syllables.count(word, "en") == expected


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences.spans(text)]


@pytest.mark.parametrize(
    "one",
    [
        "Dat geldt bijv. Amsterdam en o.a. Utrecht.",
        "Volgens art. 3 van de wet kost het 2.500 euro.",
        "Het kostte € 3,50 en later 4.10 euro.",
        "Mr. J. de Vries en dr. A.B. Jansen kwamen.",
        "1. Dit is een punt van een lijst.",
        "We saw it, e.g. In the garden, at 3.30 p.m. on Monday.",
        "Kijk op www.example.org. of niet",
        "Wat … zullen we nu doen",
    ],
)
def test_this_is_one_sentence(one: str) -> None:
    assert len(split(one)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eerst dit. Dan dat.", ["Eerst dit.", "Dan dat."]),
        ("Het was 2023. Daarna kwam 2024.", ["Het was 2023.", "Daarna kwam 2024."]),
        ("‘Mag dat?’ Ja! Graag.", ["‘Mag dat?’", "Ja!", "Graag."]),
        ("Klaar (echt.) Nu wel. 12 mensen.", ["Klaar (echt.)", "Nu wel.", "12 mensen."]),
        ("", []),
        ("… —", []),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def measured(text: str, language: str = "nl") -> readability.Readability:
    with translation.override("en"):
        return readability.measure(markdown.render(text).html, language)


EASY = "Dit is een huis. De kat zit op de mat. We gaan naar bed. Het is al laat. " * 5
HARD = (
    "Verantwoordelijkheidsverdeling tussen uitvoeringsorganisaties veronderstelt gemeenschappelijke "
    "besluitvormingsprocedures waarbij vertegenwoordigers overeenstemming bereiken over "
    "financieringsvoorwaarden. "
) * 6


def test_easy_and_hard_texts_are_told_apart() -> None:
    assert measured(EASY).score == 100
    assert measured(EASY).word == "very easy to read"
    assert measured(HARD).score == 0
    assert measured(HARD).word == "very hard to read"


def test_the_figure_is_that_of_the_formula() -> None:
    """50 words of one syllable in 10 sentences: 206.84 - 77 - 0.93 x 5, cut off at 100; and of two:"""
    two = "Tafel water molen zomer lepel. " * 10
    assert measured(two).score == round(206.84 - 77 * 2 - 0.93 * 5)
    assert measured("Garden water carrot summer letter. " * 10, "en").score == round(
        206.835 - 84.6 * 2 - 1.015 * 5
    )


def test_other_languages_and_short_texts_have_no_figure() -> None:
    assert measured(EASY, "fr").score is None
    assert measured(EASY, "fr").word == ""
    assert measured("Kort.").score is None


LONG = "Dit is **een zin met [een link](https://x.org/) en** nog " + "meer woorden " * 12 + "erin."


def test_a_long_sentence_is_marked_through_all_that_it_holds() -> None:
    found = measured(f"Kort.\n\n{LONG} Weer kort.\n\n- {LONG}")
    assert [(one.id, one.words) for one in found.long] == [("long-1", 34), ("long-2", 34)]
    assert found.html.count('id="long-1"') == 1
    assert '<strong><mark class="long">een zin met </mark><a href="https://x.org/"' in found.html
    assert "erin.</mark> Weer kort.</p>" in found.html


def test_headings_tables_and_notes_are_no_sentences() -> None:
    words = "woord " * 40
    text = f"## {words}\n\n| {words} | a |\n| --- | --- |\n| {words} | b |\n\nKort.[^1]\n\n[^1]: {words}"
    assert measured(text).long == []
    assert measured(text).sentences == 1


def test_marking_changes_no_word() -> None:
    text = (
        f"> [!NOTE]\n> {LONG}\n\n1. {LONG}\n   - {LONG} {LONG}\n\nEn {LONG}[^1] {LONG}\n\n[^1]: x"
    )
    plain = markdown.render(text).html
    marked = measured(text).html
    assert marked.replace("</mark>", "").count("<mark") > 6
    assert "".join(re.split(r"</?mark[^>]*>", marked)).split() == plain.split()
