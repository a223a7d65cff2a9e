"""A manuscript as the files of an EPUB, packed."""

from collections.abc import Mapping
from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..model import Manuscript
from ..packing import packed
from . import chapters as dividing
from . import faces
from .chapters import Chapter
from .package import CONTAINER, contents, package
from .xhtml import Markup, attribute, words

Fonts = Mapping[str, bytes]
"""Name of a woff2 file that `faces` knows, to its bytes."""

_STYLE = Path(__file__).with_name("style.css")
_PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang={lang} \
xml:lang={lang}{direction}>
<head><meta charset="utf-8"/><title>{title}</title><link rel="stylesheet" href="style.css"/></head>
<body{kind}>
{body}
</body>
</html>
"""


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
    pages = _pages(manuscript, chapters, places)
    front = (
        {"images/cover.png": cover} if cover else {"images/cover.svg": manuscript.cover.encode()}
    )
    cover_name = next(iter(front)) if cover or manuscript.cover else ""
    if cover_name:
        pages = {"cover.xhtml": _cover(manuscript, cover_name), **pages}
    pages["nav.xhtml"] = _nav(manuscript, chapters, "cover.xhtml" in pages)
    held = {
        **{name: page.encode() for name, page in pages.items()},
        "style.css": faces.rules(fonts).encode() + _STYLE.read_bytes(),
        **(front if cover_name else {}),
        **dict(pictures.values()),
        **{f"fonts/{name}": data for name, data in sorted(fonts.items())},
    }
    spine = [name for name in pages if name != "nav.xhtml"]
    spine.insert(2 if cover_name else 1, "nav.xhtml")
    opf = package(manuscript, list(held), spine, cover_name)
    inside = {"package.opf": opf.encode(), **held}
    return {
        "META-INF/container.xml": CONTAINER.encode(),
        **{f"EPUB/{name}": data for name, data in inside.items()},
    }


def _page(manuscript: Manuscript, title: str, body: str, kind: str = "") -> str:
    return _PAGE.format(
        lang=attribute(manuscript.language),
        direction=' dir="rtl"' if manuscript.right_to_left else "",
        title=words(title),
        kind=f' epub:type="{kind}"' if kind else "",
        body=body,
    )


def _cover(manuscript: Manuscript, picture: str) -> str:
    alt = _("Cover: %(title)s") % {"title": manuscript.title}
    image = f'<img class="cover" src="{picture}" alt={attribute(alt)} role="doc-cover"/>'
    return _page(manuscript, manuscript.title, f'<section epub:type="cover">{image}</section>')


def _pages(
    manuscript: Manuscript, chapters: list[Chapter], places: Mapping[str, str]
) -> dict[str, str]:
    markup = Markup(manuscript, places, dividing.homes(chapters))
    pages = {"title.xhtml": _title_page(manuscript)}
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
        pages[chapter.file] = _page(manuscript, chapter.title, body, "bodymatter")
    pages["about.xhtml"] = _about(manuscript, markup)
    return pages


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


def _nav(manuscript: Manuscript, chapters: list[Chapter], with_cover: bool) -> str:
    rows = contents(chapters, [("about.xhtml", _("About this text"))])
    marks = [("cover", "cover.xhtml", _("Cover"))] if with_cover else []
    marks += [("toc", "nav.xhtml", _("Contents"))]
    marks += [("bodymatter", chapters[0].file, _("The text"))] if chapters else []
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{file}">{words(title)}</a></li>'
        for kind, file, title in marks
    )
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h2>{words(_("Contents"))}</h2>'
        f"<ol>{rows}</ol></nav>\n"
        f'<nav epub:type="landmarks" hidden="hidden" aria-label={attribute(_("Landmarks"))}>'
        f"<ol>{landmarks}</ol></nav>"
    )
    return _page(manuscript, _("Contents"), body, "frontmatter")
