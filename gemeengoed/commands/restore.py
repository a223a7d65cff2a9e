"""Bring a backup back. Everything is verified first; then the server stands still for a moment.

What was there is set aside until the new has taken its place, and comes back when anything fails.
"""

import argparse
import shutil
from pathlib import Path

from gemeengoed.project import configuration, restoring, snapshot
from gemeengoed.project.archive import DATABASES, BadArchive, Manifest, unpack
from gemeengoed.project.occupation import standing_still

HELD = (
    "No mail goes out until an operator says so, under Settings, Mail of the server, Mail to many: what waits"
    " in the backup may have gone out since."
)
NOT_HELD = (
    "This backup is of a version that could not hold mail: what waits in it goes out once the server runs,"
    " also what went out since. To look first, start it with GEMEENGOED_EMAIL_URL empty."
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `gemeengoed backup` wrote")
    parser.add_argument(
        "--replace", action="store_true", help="give up what the data folder and the database hold"
    )
    parser.add_argument(
        "--let-mail-go",
        action="store_true",
        help="send what waits in the backup at once: only when nothing went out since it was made",
    )


def run(options: argparse.Namespace) -> int:
    data = configuration.data_folder()
    data.mkdir(parents=True, exist_ok=True)
    manifest = bring_back(
        options.file, data, replace=options.replace, lets_mail_go=options.let_mail_go
    )
    print(f"Restored the backup of {manifest.created} (version {manifest.version}).")
    if not options.let_mail_go:
        url = configuration.read()["DATABASE_URL"]
        held = snapshot.mail_is_held(data / "gemeengoed.sqlite3", url)
        print(HELD if held else NOT_HELD)
    print("If no server runs on this folder: `gemeengoed migrate`, or start it.")
    return 0


def bring_back(source: Path, data: Path, *, replace: bool, lets_mail_go: bool = False) -> Manifest:
    """Fills the data folder and the database. Nothing is sent from it until an operator says so, unless
    `lets_mail_go`. Raises BadArchive, SnapshotError, OSError."""
    if not source.exists():
        raise BadArchive(f"{source} is not there")
    restoring.undo_half_done(data)
    folder = restoring.workplace(data)
    new = folder / "new"
    manifest = unpack(source, new)
    url = configuration.read(new if (new / "gemeengoed.toml").exists() else data)["DATABASE_URL"]
    _check_engine(manifest, url)
    if not replace:
        _refuse_to_lose(data, url)
    dump = new / DATABASES[manifest.engine]
    if manifest.engine == "sqlite":
        _check_rows(manifest, snapshot.inspect_sqlite(dump))
        if not lets_mail_go:
            snapshot.hold_mail_sqlite(dump)
        dump.rename(new / "gemeengoed.sqlite3")
    stays = not manifest.with_files or _is_elsewhere(data / "media")
    if stays and (new / "media").is_dir():
        shutil.copytree(new / "media", data / "media", dirs_exist_ok=True)
    with standing_still(data):
        restoring.swap(
            data,
            lambda: (
                snapshot.into_postgresql(url, dump, holds_mail=not lets_mail_go) if url else None
            ),
            stays=["media"] if stays else [],
        )
    return manifest


def _refuse_to_lose(data: Path, url: str) -> None:
    if url:
        place, holds = snapshot.host_and_name(url), snapshot.postgresql_holds_people(url)
    else:
        place, holds = str(data), snapshot.sqlite_holds_people(data / "gemeengoed.sqlite3")
    if holds:
        raise ValueError(
            f"{place} holds a server already. Choose an empty one, or add --replace: then what is there "
            "now is lost; make a backup of it first."
        )


def _is_elsewhere(folder: Path) -> bool:
    """Whether the files stand in a folder that several machines share, which is no part to be renamed.
    They are named by what they hold and never change, so those of the backup are put beside the others."""
    return folder.is_symlink() or folder.is_mount()


def _check_engine(manifest: Manifest, url: str) -> None:
    if manifest.engine == "postgresql" and not url:
        raise BadArchive("this backup is of PostgreSQL: set DATABASE_URL to a database for it")
    if manifest.engine == "sqlite" and url:
        raise BadArchive("this backup is of SQLite: restore it with DATABASE_URL unset, then move")


def _check_rows(manifest: Manifest, seen: snapshot.Snapshot) -> None:
    if manifest.tables != seen.tables:
        raise BadArchive("the database does not hold the rows that the manifest counts")
