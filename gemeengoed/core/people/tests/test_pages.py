"""Profiles, organisations, and what anonymous readers do not get: cookies."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from PIL import Image

from gemeengoed.core.instance import services as instances
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.people.models import Affiliation
from gemeengoed.core.people.permissions import may, organisation_makers
from gemeengoed.core.people.queries import may_speak_for
from gemeengoed.core.people.services import create_organisation, organisations


def picture(name: str = "ik.png"):
    file = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(file, "PNG")
    file.seek(0)
    file.name = name
    return file


@pytest.fixture
def ada(make_person):
    return make_person("ada")


@pytest.mark.django_db
def test_a_profile_with_picture_and_words(ada, client_for) -> None:
    client = client_for(ada)
    told = {"name": "Ada L.", "summary": "Ik maak *kaarten*. <script>", "time_zone": ""}
    refused = client.post("/settings/profile/", {**told, "picture": picture()})
    assert "picture_alt" in refused.context["form"].errors
    assert "Ik maak *kaarten*" in refused.content.decode(), "nothing typed is lost"
    alt = {"picture_alt": "Ada bij een kaart"}
    answer = client.post("/settings/profile/", {**told, **alt, "picture": picture()})
    assert answer.status_code == 302
    page = Client().get("/@ada/").content.decode()
    assert "Ada L." in page
    assert 'alt="Ada bij een kaart"' in page
    assert "<em>kaarten</em>" in page
    assert "<script>" not in page.replace("<script src", "")
    client.post("/settings/profile/remove-picture/")
    assert "Ada bij een kaart" not in Client().get("/@ada/").content.decode()


@pytest.mark.django_db
def test_the_language_of_a_person(ada, client_for) -> None:
    client = client_for(ada)
    client.post("/settings/language/", {"language": "en"})
    assert "Where you are logged in" in client.get("/settings/security/").content.decode()
    answer = client.post("/language/", {"language": "nl", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert '<html lang="nl"' in client.get("/settings/security/").content.decode()


@pytest.mark.django_db
def test_no_cookies_for_anonymous_readers(ada, make_person) -> None:
    create_organisation("waag", "De Waag", make_person("baas", is_steward=True))
    client = Client()
    for address in ("/@ada/", "/@waag/", "/organisations/", "/colours.css", "/invitation/x/", "/"):
        answer = client.get(address)
        assert answer.status_code in (200, 404), address
        assert not answer.cookies, address
    for address in ("/accounts/login/", "/accounts/signup/"):
        assert set(client.get(address).cookies) <= {"csrf"}, address


@pytest.mark.django_db
def test_an_affiliation_counts_when_the_person_confirms_it(ada, make_person, client_for) -> None:
    operator = make_person("baas", is_steward=True)
    waag = create_organisation("waag", "De Waag", operator)
    operating = client_for(operator)
    data = {"person": "@Ada", "position": "kaartenmaker", "may_speak": "on"}
    assert operating.post("/organisations/waag/people/", data).status_code == 302
    assert may_speak_for(ada) == []
    assert "kaartenmaker" not in Client().get("/@waag/").content.decode()
    row = Affiliation.objects.get(person=ada)
    other = client_for(make_person("eva"))
    assert other.post(f"/settings/organisations/{row.pk}/confirm/").status_code == 403
    client_for(ada).post(f"/settings/organisations/{row.pk}/confirm/")
    assert may_speak_for(ada) == [waag]
    assert "kaartenmaker" in Client().get("/@waag/").content.decode()
    assert other.post(f"/settings/organisations/{row.pk}/leave/").status_code == 403
    client_for(ada).post(f"/settings/organisations/{row.pk}/leave/")
    assert may_speak_for(ada) == []


@pytest.mark.django_db
def test_who_may_make_and_change_an_organisation(ada, make_person, client_for) -> None:
    operator = make_person("baas", is_steward=True)
    assert client_for(ada).get("/organisations/new/").status_code == 403
    new = {"name": "De Waag", "handle": "waag", "website": "https://waag.example/", "belongs": "on"}
    answer = client_for(operator).post("/organisations/new/", new)
    assert answer["Location"] == "/organisations/waag/edit/"
    assert LogEntry.objects.filter(act="organisation.created", words__object="/@waag/").exists()
    assert client_for(ada).get("/organisations/waag/edit/").status_code == 403
    words = {"form": "words", "name": "Waag", "description_nl": "Weegt.", "website": ""}
    assert client_for(operator).post("/organisations/waag/edit/", words)["Location"] == "/@waag/"
    taken = client_for(operator).post("/organisations/new/", {**new, "handle": "vvaag"})
    assert "handle" in taken.context["form"].errors


@pytest.mark.django_db
def test_other_parts_may_let_more_people_make_organisations(ada, client_for) -> None:
    organisation_makers.append(lambda person: person == ada)
    try:
        assert client_for(ada).get("/organisations/new/").status_code == 200
    finally:
        organisation_makers.pop()


@pytest.mark.django_db
def test_a_service_refuses_who_may_not_manage(ada, make_person) -> None:
    waag = create_organisation("waag", "De Waag", make_person("baas", is_steward=True))
    with pytest.raises(PermissionDenied):
        organisations.change_organisation(waag, ada, name="X", description={}, website="")


ACTS = [
    "people.see_all",
    "people.approve",
    "people.suspend",
    "people.invite",
    "people.make_operator",
    "organisations.create",
    "instance.change",
    "mail.see_kept",
    "mail.change_incoming",
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.django_db
def test_acts_of_the_server_are_for_active_operators_only(make_person, act) -> None:
    assert may(make_person("baas", is_steward=True), act)
    assert not may(make_person("ada"), act)
    assert not may(make_person("weg", is_steward=True, state="suspended"), act)
    assert not may(None, act)
    assert not may(make_person("ook", is_steward=True), "people.undeclared")


PAGES = [
    "/settings/server/",
    "/settings/server/people/",
    "/settings/server/people/invite/",
    "/settings/server/people/ada/",
    "/settings/server/mail/",
    "/settings/server/mail/incoming/",
    "/settings/server/backlog/",
    "/settings/server/other-servers/",
    "/settings/server/reports/",
]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.django_db
def test_pages_of_operators(ada, make_person, client_for, address) -> None:
    assert client_for(make_person("baas", is_steward=True)).get(address).status_code == 200
    assert client_for(ada).get(address).status_code == 403
    assert Client().get(address).status_code == 302


@pytest.mark.django_db
def test_an_operator_of_the_command_line_stands_in_the_log_of_the_server(make_person) -> None:
    make_person("baas", is_steward=True)
    entry = LogEntry.objects.get(act="person.began_operator")
    assert entry.words["object"] == "/@baas/"
    assert "@baas" in Client().get("/log/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("wish", "answer"), [("de", "en"), ("", "en"), ("fr, nl;q=0.3", "nl")])
def test_whoever_reads_another_language_gets_the_main_one_of_the_server(
    make_person, wish, answer
) -> None:
    instances.change(make_person("baas", is_steward=True).actor, language="en")
    page = Client().get("/commons/", headers={"accept-language": wish} if wish else {})
    assert page["Content-Language"] == answer
