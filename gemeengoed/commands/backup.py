"""Write everything to one file while the server runs: database, files, secret key and settings.

The file holds personal data and the key that signs cookies: keep it as you would keep a password.
"""

import argparse
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from gemeengoed import __version__
from gemeengoed.project import configuration, failures, leftovers, snapshot
from gemeengoed.project.archive import DATABASES, Manifest, Writer, writing
from gemeengoed.project.data_folder import BESIDE


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write it, such as backup.tar.gz")
    parser.add_argument(
        "--without-files",
        action="store_true",
        help="leave out what people brought in media/: quick, for going back on this same machine",
    )


def run(options: argparse.Namespace) -> int:
    values = configuration.read()
    folder = options.file.resolve().parent
    if not folder.is_dir():
        raise ValueError(f"the folder {folder} is not there; make it first, or name another")
    try:
        manifest = write(options.file.resolve(), values, with_files=not options.without_files)
    except (OSError, sqlite3.Error) as error:
        if not failures.is_full(error):
            raise
        raise ValueError(f"{failures.full(folder)}; there is no backup") from error
    rows = sum(manifest.tables.values())
    media = sum(name.startswith("media/") for name in manifest.files)
    print(f"{options.file}: {rows} rows in {len(manifest.tables)} tables, {media} files.")
    for name in manifest.missing:
        print(f"Not there, though the database speaks of it: {name}")
    return 0


def write(target: Path, values: dict[str, str], *, with_files: bool = True) -> Manifest:
    """Writes the backup at `target` and returns its manifest. Raises SnapshotError, OSError."""
    data, url = Path(values["GEMEENGOED_DATA"]), values["DATABASE_URL"]
    engine = "postgresql" if url else "sqlite"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(__version__, now, engine, with_files=with_files)
    leftovers.remove(target.parent)
    with tempfile.TemporaryDirectory(prefix=leftovers.prefix(), dir=target.parent) as folder:
        copy = Path(folder) / DATABASES[engine]
        if url:
            seen = snapshot.of_postgresql(url, copy)
        else:
            seen = snapshot.of_sqlite(data / "gemeengoed.sqlite3", copy)
        manifest.tables = seen.tables
        with writing(target, manifest) as writer:
            writer.add(copy.name, copy)
            _add_rest(writer, data, seen.media if with_files else [])
    return manifest


def _add_rest(writer: Writer, data: Path, media: list[str]) -> None:
    for name in BESIDE:
        if (data / name).exists():
            writer.add(name, data / name)
    for name in media:
        try:
            writer.add(f"media/{name}", data / "media" / name)
        except FileNotFoundError:
            writer.manifest.missing.append(name)
