"""How many files and connections a process may have open (getrlimit(2), RLIMIT_NOFILE)."""

import resource

MOST = 16_384
"""More helps nobody, and some libraries go over all that are allowed."""


def allow_more() -> int:
    """Raises the limit that holds to the one up to which we may, within `MOST`; returns what holds now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
