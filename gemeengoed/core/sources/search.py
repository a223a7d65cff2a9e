"""What search keeps of a term: one entry per language, with all that compete for it."""

from collections.abc import Iterable

from gemeengoed.core.registry import Audience, SearchEntry
from gemeengoed.core.text import markdown

from .models import Definition


def entries(uri: str) -> list[SearchEntry]:
    """What may be found of the term at `uri`; nothing when it is not defined any more."""
    handle, _path, slug = uri.removeprefix("/@").rstrip("/").partition("/definitions/")
    rows = Definition.objects.filter(commons__actor__handle=handle, slug=slug)
    definitions = list(rows.select_related("source"))
    spoken = dict.fromkeys(code for one in definitions for code in (*one.term, *one.text))
    return [_entry(uri, handle, language, definitions) for language in spoken]


def _entry(uri: str, handle: str, language: str, definitions: list[Definition]) -> SearchEntry:
    first = definitions[0]
    named = (one.term.get(language) for one in definitions)
    title = next(filter(None, named), next(iter(first.term.values()), first.slug))
    return SearchEntry(
        uri=uri,
        language=language,
        title=title,
        text="\n\n".join(_words(one, language) for one in definitions),
        audience=Audience.PUBLIC,
        commons=handle,
        kind="Definition",
        published=first.created,
    )


def _words(definition: Definition, language: str) -> str:
    said = markdown.render(definition.text.get(language, "")).plain
    by = definition.source.author if definition.source else ""
    return "\n".join(filter(None, (said, definition.used_by.get(language), by)))


def all_uris() -> Iterable[str]:
    rows = Definition.objects.order_by("commons", "slug").distinct()
    for handle, slug in rows.values_list("commons__actor__handle", "slug").iterator():
        yield f"/@{handle}/definitions/{slug}/"
