"""Build the search index anew, for instance after a move to another database."""

import argparse

from gemeengoed.core.search import services as search


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    print(f"{search.rebuild()} objects can be found.")
    return 0
