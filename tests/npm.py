"""What tests bring from npm, into `.venv/npm`: mailauth, a second opinion on signatures; caniemail, what each
mail program shows; and Fedify, a server of the fediverse that is not ours (`fediverse.py`). Versions and
hashes stand in `requirements/npm`; no script of a package runs."""

import shutil
import subprocess

import pytest

from tests.running import ROOT

LOCKED = ROOT / "requirements" / "npm"
FOLDER = ROOT / ".venv" / "npm"
FILES = ("package.json", "package-lock.json")


def is_there() -> bool:
    """Whether the packages of this lock, and no others, were brought."""
    if not (FOLDER / "node_modules" / ".package-lock.json").exists():  # npm writes it last
        return False
    return all((FOLDER / name).read_bytes() == (LOCKED / name).read_bytes() for name in FILES)


def bring() -> str:
    """Brings them when they are not there yet. Returns npm's words when it could not, else nothing."""
    if is_there():
        return ""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name in FILES:
        shutil.copy(LOCKED / name, FOLDER)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode:
        shutil.rmtree(FOLDER)
    return (done.stderr.strip() or "npm ci failed") if done.returncode else ""


REASON = "what comes from npm is not here: apt install nodejs npm, then ./dev test"
needs_npm = pytest.mark.skipif(not is_there(), reason=REASON)
