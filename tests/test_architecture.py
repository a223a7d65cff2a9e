"""The shape of the house: layers, budgets, and what import-linter cannot see."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from gemeengoed.project.configuration import SETTINGS

ROOT = Path(__file__).parent.parent
CODE = ROOT / "gemeengoed"
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
FORBIDDEN = ("utils.py", "helpers.py", "misc.py", "common.py", "signals.py")
FREE_LICENCES = {
    "MIT", "MIT-0", "ISC", "0BSD", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "CC0-1.0",
    "(MIT OR CC0-1.0)",
}  # fmt: skip
CAPABILITIES = sorted(path.parent.name for path in CODE.glob("capabilities/*/apps.py"))


def python_files() -> Iterator[Path]:
    for folder in (CODE, ROOT / "tests", ROOT / "benchmarks"):
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of its body, without decorators and docstring."""
    body = function.body
    documented = ast.get_docstring(function) is not None
    first = body[1] if documented and len(body) > 1 else body[0]
    return (function.end_lineno or 0) - first.lineno + 1


def test_layers_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_every_app_is_in_the_contract_about_its_inside() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {c["id"]: c for c in table["tool"]["importlinter"]["contracts"]}
    with_layers = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in CODE.glob("*/*/apps.py")
        if any(
            (path.parent / layer).exists()
            for layer in ("views.py", "views", "services.py", "services")
        )
    }
    assert with_layers <= set(contracts["inside"]["containers"])


def test_files_stay_within_400_lines() -> None:
    long = {
        name(p): n for p in python_files() if (n := p.read_text("utf-8").count("\n")) > LONGEST_FILE
    }
    assert long == {}


def test_functions_stay_within_40_lines() -> None:
    long = {
        f"{name(path)}:{function.lineno} {function.name}": lines_of(function)
        for path in python_files()
        for function in functions(path)
        if lines_of(function) > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_file_is_called_after_nothing() -> None:
    assert [name(path) for path in python_files() if path.name in FORBIDDEN] == []


def test_declarations_are_short() -> None:
    """At most 40 lines that say something: a declaration names what the other files do."""
    said = {
        name(path): sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())
        for path in CODE.glob("capabilities/*/apps.py")
    }
    assert {path: lines for path, lines in said.items() if lines > 40} == {}


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_no_foreign_key_by_name_to_another_capability(capability: str) -> None:
    others = "|".join(other for other in CAPABILITIES if other != capability) or "(?!)"
    by_name = re.compile(rf"""(ForeignKey|OneToOneField|ManyToManyField)\(\s*["']({others})\.""")
    files = (CODE / "capabilities" / capability).rglob("*.py")
    assert [name(path) for path in files if by_name.search(path.read_text("utf-8"))] == []


def test_the_core_knows_no_capability_by_name() -> None:
    slugs = "|".join(CAPABILITIES)
    by_name = re.compile(
        rf"""(ForeignKey|OneToOneField|ManyToManyField)\(\s*["']({slugs})\.|reverse\(\s*["']({slugs}):"""
    )
    in_template = re.compile(rf"""\{{%\s*url\s+["']({slugs}):""")
    files = [p for p in (CODE / "core").rglob("*.py") if "tests" not in p.parts]
    assert [name(path) for path in files if by_name.search(path.read_text("utf-8"))] == []
    templates = (CODE / "core").rglob("*.html")
    assert [name(path) for path in templates if in_template.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_no_template_names_the_addresses_of_another_capability(capability: str) -> None:
    others = "|".join(other for other in CAPABILITIES if other != capability) or "(?!)"
    foreign = re.compile(rf"""\{{%\s*url\s+["']({others}):""")
    templates = (CODE / "capabilities" / capability).rglob("*.html")
    assert [name(path) for path in templates if foreign.search(path.read_text("utf-8"))] == []


def test_nobody_makes_requests_but_the_guarded_client() -> None:
    """Whoever wants something from another server uses `core.fetching`; mail alone speaks SMTP."""
    allowed = {
        "smtplib": ("core/mail/", "project/health_checks.py"),  # which greets the relay
        "http.client": ("project/supervisor.py",),  # which asks its own web process how it is
        "aiohttp": ("core/fetching/",),
    }
    clients = (*allowed, "urllib.request", "requests", "httpx", "urllib3", "ftplib", "websockets")
    wrong = [
        (name(path), client)
        for path in CODE.rglob("*.py")
        if "tests" not in path.parts
        for client in clients
        if _imports(path, client)
        and not str(path.relative_to(CODE)).startswith(allowed.get(client, ("-",)))
    ]
    assert wrong == []


def _imports(path: Path, module: str) -> bool:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{one}" for one in names)]
        elif not isinstance(node, ast.Import):
            continue
        if any(one == module or one.startswith(f"{module}.") for one in names):
            return True
    return False


def test_templates_have_no_inline_scripts_or_styles() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=\"|\son[a-z]+=\"", re.IGNORECASE
    )
    allowed = re.compile(r'<script type="application/(ld\+)?json"')
    in_mail = CODE / "core" / "mail" / "templates" / "mail" / "shell.html"  # has no other way
    wrong = [
        name(path)
        for path in CODE.rglob("*.html")
        if path != in_mail and "tests" not in path.parts
        for found in inline.finditer(path.read_text("utf-8"))
        if not allowed.match(found[0])
    ]
    assert wrong == []


def test_locks_hold_hashes_and_no_addresses() -> None:
    for lock in ("base.txt", "dev.txt"):
        text = (ROOT / "requirements" / lock).read_text("utf-8")
        assert "://" not in text
        packages = [line for line in text.splitlines() if line and not line.startswith(" ")]
        assert packages
        assert all("==" in line and line.endswith("\\") for line in packages), lock


def test_what_tests_bring_from_npm_is_hashed_without_addresses_and_of_free_licences() -> None:
    lock = (ROOT / "requirements" / "npm" / "package-lock.json").read_text("utf-8")
    assert "://" not in lock
    packages = [one for name, one in json.loads(lock)["packages"].items() if name]
    assert packages
    assert all(one["integrity"].startswith("sha512-") for one in packages)
    assert {one["license"] for one in packages} <= FREE_LICENCES


def test_every_licence_that_is_named_is_there() -> None:
    table = tomllib.loads((ROOT / "REUSE.toml").read_text("utf-8"))
    named = {a["SPDX-License-Identifier"] for a in table["annotations"]}
    assert named == {path.stem for path in (ROOT / "LICENSES").glob("*.txt")}


def test_every_setting_is_explained_to_operators() -> None:

    page = (ROOT / "docs" / "operate.md").read_text("utf-8")
    assert [s.name for s in SETTINGS if f"`{s.name}`" not in page] == []
