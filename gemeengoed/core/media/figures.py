"""Sizes as people read them."""

from django.utils.formats import number_format


def megabytes(size: int) -> str:
    """Bytes as megabytes (of a million) with one decimal, in the reader's notation."""
    return number_format(round(size / 1_000_000, 1), 1)


def megapixels(pixels: int) -> str:
    return number_format(round(pixels / 1_000_000))
