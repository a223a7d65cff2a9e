"""What opens a reader's own pages and addresses is taken out of what they send, before editors see it."""

import re

from gemeengoed.core.mail.addresses import ALPHABET, TOKEN_LENGTH

BLANK = "…"
_LETTER = f"[{ALPHABET}]"
_WHOLE = rf"(?:(?<![^\W_])|(?<=[%=][0-9a-f]{{2}})){_LETTER}{{{TOKEN_LENGTH}}}(?![^\W_])"
# Mail programs break a long address over two quoted lines.
_BROKEN = rf"(?<=[/+])(?:{_LETTER}(?:=?\n[> \t]*)?){{{TOKEN_LENGTH - 1}}}{_LETTER}(?=[/@])"
_TOKEN = re.compile(f"{_WHOLE}|{_BROKEN}", re.IGNORECASE)
# 25 letters by themselves are a word, such as 'gemeenteraadsverkiezingen'.
_WORD = re.compile(rf"(?<![^\s(“\"'‘])[a-z]{{{TOKEN_LENGTH}}}(?=[\s.,;:!?)”\"'’]|$)", re.IGNORECASE)


def blanked(words: str) -> str:
    """`words` with `BLANK` for each token (`mail.addresses.new_token`), in whatever case it stands."""
    return _TOKEN.sub(lambda found: _of(found, words), words)


def _of(found: re.Match[str], words: str) -> str:
    return found[0] if _WORD.match(words, found.start()) else BLANK
