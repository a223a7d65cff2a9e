"""From a revision to what the writers take: the text, its pictures and all that is printed around it."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import translation

from gemeengoed.core import registry
from gemeengoed.core.documents import metadata, rendering
from gemeengoed.core.documents.contents import text_of
from gemeengoed.core.documents.models import Document, Revision, Work
from gemeengoed.core.documents.queries import sources_of
from gemeengoed.core.media.storing import NAME
from gemeengoed.core.registry import Imprint
from gemeengoed.core.sources.models import Source
from gemeengoed.core.text import languages, licences
from gemeengoed.core.text.markdown import Node, Tree
from gemeengoed.core.text.writers.model import Manuscript, Picture
from gemeengoed.core.ui.cover import cover_svg
from gemeengoed.core.ui.emblem import emblem_svg

_TYPES = {"svg": "image/svg+xml", "png": "image/png", "webp": "image/webp"}


def of_revision(revision: Revision) -> Manuscript:
    """Everything of one revision, in the language of its text; a draft has no version."""
    document = revision.document
    work = document.work
    with translation.override(interface(document.language)):
        imprint = imprint_of(document)
        name = _name(document)
        byline = metadata.byline(document)
        described = metadata.describe(document, revision, byline, imprint.kind, name)
    source = text_of(revision)
    tree = rendering.tree(work, document.language, source)
    return Manuscript(
        title=revision.title,
        language=document.language,
        tree=tree,
        source=source,
        summary=revision.summary,
        place=str(imprint.place),
        series=imprint.series,
        number=imprint.number,
        publisher=name,
        bylines=_bylines(revision, byline),
        made=revision.published_at or revision.created,
        version=revision.version,
        licence=licences.describe(work.licence),
        address=described.address,
        permanent=described.permanent if revision.version else "",
        citation=described.citation if revision.version else "",
        sources=[_source(citation.source) for citation in sources_of(work)],
        pictures=_pictures(tree),
        cover=str(cover_svg(work.commons.handle, part=slug_of(work), number=imprint.number)),
        emblem=str(emblem_svg(work.commons.handle, decorative=True)),
    )


def interface(language: str) -> str:
    """The language in which fixed words stand: the text's own where the interface speaks it."""
    known = [code for code, _name in settings.LANGUAGES]
    return languages.lookup(known, [language]) or settings.LANGUAGE_CODE


def imprint_of(document: Document) -> Imprint:
    """What the capability says of the text; nothing for a kind that says nothing."""
    kind = registry.document_kind(document.work.object_type)
    if kind is None or kind.imprint is None:
        return Imprint()
    return kind.imprint(document.work, document.language)


def _bylines(revision: Revision, byline: metadata.Byline) -> list[str]:
    """Organisations that sign; else who wrote up to this revision, also of a draft."""
    if byline.by_organisations:
        return byline.names
    written = revision.document.revisions.filter(number__lte=revision.number, author__isnull=False)
    names = written.order_by("number").values_list("author__name", flat=True)
    return list(dict.fromkeys(names))


def slug_of(work: Work) -> str:
    """The last part of its address, which names its files and its part of the field."""
    return work.uri.rstrip("/").rpartition("/")[2]


def _name(document: Document) -> str:
    return document.work.commons.name


def _pictures(tree: Tree) -> dict[str, Picture]:
    """The files of all figures that are in our store."""
    found: dict[str, Picture] = {}
    for node in tree.walk():
        if node.kind == "figure" and node.data["url"] not in found:
            picture = _picture(node)
            if picture is not None:
                found[node.data["url"]] = picture
    return found


def _picture(figure: Node) -> Picture | None:
    name = figure.data["url"].removeprefix(settings.MEDIA_URL)
    match = NAME.fullmatch(name)
    if match is None:
        return None
    try:
        with default_storage.open(name) as file:
            data = file.read()
    except OSError:
        return None
    return Picture(data, _TYPES[match["ext"]], figure.data["width"], figure.data["height"])


def _source(source: Source) -> list[Node]:
    """As `documents/source.html` shows it."""
    words: list[Node] = []
    before = " ".join(filter(None, [source.author, f"({source.date})" if source.date else ""]))
    if before:
        words.append(Node("text", f"{before}. "))
    title = Node("emphasis", children=[Node("text", source.title)])
    words.append(_link(source.url, title) if source.url else title)
    if source.publisher:
        words.append(Node("text", f". {source.publisher}"))
    if source.doi:
        doi = Node("text", f"doi:{source.doi}")
        words += [Node("text", ". "), _link(f"https://doi.org/{source.doi}", doi)]
    if source.isbn:
        words.append(Node("text", f". ISBN {source.isbn}"))
    return [*words, Node("text", ".")]


def _link(href: str, words: Node) -> Node:
    return Node("link", children=[words], data={"href": href})
