"""Names of authors, structured as CSL wants them: family and given name, or literal as it stands.

One name is {"family": "Ostrom", "given": "Elinor"} or {"literal": "Commons Network"}, with
"role": "editor" for who edited a book. Typed one a line, or separated by semicolons: 'Ostrom, Elinor',
'Commons Network', 'Hess, Charlotte (ed.)'; braces keep a comma in a name that is one whole, as in BibTeX:
'{Ministerie van Landbouw, Natuur en Voedselkwaliteit}'.
"""

import re
from collections.abc import Iterable, Sequence

Name = dict[str, str]
MOST = 50
LONGEST = 200
_EDITOR = re.compile(r"\s*\((?:eds?|red)\.?\)\s*$", re.IGNORECASE)


def parse(typed: str) -> list[Name]:
    """The names in what was typed; never fails, for what has no comma is taken literally."""
    parts = (part.strip() for part in re.split(r"[\n;]", typed))
    return [_one(part) for part in parts if part]


def _one(part: str) -> Name:
    plain = _EDITOR.sub("", part)
    role = {"role": "editor"} if plain != part else {}
    if plain.startswith("{") and plain.endswith("}"):
        return {"literal": plain[1:-1].strip(), **role}
    family, comma, given = (side.strip() for side in plain.partition(","))
    if comma and family and given:
        return {"family": family, "given": given, **role}
    return {"literal": family or given, **role}


def typed(names: Iterable[Name]) -> str:
    """One a line, such that `parse` gives the same names."""
    return "\n".join(_typed(name) for name in names)


def in_line(names: Iterable[Name]) -> str:
    """In the order of an index: 'Ostrom, Elinor; Commons Network'."""
    return "; ".join(_sorted(name) + _role(name) for name in names)


def _typed(name: Name) -> str:
    whole = _sorted(name)
    if "family" not in name and ("," in whole or ";" in whole):
        whole = "{" + whole + "}"
    return whole + _role(name)


def _sorted(name: Name) -> str:
    if "family" in name:
        return ", ".join(filter(None, (name["family"], name.get("given", ""))))
    return name.get("literal", "")


def _role(name: Name) -> str:
    return " (ed.)" if name.get("role") == "editor" else ""


def split(names: Sequence[Name]) -> tuple[list[Name], list[Name]]:
    """Authors and editors, each name without its role."""
    bare = [({k: v for k, v in name.items() if k != "role"}, name.get("role")) for name in names]
    return [n for n, role in bare if not role], [n for n, role in bare if role == "editor"]
