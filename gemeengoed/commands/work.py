"""Run jobs and the clock, without a supervisor: on one or many machines."""

import argparse

from gemeengoed.project import configuration, lifeline, migrating, work


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--threads", type=int, help="jobs at the same time (GEMEENGOED_WORK_THREADS)"
    )


def run(options: argparse.Namespace) -> int:
    values = configuration.read()
    if not lifeline.is_there():
        migrating.require_fitting(values)
    threads = options.threads or int(values["GEMEENGOED_WORK_THREADS"])
    return work.run(threads)
