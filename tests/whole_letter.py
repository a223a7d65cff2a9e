"""A letter with a block of each kind and all that Markdown can do, as the HTML that goes out by mail."""

from django.core.files.uploadedfile import SimpleUploadedFile

from gemeengoed.capabilities.newsletters.models import LetterText
from gemeengoed.capabilities.newsletters.services import arranging, sending, writing
from gemeengoed.capabilities.newsletters.tests.conftest import Scene, mails
from gemeengoed.capabilities.newsletters.tests.test_writing import begin, write
from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind
from gemeengoed.core.documents.services import Words
from gemeengoed.core.media.tests.making import picture

LONG = "gemeenschapsgoederenbeheersvereniging" * 4
MARKDOWN = f"""## Wat er gebeurde

### In november

Woorden, **vet**, *schuin*, ~~weg~~, `code` en [een verwijzing](https://example.org/), met een noot[^1].

- een
- twee
    1. drie

1. vier

> Een citaat in de woorden.

> [!NOTE]
> Een kader.

---

| Wat | Hoeveel | En nog een lange kolom met woorden |
|---|--:|---|
| Water | 12 | Van de gemeenschap |

```
een_lange_regel = dit(eindigt, pas, waar, geen, enkele, telefoon, nog, bij, kan, "{LONG}")
```

Zie https://example.org/{LONG}

[^1]: De noot.
"""
ALT = "Een groen veld met twee bankjes"


def whole_letter(scene: Scene) -> LetterText:
    """In Dutch, with a version in English."""
    text = publications.begin(scene.werf, Kind.ARTICLE, "nl", "Over de werf", scene.eva.actor)
    publications.write(text, "nl", Words("Over de werf", summary="Waarom."), scene.eva.actor, 1)
    publications.publish(text, text.work.documents.get(), scene.eva.actor)
    footer = {"nl": "Geef door wat je leest.", "en": "Pass on what you read."}
    arranging.change_settings(
        scene.werf, scene.bea.actor, postal_address="Dijk 1, 1011 AA Amsterdam", footer=footer
    )
    letter = begin(scene)
    kinds: list[dict[str, str]] = [
        {"kind": "words", "markdown": MARKDOWN},
        {"kind": "picture", "file": "", "alt": ALT, "credit": "Foto: Noor"},
        {"kind": "quote", "words": "Het is van *ons*.", "by": "Noor, buurvrouw"},
        {"kind": "object", "block": "publication", "uri": text.work.uri, "words": ""},
    ]
    fields: dict[str, object] = {
        f"block-{place}-{name}": value
        for place, block in enumerate(kinds)
        for name, value in block.items()
    }
    fields["block-1-upload"] = SimpleUploadedFile("veld.png", picture().read(), "image/png")
    fields |= {"subject": "Brief van november", "preview": "Wat er gebeurde"}
    assert write(scene, letter, **fields).status_code == 302
    writing.add_language(letter.letter, "en", letter, scene.eva.actor)
    return letter


def as_mailed(scene: Scene, letter: LetterText, language: str = "nl") -> str:
    """The HTML part of what arrives in that language."""
    version = letter.letter.texts.get(language=language)
    sending.test(version, scene.eva)
    part = mails("eva@example.org")[-1].get_body(("html",))
    assert part is not None
    return str(part.get_content())
