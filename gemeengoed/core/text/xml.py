"""What XML can hold."""

import re

# XML 1.0, section 2.2: these characters may stand in no document, not even escaped.
FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def allowed(text: str) -> str:
    """`text` without the characters that no XML document may hold."""
    return FORBIDDEN.sub("", text)
