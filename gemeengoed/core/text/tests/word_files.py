"""Small .docx files for tests: the parts that a test is about, and no more."""

import re
import zipfile
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from gemeengoed.core.text import incoming

SCHEMAS = "http://schemas.openxmlformats.org"
OFFICE = f"{SCHEMAS}/officeDocument/2006/relationships"
NAMES = " ".join(
    f'xmlns:{short}="{name}"'
    for short, name in {
        "w": f"{SCHEMAS}/wordprocessingml/2006/main",
        "r": OFFICE,
        "m": f"{SCHEMAS}/officeDocument/2006/math",
        "wp": f"{SCHEMAS}/drawingml/2006/wordprocessingDrawing",
        "a": f"{SCHEMAS}/drawingml/2006/main",
        "pic": f"{SCHEMAS}/drawingml/2006/picture",
        "c": f"{SCHEMAS}/drawingml/2006/chart",
        "mc": f"{SCHEMAS}/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
    }.items()
)
STRICT = re.compile(
    r"http://schemas\.openxmlformats\.org/(?!package)(\w+)/2006/(?=main|math|picture|relat|word)"
)
RELATIONS = f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships">'


def word(
    body: str,
    *,
    main: str = "word/document.xml",
    strict: bool = False,
    relations: str = "",
    parts: dict[str, bytes] | None = None,
    **beside: str,
) -> bytes:
    """A .docx with `body`; `beside` are the insides of styles, numbering, footnotes, endnotes."""
    folder, _slash, name = main.replace("\\", "/").rpartition("/")
    package = f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="{main}"/>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{SCHEMAS}/package/2006/content-types"/>',
        "_rels/.rels": f"{RELATIONS}{package}</Relationships>",
        main: f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{name}.rels": f"{RELATIONS}{relations}</Relationships>",
    }
    files |= {
        f"{folder}/{part}.xml": f"<w:{part} {NAMES}>{inside}</w:{part}>"
        for part, inside in beside.items()
    }
    if strict:  # the same names at other addresses (ECMA-376, part 4, annex A)
        files = {
            part: STRICT.sub(r"http://purl.oclc.org/ooxml/\1/", text)
            for part, text in files.items()
        }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, data in {**files, **(parts or {})}.items():
            archive.writestr(part, data)
    return made.getvalue()


def read(data: bytes) -> incoming.Incoming:
    return incoming.read_file(ContentFile(data))


def markdown(body: str, **beside: str) -> str:
    """What a document with `body` becomes, without the end of its last line."""
    return read(word(body, **beside)).markdown.removesuffix("\n")  # type: ignore[arg-type]


def p(inside: str, properties: str = "") -> str:
    """A paragraph of runs, or of words."""
    runs = inside if inside.startswith("<") else r(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def r(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def style(identifier: str, name: str, inside: str = "", kind: str = "paragraph") -> str:
    named = f'<w:name w:val="{name}"/>'
    return f'<w:style w:type="{kind}" w:styleId="{identifier}">{named}{inside}</w:style>'


def styled(identifier: str) -> str:
    return f'<w:pStyle w:val="{identifier}"/>'


def field(instruction: str, result: str) -> str:
    """A field of several runs (ECMA-376, part 1, 17.16.18)."""
    turn = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    code = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return f"{turn('begin')}{code}{turn('separate')}{result}{turn('end')}"


def abstract(identifier: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>'


def level(number: int, form: str = "decimal", inside: str = '<w:start w:val="1"/>') -> str:
    left = f'<w:pPr><w:ind w:left="{720 * (number + 1)}"/></w:pPr>'
    text = f'<w:lvlText w:val="%{number + 1}."/>'
    return f'<w:lvl w:ilvl="{number}">{inside}<w:numFmt w:val="{form}"/>{text}{left}</w:lvl>'


def num(identifier: int, of: int, inside: str = "") -> str:
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{of}"/>{inside}</w:num>'


def item(number: int, at: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>'


def png() -> bytes:
    made = BytesIO()
    Image.effect_noise((16, 16), 40).save(made, "PNG")
    return made.getvalue()


def picture(alt: str = "", *, around: str = "inline", relation: str = 'r:embed="p"') -> str:
    """A drawing of the picture with the id `p`."""
    blip = f"<pic:pic><pic:blipFill><a:blip {relation}/></pic:blipFill></pic:pic>"
    return (
        f'<w:r><w:drawing><wp:{around}><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        f"<a:graphicData>{blip}</a:graphicData></a:graphic></wp:{around}></w:drawing></w:r>"
    )


PICTURE = {
    "relations": f'<Relationship Id="p" Type="{OFFICE}/image" Target="media/p.png"/>',
    "parts": {"word/media/p.png": png()},
}
