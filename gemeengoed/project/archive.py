"""The file that `backup` writes and `restore` reads: one .tar.gz with a manifest as its last member.

    database.sqlite3 | database.pgdump     the snapshot
    secret.key, gemeengoed.toml, …         what stands in the data folder besides
    media/…                                every file that the snapshot refers to
    manifest.json                          version, engine, rows by table, size and SHA-256 of each file

The manifest comes last since sizes and hashes are known only then; nothing is believed without it.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from . import leftovers
from .data_folder import BESIDE, fsync_folder

FORMAT = 1
MANIFEST = "manifest.json"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
CHUNK = 1 << 20


class BadArchive(ValueError):
    """The file is no backup, is damaged, or comes from a newer version; says which."""


@dataclass
class Manifest:
    version: str
    """Of Gemeengoed, that made it."""
    created: str
    """ISO 8601, UTC."""
    engine: str
    """'sqlite' or 'postgresql'."""
    tables: dict[str, int] = field(default_factory=dict)
    """Rows by table in the snapshot."""
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Member name to {"size": bytes, "sha256": hexadecimal}."""
    missing: list[str] = field(default_factory=list)
    """Media that the snapshot refers to and that were not there."""
    with_files: bool = True
    """Without them a restore leaves the media folder as it is."""
    format: int = FORMAT


class HashingReader(io.RawIOBase):
    """Hashes what is read through it, so that each file is read once."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


class Writer:
    """Adds files to the archive and to its manifest."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self.tar, self.manifest = tar, manifest

    def add(self, name: str, path: Path) -> None:
        """Adds the file at `path` as `name`. Raises FileNotFoundError."""
        with path.open("rb") as source:
            member = self.tar.gettarinfo(arcname=name, fileobj=source)
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mode = 0o600
            reader = HashingReader(source)
            self.tar.addfile(member, reader)
        self.manifest.files[name] = {"size": member.size, "sha256": reader.digest.hexdigest()}

    def finish(self) -> None:
        data = json.dumps(asdict(self.manifest), indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(data), 0o600
        self.tar.addfile(member, io.BytesIO(data))


@contextmanager
def writing(target: Path, manifest: Manifest) -> Iterator[Writer]:
    """A writer whose file stands at `target` only when all went well: complete and on the disk."""
    temporary = target.with_name(f"{leftovers.prefix()}{target.name}.part")
    try:
        with temporary.open("xb") as file:
            os.chmod(file.fileno(), 0o600)  # noqa: PTH101 - by descriptor, before anything is in it
            with (
                gzip.GzipFile("", "wb", 3, file, mtime=0) as compressed,
                tarfile.open(fileobj=compressed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                writer = Writer(tar, manifest)
                yield writer
                writer.finish()
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        fsync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def unpack(source: Path, into: Path) -> Manifest:
    """Unpacks and verifies everything into the empty folder `into`. Raises BadArchive, OSError."""
    found: dict[str, dict[str, Any]] = {}
    manifest = None
    try:
        with tarfile.open(source, "r|gz") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is None:
                    raise BadArchive(f"{member.name} is not a plain file")
                if member.name == MANIFEST:
                    manifest = _manifest(content.read())
                else:
                    found[member.name] = _unpack_one(content, into / _safe(member.name))
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, ValueError) as error:
        raise BadArchive(f"{source} is damaged or is no backup: {error}") from error
    if manifest is None:
        raise BadArchive(f"{source} is incomplete: it has no manifest")
    _compare(manifest, found)
    return manifest


def _safe(name: str) -> Path:
    path = Path(name)
    known = name in BESIDE or name in DATABASES.values() or path.parts[:1] == ("media",)
    if not known or path.is_absolute() or ".." in path.parts:
        raise BadArchive(f"{name} does not belong in a backup")
    return path


def _unpack_one(content: IO[bytes], path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as target:
        os.chmod(target.fileno(), 0o600)  # noqa: PTH101
        while chunk := content.read(CHUNK):
            target.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        os.fsync(target.fileno())
    return {"size": size, "sha256": digest.hexdigest()}


def _manifest(data: bytes) -> Manifest:
    values = json.loads(data)
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise BadArchive("it was made by another version; restore it with that one")
    return Manifest(**values)


def _compare(manifest: Manifest, found: dict[str, dict[str, Any]]) -> None:
    for name in sorted(manifest.files.keys() | found.keys()):
        if manifest.files.get(name) != found.get(name):
            raise BadArchive(f"{name} is not what the manifest says; the backup is damaged")
    if DATABASES.get(manifest.engine) not in found:
        raise BadArchive("the backup holds no database")
