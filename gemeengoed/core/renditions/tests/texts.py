"""Texts that ask much of a page, most of them in `corpus/`, and what they refer to."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image

from gemeengoed.core.text import licences, markdown
from gemeengoed.core.text.markdown import Figure, Node
from gemeengoed.core.text.writers.model import Manuscript, Picture
from gemeengoed.core.ui.cover import cover_svg

WORDS = (
    "Wie samen iets onderhoudt, maakt afspraken over wat mag, wie wat doet en wat er gebeurt als het "
    "misgaat. Die afspraken staan niet vast: ze veranderen met de plek, met de mensen en met wat er te "
    "delen is. "
)
_ROWS = "".join(
    f"| Sloot {n} | {'Baggeren en maaien langs de hele lengte van de sloot' if n % 3 else 'Maaien'} "
    f"| De buren van de Veldweg | {n * 1.5:.1f} |\n"
    for n in range(1, 46)
)
_MONTHS = "".join(
    f"| Post {n} | {' | '.join(str(n * m * 37 % 9000) for m in range(1, 13))} |\n"
    for n in range(1, 6)
)
LONG_TABLE = f"""## Wie doet wat?

{WORDS}

| | Taak | Wie | Uren |
|---|---|---|---:|
{_ROWS}
Tabel: Werk aan de sloten

## Alles naast elkaar

| Maand | jan | feb | mrt | apr | mei | jun | jul | aug | sep | okt | nov | dec |
|---|{"--:|" * 12}
{_MONTHS}
Tabel 2. Uitgaven in euro per maand
"""
LONG_WORDS = (
    "## Hottentottententententoonstellingsmakersopleidingsprogrammacoördinatievergadering\n\n"
    "https://example.org/een/heel/lang/adres/dat/niet/ophoudt?aap=noot&mies=wim&zus=jet&teun=vuur\n\n"
    f"<https://example.org/#{'a' * 90}> {'x' * 400}\n\n`{'lange_naam_' * 12}`\n\n"
    f"```python\nreturn {'very_long_name.' * 20}\n```\n\n"
    f"| Woord | Hottentottententententoonstelling |\n|---|---|\n| {'y' * 120} | {'pad/' * 30} |\n\n"
    f"1. een\n   1. twee\n      1. drie\n         - vier\n           - vijf\n\n{'>' * 30} diep\n\n"
    f"#panic() $x$ @label <b> \\\\ en ~~weg~~.  \nNa een harde regel.[^1]\n\n[^1]: {'z' * 200}\n"
)
CORPUS = Path(__file__).with_name("corpus")
TEXTS = {
    **{path.stem: path.read_text("utf-8") for path in sorted(CORPUS.glob("*.md"))},
    "long-words": LONG_WORDS,
}
"""By name; what each is for, its name says."""


def _drawing(width: int, height: int) -> Picture:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><rect width="{width}" '
        f'height="{height}" fill="#bcd8e4"/><path d="M0 {height / 2}H{width}" stroke="#1d2725"/></svg>'
    )
    return Picture(svg.encode(), "image/svg+xml", width, height)


def _photo() -> Picture:
    held = BytesIO()
    Image.linear_gradient("L").resize((600, 400)).convert("RGB").save(held, "WEBP")
    return Picture(held.getvalue(), "image/webp", 600, 400)


PICTURES = {
    "breed": _drawing(2400, 400),
    "hoog": _drawing(300, 1500),
    "klein": _drawing(60, 60),
    "vierkant": _drawing(800, 800),
    "foto": _photo(),
}


def manuscript(text: str, **more: object) -> Manuscript:
    """A text as it comes to the writers, without a database."""

    def figure(name: str) -> Figure | None:
        picture = PICTURES.get(name)
        return Figure(name, picture.width, picture.height) if picture else None

    tree = markdown.to_tree(text, figure, language="nl")
    used = {node.data["url"] for node in tree.walk() if node.kind == "figure"}
    given = {
        "title": "Wat is een gemeenschapsgoed en hoe houd je het samen in stand?",
        "language": "nl",
        "tree": tree,
        "source": text,
        "summary": "Een korte samenvatting van de tekst.",
        "place": "Explainer 1 van 4",
        "series": "Explainers",
        "number": 1,
        "publisher": "Werkplaats van het veld",
        "bylines": ["Ada de Vries"],
        "made": datetime(2024, 2, 15, 12, tzinfo=UTC),
        "version": 1,
        "licence": licences.describe("CC-BY-SA-4.0"),
        "address": "https://example.org/@werf/publications/wat/nl/",
        "permanent": "https://example.org/@werf/publications/wat/nl/1/",
        "citation": "Ada de Vries (2024). Wat? https://example.org/@werf/publications/wat/nl/1/",
        "sources": [
            [Node("text", "Ostrom (1990). "), Node("emphasis", children=[Node("text", "G")])]
        ],
        "pictures": {name: PICTURES[name] for name in PICTURES if name in used},
        "cover": str(cover_svg("werf", part="wat", number=1)),
    }
    return Manuscript(**{**given, **more})  # type: ignore[arg-type]
