"""Write a commons with everything in it to one file, which `import` of another server takes in."""

import argparse
import os
from pathlib import Path

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.transfer import leaving


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("commons", help="handle of the commons")
    parser.add_argument("file", type=Path, help="where to write it; replaced when it is there")


def run(options: argparse.Namespace) -> int:
    handle = options.commons.removeprefix("@").lower()
    commons = Commons.objects.select_related("actor").filter(actor__handle=handle).first()
    if commons is None:
        raise ValueError(f"there is no commons @{handle} here")
    beside = options.file.with_name(f".{options.file.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            manifest = leaving.write(commons, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(options.file)
    except OSError as error:
        raise ValueError(f"{options.file} cannot be written: {error}") from error
    finally:
        beside.unlink(missing_ok=True)
    for part, rows in manifest.counts.items():
        print(f"  {part:20} {rows:8,}")
    print(f"@{handle} is in {options.file}, {options.file.stat().st_size:,} bytes.")
    return 0
