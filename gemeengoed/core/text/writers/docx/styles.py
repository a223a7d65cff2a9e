"""Styles, lists and language of the file, over the ones that python-docx brings."""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ...markdown.callouts import WORDS
from .runs import NAMESPACES

_BULLETS = ("•", "–", "·")
_BAR = '<w:pBdr><w:left w:val="single" w:sz="{}" w:space="8" w:color="{}"/></w:pBdr>{}<w:ind w:left="240"/>'
_WITH_NEXT = "<w:keepNext/>"
_OWN = {
    # id: (kind, name, based on, paragraph properties, run properties)
    "Callout": (
        "paragraph",
        "Call-out",
        "Normal",
        _BAR.format(24, "0F5A4E", '<w:shd w:val="clear" w:color="auto" w:fill="F0E8D8"/>'),
        "",
    ),
    "Details": (
        "paragraph",
        "Details",
        "Normal",
        _BAR.format(6, "857C6A", ""),
        "",
    ),
    **{
        f"Callout{kind.capitalize()}": ("paragraph", f"Call-out {kind}", "Callout", _WITH_NEXT, "")
        for kind in WORDS
    },
    "DetailsSummary": ("paragraph", "Details summary", "Details", _WITH_NEXT, ""),
    "Imprint": ("paragraph", "Imprint", "Normal", "", '<w:color w:val="5C5446"/>'),
    "ImprintHeading": ("paragraph", "Imprint heading", "Heading1", "", ""),
    "Credit": ("character", "Credit", "", "", "<w:i/>"),
    "Figure": ("paragraph", "Figure", "Normal", _WITH_NEXT, ""),
    "Code": (
        "paragraph",
        "Code",
        "Normal",
        '<w:shd w:val="clear" w:color="auto" w:fill="F0E8D8"/>',
        '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:noProof/><w:sz w:val="18"/>',
    ),
    "CodeCharacter": (
        "character",
        "Code character",
        "",
        "",
        '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:noProof/>',
    ),
    "HorizontalRule": (
        "paragraph",
        "Horizontal rule",
        "Normal",
        '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="857C6A"/></w:pBdr>',
        "",
    ),
    "Hyperlink": (
        "character",
        "Hyperlink",
        "",
        "",
        '<w:color w:val="24509C"/><w:u w:val="single"/>',
    ),
    "FootnoteText": (
        "paragraph",
        "footnote text",
        "Normal",
        '<w:spacing w:after="40"/>',
        '<w:sz w:val="18"/>',
    ),
    "FootnoteReference": (
        "character",
        "footnote reference",
        "",
        "",
        '<w:vertAlign w:val="superscript"/>',
    ),
}


def prepare(document: Document, language: str, *, rtl: bool) -> None:
    """Adds what is missing and says in which language the text is."""
    styles = document.styles.element
    known = {style.get(qn("w:styleId")) for style in styles.findall(qn("w:style"))}
    for identifier, described in _OWN.items():
        if identifier not in known:
            styles.append(parse_xml(_style(identifier, *described)))
    run = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if run is not None:
        for old in run.findall(qn("w:lang")):
            run.remove(old)
        attribute = "w:bidi" if rtl else "w:val"
        run.append(parse_xml(f'<w:lang {NAMESPACES} {attribute}="{language}"/>'))


def _style(identifier: str, kind: str, name: str, based: str, paragraph: str, run: str) -> str:
    parts = [
        f'<w:basedOn w:val="{based}"/>' if based else "",
        "<w:qFormat/>" if kind == "paragraph" else "",
        f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "",
        f"<w:rPr>{run}</w:rPr>" if run else "",
    ]
    return (
        f'<w:style {NAMESPACES} w:type="{kind}" w:customStyle="1" w:styleId="{identifier}">'
        f'<w:name w:val="{name}"/>{"".join(parts)}</w:style>'
    )


class Lists:
    """Numbers lists: each list is one of its own, so that every count begins where it should."""

    def __init__(self, document: Document) -> None:
        self.element = document.part.numbering_part.element
        taken = [int(n.get(qn("w:numId"))) for n in self.element.findall(qn("w:num"))]
        abstract = [
            int(a.get(qn("w:abstractNumId"))) for a in self.element.findall(qn("w:abstractNum"))
        ]
        self.next = max(taken, default=0) + 1
        self.abstract = {False: max(abstract, default=0) + 1, True: max(abstract, default=0) + 2}
        first = self.element.find(qn("w:num"))
        for ordered, number in self.abstract.items():
            made = parse_xml(_abstract(number, ordered=ordered))
            if first is None:
                self.element.append(made)
            else:
                first.addprevious(made)

    def new(self, ordered: bool, start: int) -> int:
        number, self.next = self.next, self.next + 1
        override = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level in range(9)
            if ordered
        )
        self.element.append(
            parse_xml(
                f'<w:num {NAMESPACES} w:numId="{number}">'
                f'<w:abstractNumId w:val="{self.abstract[ordered]}"/>{override}</w:num>'
            )
        )
        return number


def _abstract(number: int, *, ordered: bool) -> str:
    levels = "".join(_level(level, ordered=ordered) for level in range(9))
    return (
        f'<w:abstractNum {NAMESPACES} w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
    )


def _level(level: int, *, ordered: bool) -> str:
    kind = "decimal" if ordered else "bullet"
    text = f"%{level + 1}." if ordered else _BULLETS[level % 3]
    left = 360 * (level + 1)
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="start"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
    )
