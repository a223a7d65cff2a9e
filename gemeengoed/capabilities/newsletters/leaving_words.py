"""Whether a mail asks to leave the list, in the few words that people use for it."""

import re

from gemeengoed.core.conversations.mail_taken import first_line
from gemeengoed.core.mail.incoming.reading import Incoming

LEAVE = frozenset({"afmelden", "afmelding", "uitschrijven", "unsubscribe", "stop", "leave"})
_MANY_MEANINGS = frozenset({"stop", "leave"})
"""'Ik stop' is said of other things as well."""
_POLITE = frozenset(
    [
        "graag",
        "aub",
        "svp",
        "alsjeblieft",
        "alstublieft",
        "dank",
        "bedankt",
        "dankjewel",
        "dankuwel",
        "je",
        "u",
        "wel",
        "hallo",
        "beste",
        "please",
        "thanks",
        "thank",
        "you",
        "hello",
        "hi",
        "dear",
    ]
)
_OF_WHAT = frozenset(
    [
        "ik",
        "wil",
        "zou",
        "willen",
        "me",
        "mij",
        "mijzelf",
        "voor",
        "van",
        "uit",
        "de",
        "deze",
        "jullie",
        "brief",
        "brieven",
        "nieuwsbrief",
        "nieuwsbrieven",
        "i",
        "want",
        "would",
        "like",
        "to",
        "me",
        "from",
        "the",
        "this",
        "your",
        "letter",
        "letters",
        "newsletter",
        "newsletters",
    ]
)
_MOST_WORDS = 9
_WORD = re.compile(r"[^\W_][\w'-]*")


def asks_to_leave(mail: Incoming) -> bool:
    """Its first line says so, with nothing around it but polite words and what it is about; or its subject
    does, when it has no words. More than that, and each question, is for editors to read."""
    if mail.words.strip():
        line, further = first_line(mail.words)
        return _says_so(line, further)
    return not mail.attachments and _says_so(mail.subject, False)


def _says_so(line: str, further: bool) -> bool:
    found = _WORD.findall(line.lower().replace(".", ""))
    asking = [word for word in found if word in LEAVE]
    others = {word for word in found if word not in LEAVE}
    if "?" in line or len(asking) != 1 or len(found) > _MOST_WORDS:
        return False
    if not others:
        return True
    around = _POLITE if asking[0] in _MANY_MEANINGS else _POLITE | _OF_WHAT
    return not further and others <= around
