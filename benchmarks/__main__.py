"""`./dev bench NAME [--quick] [--json FILE]`."""

import argparse
from importlib import import_module
from pathlib import Path

from . import rows

NAMES = (
    "documents",
    "federation",
    "federation-in",
    "federation-kills",
    "federation-out",
    "inbox-fuzz",
    "kills",
    "moving",
    "newsletters",
    "reading",
    "renditions",
    "search",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--quick", action="store_true", help="short runs, small data")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to FILE")
    chosen = parser.parse_args()
    module = chosen.name.replace("-", "_")
    found = import_module(f"benchmarks.{module}").run(quick=chosen.quick)
    print(rows.table(found))
    if chosen.json:
        rows.write(found, chosen.json)


if __name__ == "__main__":
    main()
