"""A process that works may open as many files as it is allowed to, and keeps its connections below that."""

import subprocess
import sys

BEGIN = """
import resource
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, min(hard, {hard})))
"""
RAISED = """
from gemeengoed.project import open_files
print(open_files.allow_more(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""
ROOM = """
from gemeengoed.core.federation.outgoing.room import room
print(*room())
"""


def output(code: str, soft: int, hard: int) -> list[int]:
    """What a process prints that begins with these limits."""
    command = [sys.executable, "-c", BEGIN.format(soft=soft, hard=hard) + code]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [int(word) for word in printed.split()]


def test_the_limit_is_raised_to_what_is_allowed() -> None:
    assert output(RAISED, 200, 700) == [700, 700]


def test_a_limit_that_is_the_highest_already_stays() -> None:
    assert output(RAISED, 500, 500) == [500, 500]


def test_deliveries_on_their_way_fit_within_the_files_that_may_be_open() -> None:
    assert output(ROOM, 4000, 4000) == [300, 200, 200]
    most, unproven, kept = output(ROOM, 400, 400)
    assert unproven < most <= 100
    assert kept < 100
