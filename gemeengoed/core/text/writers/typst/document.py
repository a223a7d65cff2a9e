"""A manuscript as the files that typst sets: `main.typ`, the template and the pictures."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..model import Manuscript, is_right_to_left
from .body import Body
from .literals import boolean, day, string, words

Files = dict[str, bytes]
"""Name in the folder to content."""

PAPERS = ("a4", "a5")
_TEMPLATE = Path(__file__).with_name("template.typ")
WITH_CONTENTS = 2_500
"""Words from which on a text gets a table of contents, if it has at least MANY headings."""
MANY = 4
_DEVANAGARI = re.compile("[\u0900-\u097f]")


def write(manuscript: Manuscript, paper: str = "a4") -> Files:
    """Everything that must stand in the folder; `main.typ` is set. Raises ValueError for another paper."""
    if paper not in PAPERS:
        raise ValueError(f"no paper called {paper}")
    pictures = {
        url: (f"picture-{number}.{picture.extension}", picture.data)
        for number, (url, picture) in enumerate(manuscript.pictures.items(), start=1)
    }
    with translation.override(manuscript.language):
        main = _main(manuscript, paper, {url: name for url, (name, _data) in pictures.items()})
    return {
        "main.typ": main.encode(),
        "template.typ": _TEMPLATE.read_bytes(),
        "cover.svg": manuscript.cover.encode(),
        **dict(pictures.values()),
    }


def write_cover(manuscript: Manuscript, facts: Sequence[str] = ()) -> Files:
    """The cover alone, three to four, for a shelf of e-books: 1200 by 1600 pixels at 203 to the inch. `facts`
    are for its last line; without them date, version and licence."""
    with translation.override(manuscript.language):
        named = _settings(manuscript, "cover")
        if facts:
            named |= {"facts": _strings(facts), "draft": "none"}
        call = f"#show: only-cover.with({_arguments(named)})"
    return {
        "main.typ": f'#import "template.typ": *\n{call}\n'.encode(),
        "template.typ": _TEMPLATE.read_bytes(),
        "cover.svg": manuscript.cover.encode(),
    }


def _main(manuscript: Manuscript, paper: str, files: dict[str, str]) -> str:
    body = Body(manuscript, files)
    blocks = "\n".join(f"#{body.block(node)}" for node in manuscript.tree.blocks)
    return "\n".join(
        [
            '#import "template.typ": *',
            *(["#show: with-devanagari"] if _DEVANAGARI.search(manuscript.source) else []),
            f"#show: paper.with({_arguments(_settings(manuscript, paper))})",
            _contents(manuscript),
            blocks,
            _end(manuscript, body),
            "#last-page",
            "",
        ]
    )


def _arguments(named: dict[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in named.items())


def _settings(manuscript: Manuscript, paper: str) -> dict[str, str]:
    authors = _strings(manuscript.bylines or [manuscript.publisher])
    made = manuscript.made
    return {
        "size": string(paper),
        "title": string(manuscript.title),
        "title-words": f"({', '.join(words(manuscript.title))},).join()",
        "summary": f"({', '.join(words(manuscript.summary) or [string('')])},).join()",
        "description": string(manuscript.summary),
        "authors": authors,
        "language": string(manuscript.language.partition("-")[0].lower()),
        "region": _region(manuscript.language),
        "rtl": boolean(manuscript.right_to_left),
        "place": string(manuscript.place),
        "series": string(manuscript.series),
        "publisher": string(manuscript.publisher),
        "made": day(made) if made else "none",
        "facts": _strings(_facts(manuscript)),
        "draft": string(_("Draft, not published")) if manuscript.version is None else "none",
        "cover": string("cover.svg") if manuscript.cover else "none",
        "edition": string(_edition(manuscript)),
    }


def _strings(values: Sequence[str]) -> str:
    return f"({', '.join(string(value) for value in values)}{',' if values else ''})"


def _region(tag: str) -> str:
    """The region of a language tag (RFC 5646, 2.2.4), two letters."""
    parts = [part for part in tag.split("-")[1:] if len(part) == 2 and part.isalpha()]
    return string(parts[0].lower()) if parts else "none"


def _facts(manuscript: Manuscript) -> list[str]:
    """The last line of the cover: date, version, licence."""
    facts = [date_format(manuscript.made, "j F Y")] if manuscript.made else []
    if manuscript.version is not None:
        facts.append(_("version %(version)d") % {"version": manuscript.version})
    return facts + ([manuscript.licence.id] if manuscript.licence.id else [])


def _edition(manuscript: Manuscript) -> str:
    """What stands at the foot of each page."""
    if manuscript.version is None:
        return _("Draft, not published")
    made = date_format(manuscript.made, "j F Y") if manuscript.made else ""
    return _("Version %(version)d, %(date)s") % {"version": manuscript.version, "date": made}


def _contents(manuscript: Manuscript) -> str:
    many = sum(node.data["level"] == 2 for node in manuscript.tree.headings()) >= MANY
    if not many or manuscript.words < WITH_CONTENTS:
        return ""
    return f"#contents({string(_('Contents'))})"


def _end(manuscript: Manuscript, body: Body) -> str:
    parts, last = [], []
    if manuscript.sources:
        rows = ", ".join(f"join({body.inline(source)})" for source in manuscript.sources)
        parts.append(f"#sources({string(_('Sources'))}, {rows})")
    if manuscript.citation:
        cited = _cited(manuscript)
        last.append(f"small-part({string(_('How to cite'))}, join({cited}))")
    last.append(f"colophon({string(_('Colophon'))}, {', '.join(_colophon(manuscript))})")
    words_of_ours = f"last-words({', '.join(last)})"
    turned = boolean(is_right_to_left(_("Colophon"), manuscript.right_to_left))
    parts.append(f"#turned({turned}, {words_of_ours})")
    return "\n".join(parts)


def _cited(manuscript: Manuscript) -> str:
    """The address in it is a link."""
    before, address, after = manuscript.citation.partition(manuscript.permanent or "\0")
    pieces = words(before)
    if address:
        pieces.append(f"to({string(address)}, {', '.join(words(address))})")
    return ", ".join(pieces + words(after))


def _colophon(manuscript: Manuscript) -> list[str]:
    """Sentences, each one content expression."""
    lines = [f"join({string(_('Published by %(name)s.') % {'name': manuscript.publisher})})"]
    if manuscript.licence.id:
        name, url = manuscript.licence.name, manuscript.licence.url
        licence = f"to({string(url)}, {string(name)})" if url else string(name)
        lines.append(f"join({string(_('Licence:') + ' ')}, {licence}, {string('.')})")
    lines.append(
        string(_("Set in Literata, Bricolage Grotesque and Atkinson Hyperlegible with Gemeengoed."))
    )
    if manuscript.permanent:
        address = ", ".join(words(manuscript.permanent))
        before = string(_("This version stands at") + " ")
        lines.append(f"join({before}, to({string(manuscript.permanent)}, {address}))")
    return lines
