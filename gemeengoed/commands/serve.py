"""Start everything: prepare, then web and work, until Ctrl-C."""

import argparse

from gemeengoed.project.supervisor import Supervisor


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)"
    )
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--demo", action="store_true", help="with the demonstration: the werkplaats"
    )


def run(options: argparse.Namespace) -> int:
    return Supervisor(options.host, options.port, demo=options.demo).run()
