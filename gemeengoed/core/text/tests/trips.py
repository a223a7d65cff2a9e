"""What becomes of each structure of a text on its way through a file and back.

`python -m gemeengoed.core.text.tests.trips` prints the table of the README; where LibreOffice (`soffice`) is
installed, also of files that it opened and saved. No test asks for that.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from gemeengoed.core.text import incoming, markdown
from gemeengoed.core.text.markdown import Figure, Tree
from gemeengoed.core.text.writers import docx, odt
from gemeengoed.core.text.writers.model import Manuscript

PICTURE = "/media/veld.png"
FORMS = {"docx": docx.write, "odt": odt.write}

# name: Markdown
STRUCTURES = {
    "headings": "## Kop\n\n### Onder\n\n#### Dieper\n\n##### Nog\n\n###### Diepst\n",
    "paragraphs, broken lines": "Een alinea.\n\nNog een\\\nmet een regel.\n",
    "emphasis, strike-through, code": "Een **vet**, *schuin*, ***beide***, ~~weg~~ en `code` woord.\n",
    "signs that look like marks": "Een \\*ster\\*, 2*3*4, x_y_z, a < b & c en 1\\. begin.\n",
    "links": "Zie [hier](https://example.org/a?b=1&c=2) en [mail](mailto:a@example.org).\n",
    "links within the site": "Zie [thuis](/@werf/texts/1/).\n",
    "links to a heading": "## Kop een\n\nZie [boven](#s-kop-een).\n",
    "terms, as links to their definition": "Een [commons](/@werf/definitions/commons/) is dat.\n",
    "lists, nested": "- een\n- twee\n  - drie\n    - vier\n- vijf\n\nTekst.\n\n1. a\n   - b\n2. c\n",
    "lists with paragraphs": "- een\n\n  nog een alinea\n\n- twee\n",
    "lists that begin elsewhere": "4. vier\n5. vijf\n",
    "numbered lists in a row": "1. een\n2. twee\n\n1) weer\n2) door\n",
    "bullet lists in a row": "- een\n\n* twee\n",
    "lists with code and quotation": (
        "1. een\n\n   ```\n   x\n   ```\n\n2. twee\n\n   > y\n\n3. drie\n"
    ),
    "tables in a list": ("1. een\n\n   | a | b |\n   | --- | --- |\n   | 1 | 2 |\n\n2. twee\n"),
    "tables: head, caption, columns": (
        "Tabel 1. Wat er is\n\n| Naam | Aantal | Wie |\n| --- | ---: | :---: |\n"
        "| **a** | 1 | y |\n| b | 2 | z |\n"
    ),
    "tables with heads of rows": "|  | Aantal |\n| --- | ---: |\n| a | 1 |\n| b | 2 |\n",
    "footnotes": "Iets[^1] en meer[^2].\n\n[^1]: De *noot*.\n\n[^2]: Twee.\n\n    Tweede alinea.\n",
    "one note referred to twice": "Iets[^1] en weer[^1].\n\n[^1]: De noot.\n",
    "tables in a note": "Iets[^1].\n\n[^1]: Noot.\n\n    | a | b |\n    | --- | --- |\n    | 1 | 2 |\n",
    "figures: alt text, caption, credit": (
        '![Een veld](figure:veld "Het veld · Ada")\n\n![Nog een](figure:veld)\n'
    ),
    "pictures among words": "Woord ![Een veld](figure:veld) woord.\n",
    "call-outs": "> [!WARNING]\n> Een.\n>\n> - a\n> - b\n\n> [!NOTE]\n> Twee.\n",
    "call-outs with code": "> [!TIP]\n> Een.\n>\n> ```\n> x\n> ```\n>\n> Twee.\n",
    "parts that open": "> [!DETAILS] Meer *weten*\n> Dit.\n>\n> - en dit\n",
    "quotations": "> Een.\n>\n> 1. a\n> 2. b\n\nTussen.\n\n> Twee.\n",
    "quotations in quotations": "> Een.\n>\n> > Twee.\n",
    "listings": "```\nx = 1\n\n  y = 2\n```\n",
    "language of a listing": "```python\nx = 1\n```\n",
    "lines across": "Een.\n\n---\n\nTwee.\n",
    "from right to left": "שלום עולם **חזק**.\n\nEn terug.\n",
}
# What does not come back the same, and what it becomes.
CHANGED = {
    ("bullet lists in a row", "docx"): "one list",
    ("tables in a list", "odt"): "between the items",
    ("tables in a note", "odt"): "lines",
    ("quotations in quotations", "docx"): "one quotation",
    ("quotations in quotations", "odt"): "one quotation",
    ("language of a listing", "docx"): "lost",
    ("language of a listing", "odt"): "lost",
}


def written(text: str, form: str, **around: Any) -> bytes:
    """The file of `text` as the site hands it out; `around` is what is printed around it."""
    tree = grown(text)
    manuscript = Manuscript(
        title="Titel",
        language="nl",
        tree=tree,
        address=f"{settings.BASE_URL}/@werf/texts/1/",
        **around,
    )
    made = BytesIO()
    Image.effect_noise((60, 40), 40).save(made, "PNG")
    return FORMS[form](manuscript, {PICTURE: made.getvalue()})


def read(data: bytes) -> incoming.Incoming:
    return incoming.read_file(ContentFile(data))


def grown(text: str) -> Tree:
    """The tree of `text`, in which every picture is the one that there is."""
    return markdown.to_tree(text, lambda name: Figure(PICTURE, 60, 40), language="nl")


def comes_back(text: str, data: bytes) -> bool:
    """Whether a file says the same as `text`: every block, word, mark and number."""
    back = read(data).markdown
    for number in (1, 2):
        back = back.replace(f"(picture:{number}", "(figure:veld")
    return grown(back) == grown(text)


def through_libreoffice(files: dict[str, bytes], form: str) -> dict[str, bytes]:
    """Files by name, opened and saved as `form` by LibreOffice."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            form,
            "--outdir",
            "out",
            *files,
        ]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
        return {file: (folder / "out" / f"{Path(file).stem}.{form}").read_bytes() for file in files}


def rows() -> Iterator[list[str]]:
    """The table, head first."""
    trips = {f".{form}": _direct(form) for form in FORMS}
    if shutil.which("soffice"):
        for form in FORMS:
            trips |= {f".{form}, saved as .{other}": _saved(form, other) for other in FORMS}
    yield ["structure", *trips]
    for name in STRUCTURES:
        yield [name, *(trip[name] for trip in trips.values())]


def _direct(form: str) -> dict[str, str]:
    found = {name: comes_back(text, written(text, form)) for name, text in STRUCTURES.items()}
    return {name: "same" if is_same else CHANGED[name, form] for name, is_same in found.items()}


def _saved(form: str, saved_as: str) -> dict[str, str]:
    names = {f"{number}.{form}": name for number, name in enumerate(STRUCTURES)}
    files = {file: written(STRUCTURES[name], form) for file, name in names.items()}
    back = through_libreoffice(files, saved_as)
    found = {names[file]: comes_back(STRUCTURES[names[file]], data) for file, data in back.items()}
    return {
        name: "same" if is_same else CHANGED.get((name, form), "changed")
        for name, is_same in found.items()
    }


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    for row in rows():
        sys.stdout.write(f"| {' | '.join(row)} |\n")
