from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import create_actor


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def owner(set_up: None) -> Actor:
    return create_actor("tuin", ActorKind.COMMONS, "Tuin")
