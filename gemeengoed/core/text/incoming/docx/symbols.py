"""Letters of fonts that draw something else than letters, as the characters that Unicode has for them."""

# The font Symbol from 0x21, as Unicode maps it (unicode.org, MAPPINGS/VENDORS/ADOBE/symbol.txt).
_SYMBOL = (
    "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (  # from 0xA0
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
)
# What Word itself puts in for typed signs such as --> and :-), and the marks of lists to tick.
_WINGDINGS = {
    0x4A: "☺",
    0x4B: "😐",
    0x4C: "☹",
    0x6C: "●",
    0x6E: "■",
    0x6F: "☐",
    0x71: "❑",
    0x76: "❖",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "☐",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE7: "⇐",
    0xE8: "⇒",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_FONTS: dict[str, dict[int, str]] = {
    "symbol": {
        **dict(enumerate(_SYMBOL, 0x21)),
        **dict(enumerate(_SYMBOL_HIGH, 0xA0)),
    },
    "wingdings": _WINGDINGS,
    "wingdings 2": {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0xA3: "☐", 0x30: "☑"},
}
_PRIVATE = 0xF000
"""Word keeps such a letter in the private part of Unicode (17.3.3.30), 0xF000 above its place in the font."""


def character(font: str, code: int) -> str:
    """What the letter `code` of `font` shows; empty for what is not known."""
    is_own = _PRIVATE <= code <= _PRIVATE + 0xFF
    known = _FONTS.get(font.lower())
    if known is not None:
        return known.get(code - _PRIVATE if is_own else code, "")
    return "" if is_own or not 0x20 <= code < 0xE000 else chr(code)


def is_private(letter: str) -> bool:
    return _PRIVATE <= ord(letter) <= _PRIVATE + 0xFF
