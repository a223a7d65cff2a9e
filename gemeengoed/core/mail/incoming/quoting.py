"""What is new in an answer, and what is quoted: the words of the letter it answers, or a signature.

Mail programs agree on nothing here but the '>' (RFC 3676) and '-- ' before a signature; so these are
rules of experience, for Dutch and English first, with the words that German, French and Spanish programs
write. `tests/letters/` holds what each program really makes of it. Nothing is thrown away: what is not
new stands, in its order, in `quoted`.
"""

import re
from dataclasses import dataclass

from .html_lines import NEW, QUOTED, SIGNATURE, Line

LONGEST_LINE = 600
"""Of a line, what the rules look at."""
LONGEST_DIVIDER = 120

_WROTE = (
    r"wrote|schreef|schreven|geschreven|schrieb|a écrit|escribió|ha scritto|skrev|napisał(?:\(a\))?"
)
_ATTRIBUTION = re.compile(rf"\b(?:{_WROTE})\b.{{0,200}}:$", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b")
_FROM = "van|from|von|de|fra|från|od|da"
_OTHER = (
    "verzonden|sent|gesendet|envoyé|enviado|inviato|sendt|skickat|wysłano|datum|date|fecha|data|dato|aan|to|an|à|"
    "para|til|till|do|cc|onderwerp|subject|betreff|objet|asunto|emne|ämne|temat|oggetto|reply-to|antwoord aan"
)
_HEADER = re.compile(rf"^\*{{0,2}}({_FROM}|{_OTHER})\*{{0,2}}\s*:\*{{0,2}}(?:\s|$)", re.IGNORECASE)
_SENDER = frozenset(_FROM.split("|"))
_DIVIDER = re.compile(
    r"^[-_=* ]{3,}\s*(?:(?:original|oorspronkelijk|ursprüngliche|forwarded|doorgestuurd|reply|begin|"
    r"origineel|message d'origine|weitergeleitete|mensaje|oprindelig)\b.{0,60})?\s*(?:[-_=* ]{3,})$|"
    r"^(?:begin (?:doorgestuurd|oorspronkelijk) bericht|begin forwarded message|oorspronkelijk bericht|"
    r"original message)\s*:?$",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[-_]{5,}$")
_SIGNATURE = re.compile(r"^--\s?$|^—$")
_DEVICE = (
    "iphone|ipad|ios|android|galaxy|samsung|huawei|blackberry|windows|outlook|yahoo|proton|gmail|spark|mail|"
    "telefoon|phone|mobiel|mobile|tablet|handy|app"
)
_MOBILE = re.compile(
    r"^(?:(?:sent|verzonden|verstuurd|gesendet|envoyé|enviado) "
    r"(?:from|via|with|using|vanaf|vanuit|met|van|von|mit|depuis|de|desde)\b[^,]{0,60}"
    rf"(?:{_DEVICE})\b[^,]{{0,60}}|"
    r"(?:get|download|haal|ontvang) outlook (?:for|voor)\b.{0,80}|outlook voor .{0,40}downloaden.{0,80})$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Divided:
    """`words`: what was written now, without empty lines at either end. `quoted`: the rest."""

    words: str
    quoted: str


def of_text(words: str) -> Divided:
    return divide([Line(line) for line in words.split("\n")])


def divide(lines: list[Line]) -> Divided:
    """Which of the lines are new."""
    for line in lines:
        if line.mark == NEW and line.words.lstrip().startswith(">"):
            line.mark = QUOTED
    _mark_attributions(lines)
    _mark_originals(lines)
    _mark_signatures(lines)
    new = [line.words for line in lines if line.mark == NEW]
    rest = [line.words for line in lines if line.mark != NEW]
    return Divided(_tidy(new), _tidy(rest))


def _mark_attributions(lines: list[Line]) -> None:
    """'On … wrote:' above a quotation; where nothing below it is marked, all below it is the quotation."""
    at = 0
    marked = [n for n, line in enumerate(lines) if line.mark == QUOTED and line.words.strip()]
    last = marked[-1] if marked else -1
    while at < len(lines):
        length = _attribution(lines, at)
        if not length:
            at += 1
            continue
        after = _next_said(lines, at + length)
        if after < len(lines) and lines[after].mark == QUOTED:
            _mark(lines, at, after, QUOTED)
        elif _is_certain(lines, at, length) and last < at + length:
            _mark(lines, at, len(lines), QUOTED)
        at += length


def _attribution(lines: list[Line], at: int) -> int:
    """The number of lines of the attribution that begins here (some programs fold it), or 0. The first of
    them says when or who; one that is not in a language known here stands right above a quotation."""
    joined = ""
    for length in (1, 2, 3, 4):
        line = lines[at + length - 1] if at + length <= len(lines) else None
        if line is None or line.mark != NEW or not line.words.strip():
            return 0
        joined = f"{joined} {line.words.strip()}"[:LONGEST_LINE].strip()
        if not _says_when_or_who(joined):
            return 0
        if joined.endswith(":"):
            after = _next_said(lines, at + length)
            above = after < len(lines) and lines[after].mark == QUOTED
            return length if _ATTRIBUTION.search(joined) or (above and "@" in joined) else 0
    return 0


def _says_when_or_who(words: str) -> bool:
    return bool(_DATE.search(words) or _TIME.search(words)) or "@" in words


def _is_certain(lines: list[Line], at: int, length: int) -> bool:
    """Without a '>' below it, it must say the day, and the hour or an address, and begin a paragraph."""
    joined = " ".join(line.words for line in lines[at : at + length])[:LONGEST_LINE]
    says = bool(_DATE.search(joined)) and (bool(_TIME.search(joined)) or "@" in joined)
    return says and (at == 0 or not lines[at - 1].words.strip())


def _mark_originals(lines: list[Line]) -> None:
    """Outlook and its like repeat the headers of the letter, and then the letter, without a mark."""
    for at in range(len(lines)):
        if lines[at].mark == NEW and _begins_original(lines, at):
            _mark(lines, _divider_above(lines, at), _end_of_original(lines, at), QUOTED)


def _begins_original(lines: list[Line], at: int) -> bool:
    """'From:' with two more of the headers in the next lines, or a divider that names the original."""
    words = lines[at].words.strip()[:LONGEST_LINE]
    if _is_divider(words) and re.search(r"[a-z]", words, re.IGNORECASE):
        return True
    found = _HEADER.match(words)
    if not found or found[1].lower() not in _SENDER:
        return False
    below = [line.words.strip()[:LONGEST_LINE] for line in lines[at + 1 : at + 9]]
    return sum(bool(_HEADER.match(words)) for words in below) >= 2


def _is_divider(words: str) -> bool:
    return len(words) <= LONGEST_DIVIDER and bool(_DIVIDER.match(words))


def _divider_above(lines: list[Line], at: int) -> int:
    above = at
    while above and not lines[above - 1].words.strip():
        above -= 1
    if above and _RULE.match(lines[above - 1].words.strip()):
        return above - 1
    return at


def _end_of_original(lines: list[Line], at: int) -> int:
    """The end, unless what follows is marked as quoted: then words below it are new."""
    said = _next_said(lines, at)
    while said < len(lines) and _is_heading(lines[said].words):
        said = _next_said(lines, said + 1)
    return said if said < len(lines) and lines[said].mark == QUOTED else len(lines)


def _is_heading(words: str) -> bool:
    stripped = words.strip()[:LONGEST_LINE]
    return bool(_HEADER.match(stripped)) or _is_divider(stripped)


def _mark_signatures(lines: list[Line]) -> None:
    """From '-- ' to the quotation or the end; and what a telephone adds below the last words."""
    for at, line in enumerate(lines):
        if line.mark == NEW and _SIGNATURE.match(line.words):
            end = next((n for n in range(at, len(lines)) if lines[n].mark != NEW), len(lines))
            _mark(lines, at, end, SIGNATURE)
    last = [line for line in lines if line.mark == NEW and line.words.strip()]
    while last and _MOBILE.match(last[-1].words.strip()[:LONGEST_LINE]):
        last.pop().mark = SIGNATURE


def _next_said(lines: list[Line], at: int) -> int:
    while at < len(lines) and not lines[at].words.strip():
        at += 1
    return at


def _mark(lines: list[Line], start: int, end: int, mark: str) -> None:
    for line in lines[start:end]:
        line.mark = mark if line.mark == NEW else line.mark


def _tidy(lines: list[str]) -> str:
    words = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", words).strip()
