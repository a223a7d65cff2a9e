"""The typefaces in the book: which file is which."""

from collections.abc import Iterable

LATIN = (
    "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, "
    "U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD"
)
EXTENDED = (
    "U+0100-02BA, U+02BD-02C5, U+02C7-02CC, U+1E00-1E9F, U+1EF2-1EFF, U+2C60-2C7F, U+A720-A7FF"
)
_ROLES = {
    "literata-{}-400-normal.woff2": ("Literata", "400", "normal"),
    "literata-{}-400-italic.woff2": ("Literata", "400", "italic"),
    "literata-{}-700-normal.woff2": ("Literata", "700", "normal"),
    "bricolage-grotesque-{}-700-normal.woff2": ("Bricolage Grotesque", "700", "normal"),
}
_FACES = {
    role.format(part): (*face, letters)
    for part, letters in (("latin", LATIN), ("latin-ext", EXTENDED))
    for role, face in _ROLES.items()
}


def needed(text: str) -> list[str]:
    """Names of the files for `text`: those with more Latin letters only where it has any."""
    more = any("\u0100" <= letter <= "\u024f" or "\u1e00" <= letter <= "\u1eff" for letter in text)
    return [
        role.format(part) for part in ("latin", *(["latin-ext"] if more else [])) for role in _ROLES
    ]


def rules(names: Iterable[str]) -> str:
    """The @font-face rules for files in `fonts/`."""
    return "".join(_rule(name, *_FACES[name]) for name in names if name in _FACES)


def _rule(name: str, family: str, weight: str, style: str, letters: str) -> str:
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f"src: url(fonts/{name}); unicode-range: {letters}; }}\n"
    )
