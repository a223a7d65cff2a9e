"""Answer requests, without a supervisor: for many machines behind one proxy."""

import argparse

from gemeengoed.project import web


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000)


def run(options: argparse.Namespace) -> int:
    return web.run(options.host, options.port)
