"""The styles that a commons can choose from. Their files are of the CSL project, under CC-BY-SA-3.0.

Only what citeproc-py writes right is here: it cannot yet write the Leidraad voor juridische auteurs.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "styles"
STYLES = {
    "apa": "APA (7th edition)",
    "chicago-author-date": "Chicago (author-date)",
    "harvard-cite-them-right": "Harvard (Cite Them Right)",
}
"""Name of the file without .csl to the name of the style, which is the same in every language."""
DEFAULT = "apa"

EDITION = 1
"""One more when our own way of writing changes: then everything is written out anew."""


def style_or_default(name: str) -> str:
    return name if name in STYLES else DEFAULT


def mark(name: str) -> str:
    """What is noted with an entry that was written in this style by this edition."""
    return f"{name}@{EDITION}"


def path(name: str) -> str:
    return str(FOLDER / f"{style_or_default(name)}.csl")
