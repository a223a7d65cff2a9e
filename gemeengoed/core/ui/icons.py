"""Icons as inline SVG: 24 by 24 units, one 2-unit line in the colour of the text."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_PATHS = {
    "arrow-left": "M20 12H4m7-7-7 7 7 7",
    "arrow-right": "M4 12h16m-7-7 7 7-7 7",
    "bell": "M5 18h14l-2-3V9a5 5 0 0 0-10 0v6zM10 21h4",
    "bold": "M7 5h6a3.5 3.5 0 0 1 0 7H7zm0 7h7a3.5 3.5 0 0 1 0 7H7z",
    "book": "M12 6c-3-2-6-2-9-1v14c3-1 6-1 9 1 3-2 6-2 9-1V5c-3-1-6-1-9 1zm0 0v14",
    "calendar": "M4 6h16v14H4zm0 5h16M8 3v5m8-5v5",
    "chain": "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    "check": "m4 12.5 5.5 5.5L20 7",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 4v5l3.5 2",
    "close": "m5 5 14 14M19 5 5 19",
    "comment": "M4 4h16v12h-9l-5 4v-4H4z",
    "download": "M12 4v11m-5-5 5 5 5-5M4 20h16",
    "edit": "m4 20 1-4L16 5l3 3L8 19z",
    "error": "M8 3h8l5 5v8l-5 5H8l-5-5V8zm4 4.5V13m0 3.5v.01",
    "feed": "M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14M5 19v-.01",
    "fold": "m5 5 4 3-4 3zm8 3h7M5 15h15M5 20h10",
    "globe": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 0c-5 5-5 13 0 18 5-5 5-13 0-18zM3 12h18",
    "heading": "M6 5v14M18 5v14M6 12h12",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zm0 8v5.5M12 7.5v.01",
    "italic": "M10 5h7M7 19h7m0-14-4 14",
    "link": "M10 14 20 4m-6 0h6v6M17 14v6H4V7h6",
    "list": "M10 6h10M10 12h10M10 18h10M4.5 6v.01m0 5.99v.01m0 5.99v.01",
    "lock": "M5 11h14v9H5zm3 0V8a4 4 0 0 1 8 0v3",
    "mail": "M3 5h18v14H3zm0 1 9 7 9-7",
    "minus": "M5 12h14",
    "note": "m4 8 8 11m0-11L4 19M16 6l2-2v6",
    "numbered": "M11 6h9m-9 6h9m-9 6h9M4 5l1.5-1v5M4 15h2.5L4 19.5h3",
    "people": "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 20v-5h12v5m0-14.5a3 3 0 0 1 0 5.5m3 9v-5h3v5",
    "person": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21v-5h16v5",
    "picture": "M4 5h16v14H4zm0 11 5-5 4 4 3-3 4 4M15 9v.01",
    "plus": "M12 5v14M5 12h14",
    "quote": "M5 5v14M10 8h10M10 12h10M10 16h6",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zm4.7 11.2L20 20",
    "share": "M4 12v8h16v-8M12 15V4m-4 4 4-4 4 4",
    "table": "M4 5h16v14H4zm0 5h16M4 14.5h16M10 5v14",
    "trash": "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
    "warning": "M12 4 2.5 20h19zm0 6v4.5m0 2.7v.01",
}

NAMES = tuple(_PATHS)


def icon_svg(name: str, title: str = "") -> SafeString:
    """The icon called `name` (one of NAMES, else KeyError); decoration without a title."""
    path = _PATHS[name]
    if not title:
        return mark_safe(
            f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
            f'<path d="{path}"/></svg>'
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}"><path d="{}"/></svg>',
        title,
        path,
    )
