"""Large pictures that come together need no more memory than one."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from gemeengoed.core.media import reading

from .making import picture

FOUR_AT_ONCE = r"""
import io, re, threading
from django.core.files.base import ContentFile
from PIL import Image
import django
django.setup()
from gemeengoed.core.media import reading
drawn = io.BytesIO()
Image.new("RGBA", (4890, 4890), (3, 4, 5, 200)).save(drawn, "PNG")
def upload():
    reading.read(ContentFile(drawn.getvalue(), "large.png"))
uploads = [threading.Thread(target=upload) for _ in range(4)]
[one.start() for one in uploads]
[one.join() for one in uploads]
status = open("/proc/self/status").read()
print(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells it there")
def test_four_of_24_megapixels_stay_under_500_megabytes(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "GEMEENGOED_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "gemeengoed.project.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", FOUR_AT_ONCE],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 500


def test_who_would_wait_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_WAIT", 0.01)
    done = threading.Event()
    reading._DECODER.submit(done.wait)
    with pytest.raises(ValidationError) as refused:
        reading.read(picture())
    done.set()
    assert refused.value.code == "busy"
    assert reading.read(picture()).width == 60


def test_a_fifth_does_not_wait_at_all() -> None:
    for _place in range(4):
        assert reading._PLACES.acquire(blocking=False)
    try:
        with pytest.raises(ValidationError) as refused:
            reading.read(picture())
    finally:
        for _place in range(4):
            reading._PLACES.release()
    assert refused.value.code == "busy"
