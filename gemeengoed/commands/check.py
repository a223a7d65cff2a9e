"""Explain every setting and look whether all is well; `check log` looks at one part only.

Ends with 1 when something is wrong. Parts: settings, database, jobs, and whatever declares `checks`.
"""

import argparse
from collections.abc import Callable, Iterable

from gemeengoed.core import registry
from gemeengoed.core.registry import Finding
from gemeengoed.project import health_checks
from gemeengoed.project.failures import explained

Check = Callable[[], Iterable[Finding]]
SIGNS = {"good": "  ok   ", "warning": "  note ", "error": "  WRONG"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("part", nargs="?", choices=sorted(parts()), help="default: all")


def run(options: argparse.Namespace) -> int:
    wrong = False
    for name, checks in parts().items():
        if options.part in (None, name):
            print(f"\n{name}")
            for check in checks:
                wrong |= _print(_asked(check))
    print("\nSomething is wrong; see WRONG above." if wrong else "\nAll is well.")
    return 1 if wrong else 0


def parts() -> dict[str, list[Check]]:
    """Name of each part to what it checks: the project's own, then what core and capabilities declare."""
    found: dict[str, list[Check]] = {
        name: list(checks) for name, checks in health_checks.PARTS.items()
    }
    for capability in registry.capabilities():
        if capability.checks:
            found.setdefault(capability.slug, []).extend(capability.checks)
    return found


def _asked(check: Check) -> list[Finding]:
    """What it finds; a check that cannot be done is itself something wrong, and stops no other."""
    try:
        return list(check())
    except Exception as error:
        name = getattr(check, "__name__", "check")
        why = explained(error) or f"{type(error).__name__}: {error}"
        return [("error", f"{name} could not be done: {why}")]


def _print(findings: list[Finding]) -> bool:
    for level, message in findings:
        print(f"{SIGNS[level]} {message}")
    return any(level == "error" for level, _ in findings)
