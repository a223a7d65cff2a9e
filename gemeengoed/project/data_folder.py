"""What stands in the data folder beside database and media, and putting it safely on the disk."""

import os
from pathlib import Path

BESIDE = ("secret.key", "gemeengoed.toml", "demo-logins.json")


def fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
