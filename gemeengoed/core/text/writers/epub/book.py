"""A manuscript as the files of an EPUB, packed."""

from collections.abc import Mapping

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..model import Manuscript
from ..packing import packed
from . import chapters as dividing
from . import pages
from .chapters import Chapter
from .package import contents, described
from .pages import Fonts
from .xhtml import Markup, attribute, words


def write(manuscript: Manuscript, fonts: Fonts | None = None, cover: bytes = b"") -> bytes:
    """The book. `cover` is a PNG that shows the title, for shelves that cannot draw SVG; without one the
    manuscript's own cover is used. The same text gives the same bytes."""
    with translation.override(manuscript.language):
        return packed(_files(manuscript, fonts or {}, cover), "application/epub+zip")


def _files(manuscript: Manuscript, fonts: Fonts, cover: bytes) -> dict[str, bytes]:
    pictures = {
        url: (f"images/figure-{number}.{picture.extension}", picture.data)
        for number, (url, picture) in enumerate(manuscript.pictures.items(), start=1)
    }
    places = {url: name for url, (name, _data) in pictures.items()}
    chapters = dividing.divide(manuscript.tree, _("To begin"))
    return pages.book(
        described(manuscript),
        _pages(manuscript, chapters, places),
        contents(chapters, [("about.xhtml", _("About this text"))]),
        first=chapters[0].file if chapters else "",
        held=dict(pictures.values()),
        fonts=fonts,
        cover=pages.front(cover, manuscript.cover),
    )


def _page(manuscript: Manuscript, title: str, body: str, kind: str = "") -> str:
    return pages.page(manuscript.language, title, body, kind)


def _pages(
    manuscript: Manuscript, chapters: list[Chapter], places: Mapping[str, str]
) -> dict[str, str]:
    markup = Markup(manuscript, places, dividing.homes(chapters))
    written = {"title.xhtml": _title_page(manuscript)}
    bodies = {}
    for chapter in chapters:
        markup.chapter = chapter.file
        bodies[chapter.file] = markup.blocks(chapter.blocks)
    for chapter in chapters:
        markup.chapter = chapter.file
        notes = "".join(markup.note(n, manuscript.tree.notes[n]) for n in chapter.notes)
        section = (
            f'<section epub:type="footnotes" aria-label={attribute(_("Notes"))}>{notes}</section>'
            if notes
            else ""
        )
        heading = (
            ""
            if chapter.blocks[0].kind == "heading"
            else f'<h2 class="opening">{words(chapter.title)}</h2>'
        )
        body = (
            f'<section epub:type="chapter" role="doc-chapter">{heading}{bodies[chapter.file]}\n'
            f"{section}</section>"
        )
        written[chapter.file] = _page(manuscript, chapter.title, body, "bodymatter")
    written["about.xhtml"] = _about(manuscript, markup)
    return written


def _title_page(manuscript: Manuscript) -> str:
    facts = [date_format(manuscript.made, "j F Y")] if manuscript.made else []
    if manuscript.version is None:
        facts.append(_("Draft, not published"))
    else:
        facts.append(_("version %(version)d") % {"version": manuscript.version})
    rows = [
        f'<p class="eyebrow">{words(manuscript.place)}</p>' if manuscript.place else "",
        f'<h1 epub:type="title">{words(manuscript.title)}</h1>',
        f'<p class="lead">{words(manuscript.summary)}</p>' if manuscript.summary else "",
        f'<p class="byline">{words(", ".join(manuscript.bylines))}</p>'
        if manuscript.bylines
        else "",
        f'<p class="facts">{words(" · ".join([manuscript.publisher, *facts]))}</p>',
    ]
    body = f'<section epub:type="titlepage">{"".join(rows)}</section>'
    return _page(manuscript, manuscript.title, body, "frontmatter")


def _about(manuscript: Manuscript, markup: Markup) -> str:
    """Sources, how to cite, colophon."""
    markup.chapter = "about.xhtml"
    parts = []
    if manuscript.sources:
        rows = "".join(f"<li>{markup.inline(source)}</li>" for source in manuscript.sources)
        parts.append(
            f'<section epub:type="bibliography" role="doc-bibliography"><h2>{words(_("Sources"))}</h2>'
            f'<ul class="sources">{rows}</ul></section>'
        )
    if manuscript.citation:
        parts.append(f"<h2>{words(_('How to cite'))}</h2><p>{words(manuscript.citation)}</p>")
    lines = [words(_("Published by %(name)s.") % {"name": manuscript.publisher})]
    if manuscript.licence.id:
        name, url = words(manuscript.licence.name), manuscript.licence.url
        link = f"<a href={attribute(url)}>{name}</a>" if url else name
        lines.append(f"{words(_('Licence:'))} {link}.")
    if manuscript.permanent:
        link = f"<a href={attribute(manuscript.permanent)}>{words(manuscript.permanent)}</a>"
        lines.append(f"{words(_('This version stands at'))} {link}")
    parts.append(
        f'<section epub:type="colophon" role="doc-colophon"><h2>{words(_("Colophon"))}</h2>'
        f"<p>{' '.join(lines)}</p></section>"
    )
    return _page(manuscript, _("About this text"), "\n".join(parts), "backmatter")
