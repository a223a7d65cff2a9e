"""Edits as people make them. MERGES: base, mine, theirs and the text of both, or None where they touch.
DIFFERENCES: old, new and how the difference reads, [-gone-]{+come+}."""

PARK_NL = """## De tuin

De gemeente beheert het park samen met de buurt. Elk jaar is er een feest in mei.

Wie een sleutel heeft, opent het hek. De laatste sluit af.

- Gieters staan in de schuur.
- Snoeiafval gaat op de hoop.
"""
WELL_EN = """## The well

The well belongs to the street. Nine households share one pump, and each pays a tenth part of the repair.

When the water is low, nobody waters the lawn.

> [!NOTE]
> The pump is greased in April.
"""

MERGES = {
    "two paragraphs": (
        PARK_NL,
        PARK_NL.replace("in mei", "in juni"),
        PARK_NL.replace("De laatste sluit af", "Wie het laatst gaat, sluit af"),
        PARK_NL.replace("in mei", "in juni").replace(
            "De laatste sluit af", "Wie het laatst gaat, sluit af"
        ),
    ),
    "one sentence, two ends": (
        WELL_EN,
        WELL_EN.replace("Nine households", "Eleven households"),
        WELL_EN.replace("a tenth part", "an equal part"),
        WELL_EN.replace("Nine households", "Eleven households").replace(
            "a tenth part", "an equal part"
        ),
    ),
    "a paragraph added, its neighbour edited": (
        PARK_NL,
        PARK_NL.replace("- Gieters", "Er is gereedschap voor iedereen.\n\n- Gieters"),
        PARK_NL.replace("opent het hek", "opent het hek om acht uur"),
        PARK_NL.replace("- Gieters", "Er is gereedschap voor iedereen.\n\n- Gieters").replace(
            "opent het hek", "opent het hek om acht uur"
        ),
    ),
    "both make the same correction": (
        WELL_EN,
        WELL_EN.replace("greased in April", "greased in March"),
        WELL_EN.replace("greased in April", "greased in March").replace("lawn", "grass"),
        WELL_EN.replace("greased in April", "greased in March").replace("lawn", "grass"),
    ),
    "items at both ends of a list": (
        PARK_NL,
        PARK_NL.replace("- Gieters", "- Laarzen staan bij de deur.\n- Gieters"),
        PARK_NL + "- Wespen? Bel Noor.\n",
        PARK_NL.replace("- Gieters", "- Laarzen staan bij de deur.\n- Gieters")
        + "- Wespen? Bel Noor.\n",
    ),
    "a paragraph is removed, another is edited": (
        WELL_EN,
        WELL_EN.replace("When the water is low, nobody waters the lawn.\n\n", ""),
        WELL_EN.replace("belongs to the street", "belongs to all of us"),
        WELL_EN.replace("When the water is low, nobody waters the lawn.\n\n", "").replace(
            "belongs to the street", "belongs to all of us"
        ),
    ),
    "one word, two opinions": (
        PARK_NL,
        PARK_NL.replace("in mei", "in juni"),
        PARK_NL.replace("in mei", "in september"),
        None,
    ),
    "neighbouring words": (
        PARK_NL,
        PARK_NL.replace("De gemeente beheert", "De stad beheert"),
        PARK_NL.replace("De gemeente beheert", "De gemeente verzorgt"),
        None,
    ),
    "removed by one, edited by the other": (
        WELL_EN,
        WELL_EN.replace("When the water is low, nobody waters the lawn.\n\n", ""),
        WELL_EN.replace("nobody waters the lawn", "nobody washes a car"),
        None,
    ),
    "both write on at the end": (
        PARK_NL,
        PARK_NL + "- Honden aan de lijn.\n",
        PARK_NL + "- Wespen? Bel Noor.\n",
        None,
    ),
    "a sentence is rewritten, a word in it corrected": (
        WELL_EN,
        WELL_EN.replace(
            "Nine households share one pump, and each pays a tenth part of the repair.",
            "Repairs are paid together, by all who draw water.",
        ),
        WELL_EN.replace("a tenth part", "a ninth part"),
        None,
    ),
}

DIFFERENCES = {
    "a word": (
        "Wij maken een plan.",
        "Wij maken geen groot plan.",
        "Wij maken [-een-]{+geen groot+} plan.",
    ),
    "a sentence rewritten is no letter soup": (
        "De gemeente beheert het park samen met de buurt.",
        "Het park wordt beheerd door de buurt, samen met de gemeente.",
        (
            "[-De gemeente beheert het park-]{+Het park wordt beheerd door de buurt,+} "
            "samen met de [-buurt-]{+gemeente+}."
        ),
    ),
    "a sentence between two": (
        "Nine households share it. Each pays a part.",
        "Nine households share it. It is old. Each pays a part.",
        "Nine households share it. {+It is old. +}Each pays a part.",
    ),
    "a paragraph between two": (
        "Eerst dit.\n\nDan dat.\n",
        "Eerst dit.\n\nDaarna even rust.\n\nDan dat.\n",
        "Eerst dit.\n\n{+Daarna even rust.\n\n+}Dan dat.\n",
    ),
    "words that share letters stay whole": (
        "The committee recommended it.",
        "The commission commended it.",
        "The [-committee recommended-]{+commission commended+} it.",
    ),
    "a number": (
        "In 2024 kwamen er 12.",
        "In 2025 kwamen er 14.",
        "In [-2024-]{+2025+} kwamen er [-12-]{+14+}.",
    ),
}
