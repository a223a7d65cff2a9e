"""docs/adding-a-capability.md is done to the letter in a copy of the code."""

import difflib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "adding-a-capability.md"
FILE = re.compile(r"^`(gemeengoed/[^`]+)`\n\n```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
ONE_LINE = re.compile(r"## 6\..*?```python\n(.*?)\n```", re.DOTALL)

USE_IT = """
import django, os
django.setup()
from django.test import Client
from gemeengoed.core.activity.services import distribute
from gemeengoed.core.commons.services import create_commons
from gemeengoed.core.instance.services import mark_set_up
from gemeengoed.core.people.services import create_person
mark_set_up()
ada = create_person("ada", "Ada", "ada@example.org", "a long enough password")
commons = create_commons("werf", {"en": "Werf"}, ada, capabilities=["publications", "thanks"])
client = Client(SERVER_NAME="localhost")
assert client.post("/@werf/thanks/", {"words": "hello"}).status_code == 403, "a visitor may not"
client.force_login(ada, backend="gemeengoed.core.people.backend.AuthenticationBackend")
empty = client.post("/@werf/thanks/", {"words": " "})
assert empty.status_code == 200, empty.status_code
answer = client.post("/@werf/thanks/", {"words": "Thanks for the wonderful soup"})
assert answer.status_code == 302, answer.status_code
distribute()
page = Client(SERVER_NAME="localhost").get("/@werf/", headers={"accept-language": "en"}).content.decode()
assert "Take part" in page
found = Client(SERVER_NAME="localhost").get("/search/?q=wonderfull+soup&lang=en").content.decode()
assert answer["Location"] in found, "the search does not find it"
print("DONE")
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(
        ROOT / "gemeengoed", tmp_path / "gemeengoed", ignore=shutil.ignore_patterns("__pycache__")
    )
    return tmp_path


def follow_the_page(copy: Path) -> None:
    text = PAGE.read_text("utf-8")
    for name, content in FILE.findall(text):
        path = copy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (copy / "gemeengoed/capabilities/thanks/__init__.py").touch()
    line = ONE_LINE.search(text)
    assert line is not None
    settings = copy / "gemeengoed/project/settings.py"
    before = settings.read_text("utf-8")
    settings.write_text(
        before.replace("CAPABILITIES = [\n", f"CAPABILITIES = [\n{line[1]}\n"), "utf-8"
    )


def changed_lines_outside(copy: Path) -> list[str]:
    changed = []
    for path in sorted((copy / "gemeengoed").rglob("*.py")):
        name = path.relative_to(copy)
        if "thanks" in name.parts:
            continue
        old = (ROOT / name).read_text("utf-8").splitlines()
        new = path.read_text("utf-8").splitlines()
        changed += [d for d in difflib.ndiff(old, new) if d[:2] in ("+ ", "- ")]
    return changed


def run(copy: Path, *arguments: str) -> str:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("GEMEENGOED", "DATABASE"))},
        "GEMEENGOED_DATA": str(copy / "data"),
        "PYTHONPATH": str(copy),
        "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings",
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_adds_a_working_capability_with_one_line_outside_its_folder(copy: Path) -> None:
    follow_the_page(copy)
    assert changed_lines_outside(copy) == ['+     "gemeengoed.capabilities.thanks",']
    run(copy, "-m", "django", "makemigrations", "thanks")
    run(copy, "-m", "django", "migrate", "-v0")
    run(copy, "-m", "django", "collectstatic", "--noinput", "-v0")
    assert "DONE" in run(copy, "-c", USE_IT)
