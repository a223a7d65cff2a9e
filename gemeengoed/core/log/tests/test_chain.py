"""Writing, forgetting, tampering."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import create_actor, instance_actor
from gemeengoed.core.log import chain, triggers
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.log.services import append, forget, verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Actor:
    return create_actor("tuin", ActorKind.COMMONS, "Tuin")


@pytest.fixture
def ada() -> Actor:
    return create_actor("ada", ActorKind.PERSON, "Ada")


@pytest.fixture
def eight(owner: Actor, ada: Actor) -> Actor:
    """`owner` with eight entries in its log."""
    for number in range(1, 9):
        append(
            owner, "test.done", ada, object=f"/@tuin/{number}/", reason="Omdat het kan: é, 漢, 🌱"
        )
    return owner


@pytest.fixture
def without_triggers() -> Iterator[None]:
    """As for somebody who has the database in hand."""
    triggers.remove(connection)
    yield
    triggers.install(connection)


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def only_problem(owner: Actor) -> tuple[str, int, str]:
    found = verify(owner)
    assert len(found) == 1
    assert found[0].what
    return found[0].owner_handle, found[0].number, found[0].kind


def test_a_chain_as_written_holds(eight: Actor) -> None:
    numbers = list(LogEntry.objects.filter(owner=eight).values_list("number", flat=True))
    assert numbers == list(range(1, 9))
    assert verify() == []


def test_the_words_are_what_was_said(owner: Actor, ada: Actor) -> None:
    entry = append(owner, "test.done", ada, reason="r", details={"n": 1, "on": True, "list": ["a"]})
    entry.refresh_from_db()
    assert entry.words == {
        "actor": "ada",
        "actor_name": "Ada",
        "object": "",
        "reason": "r",
        "details": {"n": 1, "on": True, "list": ["a"]},
    }


def test_nul_and_half_surrogates_do_not_stop_the_log(owner: Actor) -> None:
    append(owner, "test.done", None, reason="a\x00b\ud800c")
    assert verify(owner) == []


@pytest.mark.parametrize("value", [1.5, object(), {1: "a"}, {"é": 1}])
def test_what_has_no_one_form_is_refused(owner: Actor, value: object) -> None:
    with pytest.raises(TypeError):
        append(owner, "test.done", None, details={"value": value})


def test_canonical_json_is_that_of_the_standard() -> None:
    # RFC 8785, section 3.2.2.2 and 3.2.3: escapes in small hexadecimal, members sorted, no spaces.
    value = {"string": '€$\u000f\nA\'B"\\\\"/', "literals": [None, True, False], "a": 10}
    assert chain.canonical(value) == (
        '{"a":10,"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_refuses(owner: Actor) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        append(owner, "test.done", None)
    assert not LogEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry(owner: Actor) -> None:
    with transaction.atomic():
        append(owner, "test.done", None)
        transaction.set_rollback(True)
    assert not LogEntry.objects.exists()
    with transaction.atomic():
        assert append(owner, "test.done", None).number == 1


def test_chains_of_two_owners_are_apart(eight: Actor) -> None:
    assert append(instance_actor(), "test.done", None).number == 1
    assert verify() == []


# Tampering, with raw SQL and the triggers gone.


@pytest.mark.usefixtures("without_triggers")
def test_changed_words_are_named(eight: Actor) -> None:
    words = '{"actor": "eve", "actor_name": "", "object": "", "reason": "", "details": {}}'
    sql("UPDATE log_logentry SET words = %s WHERE owner_id = %s AND number = 3", words, eight.pk)
    assert only_problem(eight) == ("tuin", 3, "words")


@pytest.mark.usefixtures("without_triggers")
def test_changed_words_with_a_new_commitment_are_named(eight: Actor) -> None:
    entry = LogEntry.objects.get(owner=eight, number=3)
    entry.words["reason"] = "another"
    entry.commitment = chain.commitment(entry.salt, entry.words)
    entry.save()
    assert only_problem(eight) == ("tuin", 3, "link")


@pytest.mark.usefixtures("without_triggers")
def test_a_recomputed_link_shows_in_the_next_entry(eight: Actor) -> None:
    third = LogEntry.objects.get(owner=eight, number=3)
    second = LogEntry.objects.get(owner=eight, number=2)
    third.act = "test.undone"
    third.link = chain.link(second.link, 3, third.created, third.act, third.commitment)
    third.save()
    assert only_problem(eight) == ("tuin", 4, "link")


@pytest.mark.usefixtures("without_triggers")
@pytest.mark.parametrize(
    "change",
    [{"link": "0" * 64}, {"act": "test.undone"}, {"created": datetime(2020, 1, 1, tzinfo=UTC)}],
)
def test_a_changed_link_act_or_time_is_named(eight: Actor, change: dict[str, object]) -> None:
    assert LogEntry.objects.filter(owner=eight, number=5).update(**change) == 1
    assert only_problem(eight) == ("tuin", 5, "link")


@pytest.mark.usefixtures("without_triggers")
def test_a_gap_in_the_numbers_is_named(eight: Actor) -> None:
    sql("UPDATE log_logentry SET number = number + 10 WHERE owner_id = %s AND number > 5", eight.pk)
    assert only_problem(eight) == ("tuin", 6, "gap")


@pytest.mark.usefixtures("without_triggers")
@pytest.mark.parametrize("number", [1, 4])
def test_a_removed_entry_is_named(eight: Actor, number: int) -> None:
    LogEntry.objects.get(owner=eight, number=number).delete()
    assert only_problem(eight) == ("tuin", number, "gap")


@pytest.mark.usefixtures("without_triggers")
def test_a_removed_entry_with_the_rest_renumbered_is_named(eight: Actor) -> None:
    LogEntry.objects.get(owner=eight, number=4).delete()
    for number in range(5, 9):
        sql(
            "UPDATE log_logentry SET number = %s WHERE owner_id = %s AND number = %s",
            number - 1,
            eight.pk,
            number,
        )
    assert only_problem(eight)[:2] == ("tuin", 4)


@pytest.mark.usefixtures("without_triggers")
def test_a_changed_order_is_named(eight: Actor) -> None:
    swap = "UPDATE log_logentry SET number = %s WHERE owner_id = %s AND number = %s"
    for after, before in ((99, 5), (5, 6), (6, 99)):
        sql(swap, after, eight.pk, before)
    assert only_problem(eight) == ("tuin", 5, "order")


@pytest.mark.usefixtures("without_triggers")
def test_words_taken_away_without_erasing_are_named(eight: Actor) -> None:
    sql("UPDATE log_logentry SET words = NULL WHERE owner_id = %s AND number = 2", eight.pk)
    assert only_problem(eight) == ("tuin", 2, "erasure")


@pytest.mark.usefixtures("without_triggers")
def test_each_owner_gets_the_first_problem_of_their_own(eight: Actor) -> None:
    append(instance_actor(), "test.done", None)
    sql("UPDATE log_logentry SET act = 'x' WHERE number IN (1, 4)")
    assert [(p.owner_handle, p.number) for p in verify()] == [("tuin", 1), ("instance", 1)]


# Forgetting.


def test_forgetting_erases_words_and_keeps_the_chain(eight: Actor, ada: Actor) -> None:
    bob = create_actor("bob", ActorKind.PERSON, "Bob")
    append(eight, "member.removed", None, reason="about Bob", concerns=[bob])
    append(eight, "test.done", bob)
    append(eight, "test.done", None, reason="the server")
    assert forget(bob) == 2
    erased = LogEntry.objects.filter(erased__isnull=False)
    assert list(erased.values_list("number", "words", "salt")) == [(9, None, ""), (10, None, "")]
    assert verify() == []
    assert forget(bob) == 0
    append(eight, "test.done", ada)
    assert verify() == []


@pytest.mark.usefixtures("without_triggers")
def test_words_put_back_after_erasing_are_named(eight: Actor, ada: Actor) -> None:
    words = LogEntry.objects.get(owner=eight, number=2).words
    forget(ada)
    LogEntry.objects.filter(owner=eight, number=2).update(words={**words, "reason": "other"})
    assert only_problem(eight) == ("tuin", 2, "erasure")


# The database refuses, whoever asks.


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM log_logentry WHERE number = 3",
        "UPDATE log_logentry SET act = 'x' WHERE number = 3",
        "UPDATE log_logentry SET link = 'x' WHERE number = 3",
        "UPDATE log_logentry SET number = 30 WHERE number = 3",
        "UPDATE log_logentry SET created = '2020-01-01 00:00:00+00:00' WHERE number = 3",
        "UPDATE log_logentry SET words = '{}' WHERE number = 3",
        "UPDATE log_logentry SET words = NULL WHERE number = 3",
    ],
)
def test_the_database_refuses(eight: Actor, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)
    assert verify() == []
    assert LogEntry.objects.count() == 8


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_the_database_refuses_emptying(eight: Actor) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE log_logentry CASCADE")


def test_the_triggers_are_looked_for() -> None:
    assert triggers.present(connection)
    triggers.remove(connection)
    assert not triggers.present(connection)
    triggers.install(connection)
    assert triggers.present(connection)
