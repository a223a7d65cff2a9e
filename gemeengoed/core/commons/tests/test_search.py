"""The search also finds the commons, its charter and questions, public people and partners."""

from collections.abc import Callable

import pytest

from gemeengoed.core.activity.services import distribute
from gemeengoed.core.commons.services import charter, membership, partners, programme, settings
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import create_organisation, forget
from gemeengoed.core.people.services.profile import change_profile
from gemeengoed.core.people.services.states import suspend
from gemeengoed.core.search.queries import search
from gemeengoed.core.search.services import rebuild

from .conftest import Cast


def found(query: str, cast: Cast | None = None) -> list[str]:
    """Addresses of what a visitor finds, everywhere or in the commons of `cast`."""
    distribute()
    commons = cast.commons if cast else None
    return [hit.uri for hit in search(query, person=None, commons=commons).items]


def test_the_commons_itself_by_name_and_purpose(cast: Cast) -> None:
    settings.change_commons(cast.commons, cast.person("steward"), purpose={"nl": "Samen varen."})
    assert "/@werf/" in found("werf")
    assert found("varen", cast) == ["/@werf/"]
    settings.change_commons(cast.commons, cast.person("steward"), names={"nl": "De Kade"})
    assert "/@werf/" in found("kade")


def test_the_charter(cast: Cast) -> None:
    steward = cast.person("steward")
    answers = {"boundaries": {"nl": "De kraan is van ons."}}
    charter.save_charter(cast.commons, answers, steward, reason="Begin", based_on=0)
    assert "/@werf/charter/" in found("handvest", cast)
    assert found("kraan") == ["/@werf/charter/"]


def test_a_question_until_it_is_removed(cast: Cast) -> None:
    steward = cast.person("steward")
    asked = programme.save_question(cast.commons, steward, text={"nl": "Wie vaart er uit?"})
    uri = f"/@werf/questions/{asked.slug}/"
    assert uri in found("vaart", cast)
    programme.remove_question(asked, steward)
    assert found("vaart", cast) == []


def test_somebody_with_a_public_role_in_each_commons_where_they_have_it(
    cast: Cast, make_commons: Callable[..., object]
) -> None:
    editor, steward = cast.person("editor"), cast.person("steward")
    make_commons("haven", editor)
    change_profile(editor, name="Edda", summary="Ik teer schepen.", time_zone="")
    assert found("schepen", cast) == ["/@editor/"]
    assert found("schepen") == ["/@editor/"]
    assert "/@editor/" in found("redacteur", cast)
    membership.change_role(cast.commons, editor, "member", steward)
    assert found("schepen", cast) == []
    assert found("schepen") == ["/@editor/"]


def test_nobody_without_a_public_role(cast: Cast) -> None:
    change_profile(cast.person("member"), name="Mees", summary="Zeldzaamwoord.", time_zone="")
    assert found("zeldzaamwoord") == []


@pytest.mark.parametrize("go", [suspend, "forget"], ids=["suspended", "gone"])
def test_nobody_whose_account_is_no_longer_active(
    cast: Cast, go: Callable[[Person, Person, str], object] | str
) -> None:
    editor = cast.person("editor")
    change_profile(editor, name="Edda", summary="Zeldzaamwoord.", time_zone="")
    assert found("zeldzaamwoord") == ["/@editor/"]
    if callable(go):
        go(editor, cast.person("operator"), "Waarom.")
    else:
        forget(editor)
    assert found("zeldzaamwoord") == []


def test_a_partner_in_the_commons_of_which_it_is_one(cast: Cast) -> None:
    steward = cast.person("steward")
    organisation = create_organisation("publicspaces", "PublicSpaces", steward)
    assert found("publicspaces") == ["/@publicspaces/"]
    assert found("publicspaces", cast) == []
    partnership = partners.add_partner(cast.commons, organisation, steward)
    assert found("publicspaces", cast) == ["/@publicspaces/"]
    partners.remove_partner(partnership, steward)
    assert found("publicspaces", cast) == []


def test_a_rebuild_finds_the_same(cast: Cast) -> None:
    membership.change_role(cast.commons, cast.person("member"), "editor", cast.person("steward"))
    membership.change_role(cast.commons, cast.person("editor"), "member", cast.person("steward"))
    before = set(found("werf"))
    rebuild()
    assert set(found("werf")) == before == {"/@werf/", "/@bea/", "/@member/"}
