"""Beginning a commons, the list of them, the home of the server, the sitemap."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from gemeengoed.core.commons.models import Commons, Making
from gemeengoed.core.commons.services import create_commons
from gemeengoed.core.commons.services.charter import save_charter
from gemeengoed.core.commons.services.programme import save_question
from gemeengoed.core.instance.services import change
from gemeengoed.core.log.models import LogEntry

from .conftest import Cast

FORM = {
    "names_nl": "De Tuin",
    "names_en": "",
    "handle": "tuin",
    "purpose_nl": "Samen *tuinieren*.",
    "purpose_en": "",
    "language": "nl",
    "licence": "cc-by-sa-4.0",
    "joining": "open",
}


def test_anybody_with_an_account_makes_one(cast: Cast) -> None:
    answer = cast.clients["stranger"].post("/commons/new/", FORM)
    assert answer["Location"] == "/@tuin/settings/begin/"
    commons = Commons.objects.get(actor__handle="tuin")
    assert commons.licence == "CC-BY-SA-4.0"
    assert commons.memberships.get().person == cast.person("stranger")
    assert commons.memberships.get().role == "steward"


def test_where_only_operators_may_others_are_refused(cast: Cast) -> None:
    form = {"who": "operators"}
    assert cast.clients["stranger"].post("/commons/rules/", form).status_code == 403
    assert cast.clients["operator"].post("/commons/rules/", form).status_code == 302
    assert Making.objects.get().operators_only
    assert LogEntry.objects.get(act="commons.making_ruled").owner.handle == "instance"
    assert cast.clients["stranger"].post("/commons/new/", FORM).status_code == 403
    assert cast.clients["operator"].post("/commons/new/", FORM).status_code == 302
    cast.clients["operator"].post("/commons/rules/", {"who": "everybody"})
    assert not Making.objects.get().operators_only


@pytest.mark.parametrize("handle", ["werf", "admin", "De Tuin", "x", "vverf"])
def test_a_bad_or_taken_address_loses_nothing(cast: Cast, handle: str) -> None:
    answer = cast.clients["stranger"].post("/commons/new/", FORM | {"handle": handle})
    assert answer.status_code == 200
    assert "handle" in answer.context["form"].errors
    assert "Samen *tuinieren*." in answer.text
    assert Commons.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("names", {"nl": " "}),
        ("licence", "geen"),
        ("joining", "soms"),
        ("capabilities", ["zomaar"]),
        ("language", "een taal"),
    ],
)
def test_the_service_refuses_what_cannot_be(cast: Cast, field: str, value: object) -> None:
    values = {"names": {"nl": "Tuin"}} | {field: value}
    with pytest.raises(ValidationError) as refused:
        create_commons("tuin", steward=cast.person("steward"), **values)
    assert field in refused.value.error_dict
    assert Commons.objects.count() == 1


def test_the_home_lists_all_commons(cast: Cast, make_commons: Callable[..., Commons]) -> None:
    make_commons("tuin", purpose={"nl": "Samen *tuinieren*."}, joining="open")
    page = cast.clients["visitor"].get("/?lang=nl").text
    assert "/@tuin/" in page
    assert "/@werf/" in page
    assert "Samen tuinieren." in page
    assert page.count("emblem--cover") == 2


def test_the_home_is_the_commons_that_the_operator_chose(cast: Cast) -> None:
    change(cast.person("operator").actor, name="Haven", front_commons="werf")
    page = cast.clients["visitor"].get("/?lang=en").text
    assert "<h1>Werf</h1>" in page
    assert "This is the server Haven." in page
    assert 'href="/commons/"' in page
    assert "This is the server" not in cast.clients["visitor"].get("/@werf/?lang=en").text


def test_a_commons_that_is_gone_is_not_shown(cast: Cast) -> None:
    change(cast.person("operator").actor, front_commons="werf")
    cast.commons.actor.gone = cast.commons.created
    cast.commons.actor.save()
    assert cast.clients["visitor"].get("/@werf/charter/").status_code == 404
    assert "/@werf/" not in cast.clients["visitor"].get("/").text


def test_the_sitemap_holds_the_public_pages(cast: Cast) -> None:
    steward = cast.person("steward")
    question = save_question(cast.commons, steward, text={"nl": "Wat?"})
    answers = {"fit": {"nl": "Samen."}}
    save_charter(cast.commons, answers, steward, reason="Begin.", based_on=0)
    answer = cast.clients["visitor"].get("/sitemap.xml")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    for path in ("/commons/", "/@werf/", f"/@werf/questions/{question.slug}/", "/@werf/charter/"):
        assert f"{path}</loc>" in text
    assert "settings" not in text
