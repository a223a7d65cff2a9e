"""What stewards change about the commons, its partners and groups; errors that help."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gemeengoed.core import registry
from gemeengoed.core.commons.models import Commons, Group, Partnership
from gemeengoed.core.commons.services.groups import save_group
from gemeengoed.core.commons.services.partners import add_partner
from gemeengoed.core.commons.services.programme import save_question
from gemeengoed.core.people.models import Organisation
from gemeengoed.core.people.services import create_organisation

from .conftest import Cast

GENERAL = {
    "names_nl": "De Werf",
    "names_en": "The Yard",
    "purpose_nl": "Samen *varen*.",
    "purpose_en": "",
    "language": "nl",
    "licence": "CC-BY-4.0",
    "joining": "open",
}


def _now(cast: Cast) -> Commons:
    return Commons.objects.select_related("actor").get(pk=cast.commons.pk)


def _png() -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (40, 20), "green").save(file, "PNG")
    return SimpleUploadedFile("veld.png", file.getvalue(), "image/png")


@pytest.fixture(autouse=True)
def _own_media(tmp_path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


def test_general_settings(cast: Cast) -> None:
    assert cast.clients["steward"].post("/@werf/settings/", GENERAL).status_code == 302
    commons = _now(cast)
    assert commons.names == {"nl": "De Werf", "en": "The Yard"}
    assert commons.purpose == {"nl": "Samen *varen*."}
    assert (commons.licence, commons.joining, commons.actor.name) == (
        "CC-BY-4.0",
        "open",
        "De Werf",
    )
    for language, name in (("nl", "De Werf"), ("en", "The Yard")):
        assert f"<h1>{name}</h1>" in cast.clients["visitor"].get(f"/@werf/?lang={language}").text


def test_an_unknown_licence_names_what_comes_near(cast: Cast) -> None:
    form = GENERAL | {"licence": "CC-BY-SA-5.0"}
    answer = cast.clients["steward"].post("/@werf/settings/", form)
    assert answer.status_code == 200
    assert "CC-BY-SA-4.0" in str(answer.context["form"].errors["licence"])
    assert "Samen *varen*." in answer.text
    assert _now(cast).licence == "CC-BY-SA-4.0"
    assert _now(cast).purpose == {}


def test_a_commons_keeps_a_name(cast: Cast) -> None:
    answer = cast.clients["steward"].post(
        "/@werf/settings/", GENERAL | {"names_nl": " ", "names_en": ""}
    )
    assert answer.status_code == 200
    assert "names_nl" in answer.context["form"].errors


def test_sections_are_switched(cast: Cast) -> None:
    slugs = [one.slug for one in registry.optional()]
    assert _now(cast).capabilities == slugs
    client = cast.clients["steward"]
    client.post("/@werf/settings/sections/", {"capabilities": slugs[:1]})
    assert _now(cast).capabilities == slugs[:1]
    client.post("/@werf/settings/sections/", {})
    assert _now(cast).capabilities == []
    client.post("/@werf/settings/sections/", {"capabilities": ["zomaar"]})
    assert _now(cast).capabilities == []


def test_a_picture_needs_words(cast: Cast) -> None:
    client, address = cast.clients["steward"], "/@werf/settings/picture/"
    assert client.post(address, {"picture": _png()}).status_code == 200
    assert _now(cast).picture is None
    form = {"picture": _png(), "alt_nl": "Een groen veld."}
    assert client.post(address, form).status_code == 302
    assert _now(cast).picture is not None
    assert 'alt="Een groen veld."' in cast.clients["visitor"].get("/@werf/?lang=nl").text
    client.post(address, {"remove": "1"})
    assert _now(cast).picture is None


def test_a_file_that_is_no_picture_is_refused(cast: Cast) -> None:
    file = SimpleUploadedFile("veld.png", b"geen plaatje", "image/png")
    answer = cast.clients["steward"].post(
        "/@werf/settings/picture/", {"picture": file, "alt_nl": "Een veld."}
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "Een veld." in answer.text


def test_a_new_organisation_becomes_partner_and_moves(cast: Cast) -> None:
    client = cast.clients["steward"]
    for name in ("hout", "touw"):
        form = {"name": name.capitalize(), "handle": name, "role": "partner"}
        answer = client.post("/@werf/settings/partners/new/", form)
        assert answer.status_code == 302
    client.post("/@werf/settings/partners/touw/move/", {"to": "up"})
    order = Partnership.objects.values_list("organisation__actor__handle", flat=True)
    assert list(order) == ["touw", "hout"]
    page = cast.clients["visitor"].get("/@werf/").text
    assert 0 < page.index("Touw") < page.index("Hout")
    client.post("/@werf/settings/partners/touw/remove/")
    assert Partnership.objects.count() == 1
    assert Organisation.objects.count() == 2


def test_a_taken_address_for_an_organisation_is_told(cast: Cast) -> None:
    form = {"name": "Werf", "handle": "werf", "role": "partner", "description_nl": "Bouwt."}
    answer = cast.clients["steward"].post("/@werf/settings/partners/new/", form)
    assert answer.status_code == 200
    assert "handle" in answer.context["form"].errors
    assert "Bouwt." in answer.text
    assert not Partnership.objects.exists()


def test_the_same_partner_twice_is_refused(cast: Cast) -> None:
    client = cast.clients["steward"]
    client.post(
        "/@werf/settings/partners/new/", {"name": "Hout", "handle": "hout", "role": "partner"}
    )
    form = {"organisation": Organisation.objects.get().pk, "role": "initiator"}
    assert client.post("/@werf/settings/partners/", form).status_code == 200
    assert Partnership.objects.get().role == "partner"


def test_a_group_is_made_changed_and_removed(cast: Cast) -> None:
    client = cast.clients["steward"]
    editor = cast.commons.memberships.get(person=cast.person("editor"))
    form = {"name": "Redactie", "description": "Leest na.", "members": [editor.pk]}
    client.post("/@werf/settings/groups/new/", form)
    group = Group.objects.get()
    assert [one.pk for one in group.members.all()] == [editor.pk]
    assert "Redactie" in cast.clients["member"].get("/@werf/people/").text
    assert "Redactie" not in cast.clients["visitor"].get("/@werf/people/").text
    client.post(f"/@werf/settings/groups/{group.slug}/", {"name": "Kernploeg"})
    group.refresh_from_db()
    assert (group.name, group.members.count()) == ("Kernploeg", 0)
    client.post(f"/@werf/settings/groups/{group.slug}/remove/")
    assert not Group.objects.exists()


def test_a_group_called_new_gets_an_address_of_its_own(cast: Cast) -> None:
    cast.clients["steward"].post("/@werf/settings/groups/new/", {"name": "New"})
    assert Group.objects.get().slug == "new-2"


def test_another_commons_settings_stay_closed(cast: Cast, make_commons) -> None:  # type: ignore[no-untyped-def]
    make_commons("tuin")
    assert cast.clients["steward"].post("/@tuin/settings/", GENERAL).status_code == 403


def test_the_page_of_a_picture_opens_with_its_words_and_without_errors(cast: Cast) -> None:
    form = {"picture": _png(), "alt_nl": "Een veld.", "alt_en": ""}
    assert cast.clients["steward"].post("/@werf/settings/picture/", form).status_code == 302
    page = cast.clients["steward"].get("/@werf/settings/picture/")
    assert not page.context["form"].errors
    assert 'value="Een veld."' in page.text
    assert "error-summary" not in page.text


def test_removing_a_partner_asks_first(cast: Cast) -> None:
    steward = cast.person("steward")
    add_partner(cast.commons, create_organisation("waag", "Waag", steward), steward)
    address = "/@werf/settings/partners/waag/remove/"
    page = cast.clients["steward"].get(address)
    assert "Waag" in page.text
    assert Partnership.objects.count() == 1
    assert cast.clients["steward"].post(address).status_code == 302
    assert not Partnership.objects.exists()


def test_removing_a_group_asks_first(cast: Cast) -> None:
    save_group(cast.commons, cast.person("steward"), name="Redactieraad")
    address = "/@werf/settings/groups/redactieraad/remove/"
    assert "Redactieraad" in cast.clients["steward"].get(address).text
    assert Group.objects.count() == 1
    cast.clients["steward"].post(address)
    assert not Group.objects.exists()


def test_a_move_is_told_and_keeps_the_focus_on_its_button(cast: Cast) -> None:
    steward = cast.person("steward")
    slugs = [save_question(cast.commons, steward, text={"en": f"Why {n}?"}).slug for n in "abc"]
    address = f"/@werf/settings/questions/{slugs[0]}/move/"
    page = cast.clients["steward"].post(address, {"to": "down"}, follow=True).text
    assert "Moved to place 2." in page
    [focused] = re.findall(r"<button[^>]*autofocus[^>]*>(.*?)</button>", page)
    assert focused.startswith("Down")
    assert "Why a?" in focused
    last = cast.clients["steward"].post(address, {"to": "down"}, follow=True).text
    [focused] = re.findall(r"<button[^>]*autofocus[^>]*>(.*?)</button>", last)
    assert focused.startswith("Up"), "the last one has no button down"


def test_pages_tell_of_public_roles_and_partnerships(cast: Cast) -> None:
    steward = cast.person("steward")
    add_partner(cast.commons, create_organisation("waag", "Waag", steward), steward)
    visitor = cast.clients["visitor"]
    for handle, told in (("waag", True), ("editor", True), ("member", False)):
        assert ('<a href="/@werf/">Werf</a>' in visitor.get(f"/@{handle}/").text) == told
