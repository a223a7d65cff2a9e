"""The settings of the server, its colours, and that they are read once for many pages."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from gemeengoed.core.instance import colours, queries, services
from gemeengoed.core.log.models import LogEntry

GENERAL = {
    "form": "general",
    "name": "Ons Dorp",
    "language": "nl",
    "sign_up": "open",
    "front_commons": "",
    "description_nl": "Een server voor het dorp.",
    "description_en": "",
}


@pytest.fixture
def operator(make_person):
    return make_person("baas", is_steward=True)


@pytest.mark.django_db
def test_settings_are_saved_and_logged(operator, client_for) -> None:
    client = client_for(operator)
    assert client.post("/settings/server/", GENERAL).status_code == 302
    assert queries.current().description == {"nl": "Een server voor het dorp."}
    assert "Ons Dorp" in Client().get("/organisations/").content.decode()
    entry = LogEntry.objects.get(act="instance.changed")
    assert entry.words["details"]["name"] == {"from": "Gemeengoed", "to": "Ons Dorp"}
    client.post("/settings/server/", GENERAL)
    assert LogEntry.objects.filter(act="instance.changed").count() == 1, "nothing changed"


@pytest.mark.django_db
def test_pale_colours_are_refused_with_the_figure(operator, client_for) -> None:
    client = client_for(operator)
    answer = client.post("/settings/server/", {"form": "colours", "delft": "#8fb4ff"})
    [message] = answer.context["colours"].errors["delft"]
    assert "1,68" in message, "on a note, where it reads worst"
    assert "4,5" in message
    assert 'value="#8fb4ff"' in answer.content.decode()
    assert queries.current().colours == {}


def test_a_link_that_cannot_be_read_on_a_band_is_refused() -> None:
    """On the page #0078a8 has 4.6, on the bands and notes of the same page too little."""
    with pytest.raises(ValidationError) as refused:
        colours.checked({"delft": "#0078a8"})
    assert "4.0" in " ".join(refused.value.message_dict["delft"])


def test_another_page_colour_takes_its_bands_along() -> None:
    dark = {"papier": "#101018", "inkt": "#f4f4f4", "delft": "#9dbdf2", "sluisgroen": "#7fd1bc"}
    with pytest.raises(ValidationError) as refused:
        colours.checked({**dark, "op-sluis": "#101018"})
    assert set(refused.value.message_dict) == {"papier"}, "only our grey and red are too dark on it"
    css = colours.stylesheet({"papier": "#eef4ff"})
    assert "--gemeengoed-color-klei: #e1e8f2" in css


@pytest.mark.django_db
def test_good_colours_get_a_stylesheet_that_can_be_kept(operator, client_for) -> None:
    chosen = {"form": "colours", "papier": "#FFFFFF", "sluisgroen": "#7a1f5c"}
    assert client_for(operator).post("/settings/server/", chosen).status_code == 302
    page = Client().get("/organisations/").content.decode()
    address = queries.current().colours_url
    assert f'href="{address}"' in page
    assert 'data-scheme="light"' in page
    sheet = Client().get(address)
    assert "--gemeengoed-color-sluisgroen: #7a1f5c;" in sheet.content.decode()
    assert "immutable" in sheet["Cache-Control"]
    assert Client().get("/colours.css?v=0")["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("bad", [{"papier": "red"}, {"papier": "#12345"}, {"body": "#000000"}])
def test_what_is_no_colour_is_refused(bad) -> None:
    with pytest.raises(ValidationError):
        colours.checked(bad)


def test_our_own_colours_can_be_read() -> None:
    assert colours.checked({name: colours.OWN[name] for name in colours.CHOSEN}) == {}
    for front, ground in colours.PAIRS:
        assert colours.contrast_ratio(colours.OWN[front], colours.OWN[ground]) >= 4.5


@pytest.mark.django_db
def test_settings_are_read_once_for_many_pages(set_up, django_assert_num_queries) -> None:
    queries.forget()
    with django_assert_num_queries(1):
        for _ in range(5):
            queries.current()


@pytest.mark.parametrize("values", [{"name": " "}, {"sign_up": "never"}, {"language": "tlh"}])
@pytest.mark.django_db
def test_services_refuse_nonsense(operator, values) -> None:
    with pytest.raises(ValidationError):
        services.change(operator.actor, **values)


@pytest.mark.django_db
def test_the_commons_on_the_front_page_is_chosen_from_those_there_are(
    operator, client_for, make_commons
) -> None:
    make_commons("werf", operator)
    page = client_for(operator).get("/settings/server/")
    choices = page.context["general"].fields["front_commons"].choices
    assert [value for value, _label in choices] == ["", "werf"]
    form = {"form": "general"} | {f.html_name: f.value() or "" for f in page.context["general"]}
    saved = client_for(operator).post("/settings/server/", form | {"front_commons": "werf"})
    assert saved.status_code == 302
    assert queries.current().front_commons == "werf"
    refused = client_for(operator).post("/settings/server/", form | {"front_commons": "nergens"})
    assert refused.context["general"].errors["front_commons"]
    assert "<title>Fout:" in refused.text


@pytest.mark.django_db
def test_each_colour_has_a_sample_of_what_is_filled_in_or_else_our_own(
    operator, client_for
) -> None:
    page = client_for(operator).get("/settings/server/").text
    assert page.count('class="swatch"') == len(colours.CHOSEN)
    assert f'fill="{colours.OWN["delft"]}"' in page
    answer = client_for(operator).post("/settings/server/", {"form": "colours", "delft": "#8FB4FF"})
    assert 'fill="#8fb4ff"' in answer.text
