"""Eight questions, numbered versions, two people at once, differences word by word."""

import pytest

from gemeengoed.core.commons.models import CharterVersion
from gemeengoed.core.commons.principles import keys, principles
from gemeengoed.core.commons.services.charter import save_charter

from .conftest import Cast

ENGLISH = {"headers": {"Accept-Language": "en"}}


def _form(based_on: int, **answers: str) -> dict[str, str]:
    empty = {f"{key}_{code}": "" for key in keys() for code in ("nl", "en")}
    return {"based_on": str(based_on), "reason": "Omdat het moet."} | empty | answers


def _save(cast: Cast, based_on: int, **answers: str) -> CharterVersion:
    words: dict[str, dict[str, str]] = {}
    for name, text in answers.items():
        key, _, code = name.rpartition("_")
        words.setdefault(key, {})[code] = text
    steward = cast.person("steward")
    return save_charter(cast.commons, words, steward, reason="Begin.", based_on=based_on)


def test_the_form_asks_eight_plain_questions(cast: Cast) -> None:
    page = cast.clients["steward"].get("/@werf/charter/edit/", **ENGLISH).text
    assert len(principles()) == 8
    for principle in principles():
        assert principle.question["en"] in page
        assert f'name="{principle.key}_nl"' in page
        assert f'name="{principle.key}_en"' in page


def test_a_version_is_read_by_everybody(cast: Cast) -> None:
    form = _form(0, boundaries_nl="Wie **wil**.", boundaries_en="Who *wants*.")
    assert cast.clients["steward"].post("/@werf/charter/edit/", form).status_code == 302
    page = cast.clients["visitor"].get("/@werf/charter/?lang=en").text
    assert "Who <em>wants</em>." in page
    assert "Version 1" in page
    assert "Bea" in page
    dutch = cast.clients["visitor"].get("/@werf/charter/?lang=nl").text
    assert "Wie <strong>wil</strong>." in dutch


def test_a_reason_is_required_and_nothing_is_lost(cast: Cast) -> None:
    form = _form(0, fit_nl="Ieder naar vermogen.") | {"reason": ""}
    answer = cast.clients["steward"].post("/@werf/charter/edit/", form)
    assert answer.status_code == 200
    assert "Ieder naar vermogen." in answer.text
    assert not CharterVersion.objects.exists()


def test_a_picture_without_words_is_refused_with_all_that_was_typed(cast: Cast) -> None:
    form = _form(0, fit_nl="![](/media/x.png)", voice_nl="Samen.")
    answer = cast.clients["steward"].post("/@werf/charter/edit/", form)
    assert answer.status_code == 200
    assert "![](/media/x.png)" in answer.text
    assert "Samen." in answer.text
    assert not CharterVersion.objects.exists()


def test_the_second_of_two_writers_sees_both_and_keeps_what_they_typed(cast: Cast) -> None:
    _save(cast, 0, boundaries_nl="Eerst.", fit_nl="Oud.")
    client = cast.clients["steward"]
    client.post("/@werf/charter/edit/", _form(1, boundaries_nl="Van een ander.", fit_nl="Nieuw."))
    mine = _form(1, boundaries_nl="Van mij.", fit_nl="Oud.", voice_nl="Ook van mij.")
    answer = client.post("/@werf/charter/edit/", mine, **ENGLISH)
    assert answer.status_code == 409
    fields = answer.context["form"]
    assert fields["boundaries_nl"].value() == "Van mij."
    assert fields["voice_nl"].value() == "Ook van mij."
    assert fields["fit_nl"].value() == "Nieuw.", "what only the other changed comes in"
    assert fields["based_on"].value() == 2
    assert "Van een ander." in answer.text
    assert CharterVersion.objects.count() == 2
    again = {name: fields[name].value() for name in fields.fields}
    assert client.post("/@werf/charter/edit/", again).status_code == 302
    latest = CharterVersion.objects.first()
    assert latest is not None
    assert latest.number == 3
    assert latest.answers["boundaries"] == {"nl": "Van mij."}
    assert latest.answers["fit"] == {"nl": "Nieuw."}


def test_saving_the_same_makes_no_version(cast: Cast) -> None:
    _save(cast, 0, boundaries_nl="Eerst.")
    answer = cast.clients["steward"].post(
        "/@werf/charter/edit/", _form(1, boundaries_nl="Eerst.\r\n")
    )
    assert answer.status_code == 200
    assert CharterVersion.objects.count() == 1


def test_two_versions_are_compared_word_by_word(cast: Cast) -> None:
    _save(cast, 0, boundaries_nl="Iedereen mag lezen.", fit_nl="Blijft.")
    _save(cast, 1, boundaries_nl="Iedereen mag schrijven.", fit_nl="Blijft.")
    page = cast.clients["visitor"].get("/@werf/charter/compare/1/2/?lang=en").text
    main = page.partition("<main")[2]
    deleted = main.partition("<del")[2].partition("</del>")[0]
    added = main.partition("<ins")[2].partition("</ins>")[0]
    assert "lezen" in deleted
    assert "schrijven" in added
    changed, _, unchanged = main.partition("Unchanged")
    assert principles()[1].title["en"] in unchanged
    assert principles()[0].title["en"] in changed


def test_what_does_not_exist_is_not_found(cast: Cast) -> None:
    _save(cast, 0, boundaries_nl="Eerst.")
    for address in ("versions/2/", "compare/1/2/", "compare/0/1/"):
        assert cast.clients["visitor"].get(f"/@werf/charter/{address}").status_code == 404


@pytest.mark.parametrize("role", ["stranger", "member", "editor", "operator"])
def test_others_cannot_change_it(cast: Cast, role: str) -> None:
    form = _form(0, boundaries_nl="Van mij.")
    assert cast.clients[role].post("/@werf/charter/edit/", form).status_code == 403
    assert not CharterVersion.objects.exists()
