"""Words in one or several languages: `content` and `contentMap` (ActivityStreams 2.0, section 4.7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from gemeengoed.core.text import foreign, languages, markdown

from .values import Json, several, text

MOST_LANGUAGES = 50
MOST_MARKDOWN = 50_000
"""Characters; longer Markdown is shown as it was typed."""


@dataclass(frozen=True)
class Words:
    """A text as it was written and its language (BCP 47, lower case), empty where it is not told."""

    text: str = ""
    language: str = ""


def said(thing: Json, name: str, preferred: Sequence[str] = ()) -> Words:
    """What `thing` says under `name` ('content', 'name', 'summary'), in one of the `preferred` languages if
    it is there, else as it says it first."""
    plain, versions = text(thing.get(name)), _versions(thing.get(f"{name}Map"))
    wanted = languages.lookup(versions, preferred)
    if wanted:
        return Words(versions[wanted], wanted)
    if plain:
        same = [language for language, words in versions.items() if words == plain]
        return Words(plain, same[0] if same else "" if len(versions) != 1 else next(iter(versions)))
    return Words(*reversed(languages.best(versions, preferred)))


def _versions(given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        return {}
    found = {
        languages.normal(tag): text(words) for tag, words in list(given.items())[:MOST_LANGUAGES]
    }
    return {tag: words for tag, words in found.items() if tag and words}


def line(thing: Json, name: str, preferred: Sequence[str] = ()) -> str:
    """A name or summary as one line of words; some servers send HTML."""
    return " ".join(foreign.plain(said(thing, name, preferred).text).split())


def html(words: str, media_type: str = "") -> str:
    """The text as safe HTML, by its media type; HTML where it names none (Activity Vocabulary: `content`)."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind in ("", "text/html", "application/xhtml+xml"):
        return foreign.clean(words)
    if kind in ("text/markdown", "text/x-markdown") and len(words) <= MOST_MARKDOWN:
        try:
            return foreign.clean(markdown.render_remark(words))
        except ValidationError:
            pass
    return foreign.from_plain(words[: foreign.LONGEST])


def body(thing: Json, preferred: Sequence[str] = ()) -> tuple[str, str]:
    """Its content as safe HTML, and the language. Without content the `source` that it was made of
    (ActivityPub, section 3.3)."""
    found = said(thing, "content", preferred)
    if found.text.strip():
        return html(found.text, text(thing.get("mediaType"))), found.language
    for source in several(thing.get("source")):
        if isinstance(source, dict) and text(source.get("content")):
            return html(
                text(source.get("content")), text(source.get("mediaType")) or "text/plain"
            ), ""
    return "", ""
