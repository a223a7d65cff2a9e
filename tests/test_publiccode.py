"""publiccode.yml, by which catalogues of public software find this one."""

import json
import re
import shutil
import subprocess

import pytest

from gemeengoed import __version__
from tests.running import ROOT

DESCRIBED = ROOT / "publiccode.yml"


def test_it_names_the_version_that_this_is() -> None:
    named = re.search(r'^softwareVersion: "(.+)"$', DESCRIBED.read_text("utf-8"), re.MULTILINE)
    assert named
    assert named[1] == __version__


def test_its_parser_misses_nothing_but_the_address_of_the_repository() -> None:
    """With `publiccode-parser` (github.com/italia/publiccode-parser-go), on machines that have it."""
    parser = shutil.which("publiccode-parser")
    if parser is None:
        pytest.skip("publiccode-parser is not installed")
    said = subprocess.run(
        [parser, "-no-network", "-json", str(DESCRIBED)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [one["key"] for one in json.loads(said.stdout)] == ["url"]
