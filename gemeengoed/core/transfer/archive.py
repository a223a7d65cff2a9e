"""The file in which a commons travels: a ZIP that any program opens.

    manifest.json            format, software, origin, handle, time; of every other member size and SHA-256,
                             of every part the number of rows
    data/<part>.jsonl        a row a line (JSON, UTF-8), in the order in which parts come in
    files/<storage name>     pictures and copies, named by what they hold

The manifest is the last member: a file that was cut off has none.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder

from gemeengoed.core.portable import Row

FORMAT = "gemeengoed-commons-1"
MANIFEST = "manifest.json"
LONGEST_LINE = 4_000_000
MOST_MEMBERS = 1_000_000
MOST_TIMES = 200
"""A member that unpacks to so many times its size, and over 100 MB, is a bomb."""
LARGE = 100_000_000
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say; times stand in the rows


class BadArchive(ValueError):
    """Says what is wrong with the file."""


@dataclass
class Manifest:
    software: str
    origin: str
    handle: str
    made: str
    counts: dict[str, int] = field(default_factory=dict)
    members: dict[str, dict[str, Any]] = field(default_factory=dict)


class Writer:
    def __init__(self, target: IO[bytes], manifest: Manifest) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True)
        self.manifest = manifest

    def rows(self, part: str, rows: Iterable[Row]) -> None:
        count, name = 0, f"data/{part}.jsonl"
        digest, size = sha256(), 0
        with self._zip.open(_info(name), "w", force_zip64=True) as file:
            for row in rows:
                line = json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode() + b"\n"
                file.write(line)
                digest.update(line)
                size, count = size + len(line), count + 1
        self.manifest.counts[part] = count
        self.manifest.members[name] = {"size": size, "sha256": digest.hexdigest()}

    def file(self, name: str, content: IO[bytes]) -> None:
        digest, size, member = sha256(), 0, f"files/{name}"
        info = _info(member)
        info.compress_type = ZIP_STORED  # pictures are compressed already
        with self._zip.open(info, "w", force_zip64=True) as file:
            while piece := content.read(1 << 16):
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        self.manifest.members[member] = {"size": size, "sha256": digest.hexdigest()}

    def finish(self) -> None:
        words = {"format": FORMAT, **vars(self.manifest)}
        text = json.dumps(words, ensure_ascii=False, indent=1)
        self._zip.writestr(_info(MANIFEST), text.encode())
        self._zip.close()


def _info(name: str) -> ZipInfo:
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


class Reader:
    """`source` is opened and its manifest read. Raises BadArchive."""

    def __init__(self, source: IO[bytes]) -> None:
        try:
            self._zip = ZipFile(source)
            members = self._zip.infolist()
            text = self._zip.read(MANIFEST) if MANIFEST in self._zip.namelist() else b""
        except (BadZipFile, OSError) as error:
            raise BadArchive(f"the file is no ZIP, or damaged: {error}") from error
        if len(members) > MOST_MEMBERS:
            raise BadArchive("the file holds too many members")
        self.manifest = _manifest(text)

    def close(self) -> None:
        self._zip.close()

    def verify(self) -> None:
        """Reads every member once and compares size and hash. Raises BadArchive, naming the first."""
        named = set(self._zip.namelist()) - {MANIFEST}
        listed = set(self.manifest.members)
        if named != listed:
            strange = min(named ^ listed)
            raise BadArchive(f"{strange} is not in both the file and its manifest")
        for name, said in self.manifest.members.items():
            self._verify_one(name, said)

    def _verify_one(self, name: str, said: dict[str, Any]) -> None:
        info = self._zip.getinfo(name)
        if info.file_size > LARGE and info.file_size > MOST_TIMES * max(info.compress_size, 1):
            raise BadArchive(f"{name} would unpack to {info.file_size:,} bytes")
        digest, size = sha256(), 0
        try:
            with self._zip.open(info) as member:
                while piece := member.read(1 << 16):
                    digest.update(piece)
                    size += len(piece)
        except (BadZipFile, OSError, EOFError) as error:
            raise BadArchive(f"{name} is damaged: {error}") from error
        if (size, digest.hexdigest()) != (said.get("size"), said.get("sha256")):
            raise BadArchive(f"{name} is not what the manifest says")

    def rows(self, part: str) -> Iterator[Row]:
        """The rows of a part; nothing when the archive has no such part. Raises BadArchive."""
        name = f"data/{part}.jsonl"
        if name not in self.manifest.members:
            return
        with self._zip.open(name) as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                yield _row(line, name, number)

    def file(self, name: str) -> IO[bytes]:
        """Raises BadArchive when it is not there."""
        member = f"files/{name}"
        if member not in self.manifest.members:
            raise BadArchive(f"{member} is missing")
        return self._zip.open(member)


def _row(line: bytes, name: str, number: int) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadArchive(f"{name}, line {number}: {error}") from error
    if not isinstance(row, dict):
        raise BadArchive(f"{name}, line {number}: not a row")
    return row


def _manifest(text: bytes) -> Manifest:
    if not text:
        raise BadArchive("the file has no manifest; was it cut off?")
    try:
        words = json.loads(text)
        known = words.pop("format")
        manifest = Manifest(**words)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadArchive(f"the manifest cannot be read: {error}") from error
    if known != FORMAT:
        raise BadArchive(f"this is {known!r}; this version reads {FORMAT!r}")
    return manifest
