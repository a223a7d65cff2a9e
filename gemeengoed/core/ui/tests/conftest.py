"""Templates are rendered here without collectstatic having run."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _static_files_as_they_lie(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
