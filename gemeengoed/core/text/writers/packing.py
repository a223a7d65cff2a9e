"""Zip files whose bytes follow from their content alone: EPUB (OCF 3.3, 4.2), ODF and Word's."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can name; any fixed one would do."""
_PACKED_ALREADY = (".png", ".webp", ".jpg", ".woff2")


def packed(files: Mapping[str, bytes], mimetype: str = "") -> bytes:
    """A zip of `files` in this order; `mimetype` stands first and uncompressed, as EPUB and ODF want."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        if mimetype:
            _add(archive, "mimetype", mimetype.encode("ascii"), zipfile.ZIP_STORED)
        for name, data in files.items():
            stored = name.endswith(_PACKED_ALREADY)
            _add(archive, name, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes, compression: int) -> None:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data, compresslevel=6)
