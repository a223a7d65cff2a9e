"""Two people do the same thing at the same moment: one of both happens, and nobody gets a fault."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from gemeengoed.capabilities.publications import services as publications
from gemeengoed.capabilities.publications.models import Kind, Publication
from gemeengoed.core.commons.models import Commons, MemberRole, Membership
from gemeengoed.core.commons.services import joining, membership, partners, programme
from gemeengoed.core.commons.services import settings as commons_settings
from gemeengoed.core.documents.figures import add_figure
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.services import EditConflict, Words
from gemeengoed.core.log.services import verify
from gemeengoed.core.media.services import store_image
from gemeengoed.core.media.tests.making import picture
from gemeengoed.core.people.models import Affiliation, Person
from gemeengoed.core.people.services import create_organisation, organisations, profile, states

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[], object]
TRIES = 5


def at_once(*acts: Act) -> list[object]:
    """What each gave back; a ValidationError or EditConflict counts as an answer, a fault does not."""
    gate = Barrier(len(acts))

    def run(act: Act) -> object:
        gate.wait(10)
        try:
            return act()
        except (ValidationError, EditConflict) as answer:
            return answer
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result(30) for done in [threads.submit(run, act) for act in acts]]


def refused(answers: Iterable[object]) -> int:
    return sum(isinstance(one, Exception) for one in answers)


@pytest.fixture
def bea(make_person: Callable[..., Person]) -> Person:
    return make_person("bea", is_steward=True)


@pytest.fixture
def noor(make_person: Callable[..., Person]) -> Person:
    return make_person("noor", is_steward=True)


@pytest.fixture
def werf(make_commons: Callable[..., Commons], bea: Person) -> Commons:
    return make_commons("werf", bea, joining="open")


def test_joining_twice_makes_one_member(werf: Commons, noor: Person) -> None:
    answers = at_once(*[lambda: joining.join(werf, noor)] * 4)
    assert refused(answers) == 0
    assert Membership.objects.filter(commons=werf, person=noor).count() == 1


def test_applying_twice_makes_one_application(werf: Commons, bea: Person, noor: Person) -> None:
    commons_settings.change_commons(werf, bea, joining="application")
    answers = at_once(*[lambda: joining.apply(werf, noor, "Hallo")] * 4)
    assert refused(answers) == 0
    assert werf.applications.count() == 1


def test_an_application_is_answered_once(werf: Commons, bea: Person, noor: Person) -> None:
    commons_settings.change_commons(werf, bea, joining="application")
    asked = joining.apply(werf, noor, "Hallo")
    answers = at_once(
        lambda: joining.accept(werf, asked.pk, bea),
        lambda: joining.decline(werf, asked.pk, "Vol", bea),
    )
    assert refused(answers) == 1


def test_a_link_for_one_lets_one_in(
    werf: Commons, bea: Person, noor: Person, make_person: Callable[..., Person]
) -> None:
    link, token = joining.make_link(werf, bea)
    mia = make_person("mia")
    answers = at_once(
        lambda: joining.join_by_link(werf, token, noor),
        lambda: joining.join_by_link(werf, token, mia),
    )
    assert refused(answers) == 1
    link.refresh_from_db()
    assert link.uses_left == 0


def test_two_stewards_cannot_both_leave(werf: Commons, bea: Person, noor: Person) -> None:
    joining.join(werf, noor)
    membership.change_role(werf, noor, "steward", bea)
    answers = at_once(lambda: membership.leave(werf, bea), lambda: membership.leave(werf, noor))
    assert refused(answers) == 1
    assert werf.memberships.filter(role=MemberRole.STEWARD).count() == 1


def test_two_operators_cannot_both_be_suspended(bea: Person, noor: Person) -> None:
    answers = at_once(
        lambda: states.suspend(bea, noor, "Ruzie"), lambda: states.suspend(noor, bea, "Ruzie")
    )
    assert refused(answers) == 1
    assert Person.objects.filter(is_steward=True, state="active").count() == 1


def test_texts_of_one_title_get_two_addresses(werf: Commons, bea: Person) -> None:
    answers = at_once(
        *[lambda: publications.begin(werf, Kind.ARTICLE, "nl", "Zelfde", bea.actor)] * 3
    )
    assert refused(answers) == 0
    slugs = set(Publication.objects.values_list("slug", flat=True))
    assert slugs == {"zelfde", "zelfde-2", "zelfde-3"}


def test_a_series_is_made_once(werf: Commons) -> None:
    answers = at_once(*[lambda: publications.create_series(werf, "reeks", {"nl": "Reeks"})] * 3)
    assert refused(answers) == 2


def test_a_number_in_a_series_is_given_once(werf: Commons, bea: Person) -> None:
    series = publications.create_series(werf, "reeks", {"nl": "Reeks"})
    made = [publications.create_publication(werf, Kind.ARTICLE, name) for name in ("a", "b")]
    place = {"kind": Kind.ARTICLE, "series": series, "number": 1}
    answers = at_once(
        lambda: publications.arrange(made[0], bea.actor, **place),
        lambda: publications.arrange(made[1], bea.actor, **place),
        lambda: publications.create_publication(werf, Kind.ARTICLE, "c", series=series, number=1),
    )
    assert refused(answers) == 2
    assert series.publications.filter(number=1).count() == 1


def test_of_two_revisions_one_is_kept_and_the_other_told(werf: Commons, bea: Person) -> None:
    text = publications.begin(werf, Kind.ARTICLE, "nl", "Tekst", bea.actor)
    answers = at_once(
        lambda: publications.write(text, "nl", Words("Ene"), bea.actor, 1),
        lambda: publications.write(text, "nl", Words("Andere"), bea.actor, 1),
    )
    assert [type(one) for one in answers if isinstance(one, Exception)] == [EditConflict]
    assert Document.objects.get().revisions.count() == 2


def test_two_begin_the_same_translation(werf: Commons, bea: Person) -> None:
    text = publications.begin(werf, Kind.ARTICLE, "nl", "Tekst", bea.actor)
    answers = at_once(
        lambda: publications.write(text, "en", Words("One"), bea.actor, 0),
        lambda: publications.write(text, "en", Words("Other"), bea.actor, 0),
    )
    assert refused(answers) == 1
    assert text.work.documents.get(language="en").revisions.count() == 1


def test_publishing_twice_is_one_version(werf: Commons, bea: Person) -> None:
    text = publications.begin(werf, Kind.ARTICLE, "nl", "Tekst", bea.actor)
    document = text.work.documents.get()
    answers = at_once(*[lambda: publications.publish(text, document, bea.actor)] * 3)
    assert refused(answers) == 0
    assert list(document.revisions.values_list("version", flat=True)) == [1]


def test_two_languages_that_come_out_at_once_are_both_counted(werf: Commons, bea: Person) -> None:
    text = publications.begin(werf, Kind.ARTICLE, "nl", "Tekst", bea.actor)
    publications.write(text, "en", Words("Text"), bea.actor, 0)
    answers = at_once(
        *[
            lambda document=document: publications.publish(text, document, bea.actor)
            for document in text.work.documents.all()
        ]
    )
    assert refused(answers) == 0
    text.work.refresh_from_db()
    assert text.work.newest == max(one.published_at for one in text.work.documents.all())


def test_pictures_of_one_name_get_two_names(werf: Commons, bea: Person) -> None:
    text = publications.begin(werf, Kind.ARTICLE, "nl", "Tekst", bea.actor)
    file = store_image(picture(name="kaart.png"), werf.actor, bea.actor)
    answers = at_once(*[lambda: add_figure(text.work, file)] * 3)
    assert refused(answers) == 0
    assert set(text.work.figures.values_list("name", flat=True)) == {"kaart", "kaart-2", "kaart-3"}


def test_the_same_picture_is_stored_once(werf: Commons, bea: Person) -> None:
    answers = at_once(*[lambda: store_image(picture(), werf.actor, bea.actor)] * 3)
    assert len({getattr(one, "pk", None) for one in answers}) == 1


def test_questions_made_at_once_have_one_main(werf: Commons, bea: Person) -> None:
    answers = at_once(
        *[lambda: programme.save_question(werf, bea, text={"nl": "Wat?"}, main=True)] * 3
    )
    assert refused(answers) == 0
    assert werf.questions.filter(main=True).count() == 1
    assert werf.questions.count() == 3


def test_confirming_while_the_position_changes_is_not_lost(bea: Person, noor: Person) -> None:
    waag = create_organisation("waag", "Waag", bea)
    row = organisations.ask_person(waag, noor, bea)
    for number in range(TRIES):
        Affiliation.objects.filter(pk=row.pk).update(confirmed=None)
        at_once(
            lambda: organisations.confirm(row, noor),
            lambda: organisations.ask_person(waag, noor, bea, position=f"Lid {number}"),  # noqa: B023
        )
        row.refresh_from_db()
        assert row.confirmed
        assert row.position == f"Lid {number}"


def test_nobody_waits_in_a_circle(werf: Commons, bea: Person, noor: Person) -> None:
    """Acts that hold a commons, the server and a text, in every mixture: PostgreSQL would end one of
    two that wait for one another."""
    text = publications.begin(werf, Kind.ARTICLE, "nl", "Tekst", bea.actor)
    for number in range(TRIES):
        answers = at_once(
            lambda: commons_settings.change_commons(werf, bea, names={"nl": f"Werf {number}"}),  # noqa: B023
            lambda: partners.add_new_partner(
                werf,
                bea,
                handle=f"waag{number}",  # noqa: B023
                name="Waag",
                description={},
                website="",
            ),
            lambda: profile.change_profile(noor, name=f"Noor {number}", summary=""),  # noqa: B023
            lambda: publications.arrange(
                text, bea.actor, kind=Kind.REPORT, series=None, number=None
            ),
            lambda: publications.publish(text, text.work.documents.get(), bea.actor),
        )
        assert refused(answers) == 0
    assert verify() == []
