"""Where sentences begin and end, with abbreviations, initials and numbers in mind."""

import re
from collections.abc import Iterator

# A sign that ends a sentence, what closes with it, a blank, and what a sentence can begin with.
END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s+["'“‘„«(\[]*[^\Wa-z_])|[!?]+["'”’»)\]]*\s+""")
_ABBREVIATIONS = """
a.d a.h.w a.u.b afb art b.v bijl bijv blz bv c.q c.s ca cf d.d d.m.v d.w.z dhr dr drs e.a e.d e.v e.g etc
ed eds evt fa fig fr gem ges geb h ha hoofdst i.c i.e i.o i.p.v i.t.t i.v.m incl inc ing ir jhr jl jr
km lic ltd m.a.w m.b.t m.b.v m.e m.i m.i.v m.m.v m.n m.u.v max mej mevr mgr min mln mld mr mrs ms mw n.a.v
nl no nr nrs o.a o.b.v o.i.d o.l.v o.m p.m p.p par pag pp prof red resp rev s.v.p sec sen sr st str t.a.v
t.b.v t.g.v t.h.v t.m t.n.v t.o.v t.w.v t.z.t tab tel toel u.s v.a v.chr vgl vol vs w.o z.g z.o.z zgn zie
"""
ABBREVIATIONS = set(_ABBREVIATIONS.split()) - {"zie", "nl", "red", "ed", "gem", "no", "min", "h"}
INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
BEFORE = re.compile(r"([^\s(\[“\"'‘]*)$")
WORD = re.compile(r"[^\W_]+(?:['’‑.,-][^\W_]+)*")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence in `text`, which is one paragraph."""
    start = 0
    for found in END.finditer(text):
        if found[0].startswith(".") and _goes_on(text[start : found.start()]):
            continue
        yield from _with_words(text, start, found.end())
        start = found.end()
    yield from _with_words(text, start, len(text))


def words(sentence: str) -> list[str]:
    """The words of a sentence; a number is one word, however it is written."""
    return WORD.findall(sentence)


def _goes_on(before: str) -> bool:
    """Whether the full stop behind `before` belongs to an abbreviation, an initial or a number in front."""
    last = BEFORE.search(before)
    word = last[1].lower() if last else ""
    if word in ABBREVIATIONS or INITIALS.fullmatch(word):
        return True
    return word.isdecimal() and not before[: len(before) - len(word)].strip()


def _with_words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    stripped = part.strip()
    if WORD.search(stripped):
        first = start + part.index(stripped)
        yield first, first + len(stripped)
