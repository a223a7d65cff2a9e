"""The demonstration is made once, whole, and building it again changes nothing."""

import json
import stat
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client

from gemeengoed.core.commons.models import Commons, MemberRole, Membership
from gemeengoed.core.commons.principles import keys
from gemeengoed.core.commons.queries import latest_charter
from gemeengoed.core.demonstration.build import build
from gemeengoed.core.instance import queries as instance
from gemeengoed.core.log.services import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:  # type: ignore[no-untyped-def]
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def _counts() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in ("contenttypes", "auth", "sessions")
    }


def test_it_makes_the_workshop_and_its_log_ins(folder: Path) -> None:
    passwords = build()
    commons = Commons.objects.get(actor__handle="werkplaats")
    roles = dict(Membership.objects.values_list("person__username", "role"))
    assert roles == {
        "steward": MemberRole.STEWARD,
        "editor": MemberRole.EDITOR,
        "member": MemberRole.MEMBER,
    }
    assert set(passwords) == set(roles)
    assert commons.questions.filter(main=True).count() == 1
    assert commons.questions.count() == 6
    assert commons.phases.count() == 3
    assert commons.partnerships.count() >= 5
    assert commons.picture is not None
    assert set(commons.picture_alt) == {"nl", "en"}
    charter = latest_charter(commons)
    assert charter is not None
    assert sorted(charter.answers) == sorted(keys())
    assert verify() == []


def test_the_log_ins_work_and_only_the_owner_reads_the_file(folder: Path) -> None:
    passwords = build()
    file = folder / "demo-logins.json"
    assert json.loads(file.read_text("utf-8")) == passwords
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for name, password in passwords.items():
        client = Client()
        form = {"login": name, "password": password}
        assert client.post("/accounts/login/", form).status_code == 302
        assert client.get("/@werkplaats/leave/").status_code == 200


def test_building_again_changes_nothing(folder: Path) -> None:
    build()
    # Somebody, or an older version of the demonstration, gave a text of a series another address.
    texts = apps.get_model("publications", "Publication")._default_manager
    assert texts.filter(number=2).update(slug="elders") == 1
    before = _counts()
    assert build() == {}
    assert _counts() == before


def test_the_server_is_set_up_and_shows_the_workshop(folder: Path, client: Client) -> None:
    build()
    settings = instance.current()
    assert (settings.name, settings.sign_up) == ("Gemeengoed", "open")
    page = client.get("/", {"lang": "nl"}).text
    assert "Transitiewerkplaats Digitale Gemeenschapsgoederen" in page
    assert "Onderzoek en kennis delen" in page
    assert "PublicSpaces" in page


def test_what_people_changed_stays(folder: Path) -> None:
    build()
    commons = Commons.objects.get(actor__handle="werkplaats")
    commons.phases.all()[0].delete()
    commons.purpose = {"nl": "Iets anders"}
    commons.save()
    build()
    again = Commons.objects.get(pk=commons.pk)
    assert (again.purpose, again.phases.count()) == ({"nl": "Iets anders"}, 2)
