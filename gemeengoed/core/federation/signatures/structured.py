"""Structured fields (RFC 9651) in headers."""

from typing import Any

import http_sf

from .model import SignatureError


def dictionary(header: str) -> dict[str, Any]:
    """Each member as (value, parameters). Raises SignatureError('format')."""
    try:
        read: Any = http_sf.parse(header.encode("ascii"), tltype="dictionary")
    except (http_sf.StructuredFieldError, UnicodeEncodeError, ValueError) as error:
        raise SignatureError("format", "cannot be read") from error
    return dict(read)


def inner_list(names: list[str], parameters: dict[str, Any]) -> str:
    """`("a" "b");x=1`"""
    items: Any = [([(name, {}) for name in names], parameters)]
    return str(http_sf.ser(items))
