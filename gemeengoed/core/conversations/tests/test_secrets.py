"""What opens a reader's own pages is not shown to editors, and a token of one purpose opens nothing else."""

import pytest
from django.test import Client

from gemeengoed.core.conversations import mail_taken
from gemeengoed.core.conversations.models import Message
from gemeengoed.core.mail import addresses

from .conftest import Scene, asked, begun, link, mail, page, posted

pytestmark = pytest.mark.django_db
TOKEN = "abcdefghijk2mnopqrstuvw34"
QUOTING = """Wie beheert dit? Ik las {0} en schreef aan letter+{1}@example.org.

Op ma 24 nov 2026 schreef werf:
> Beste lezer, je voorkeuren: https://example.org/@werf/newsletters/mine/{0}/
> Liever niet: leave%2B{1}@example.org of leave+{0}@example.org
> https://example.org/@werf/exchanges/{1}?x=3D{0}
"""


def test_no_token_that_a_reader_quotes_is_kept(scene: Scene) -> None:
    words = QUOTING.format(TOKEN, TOKEN.upper())
    mail_taken.to_commons(mail(words, subject=f"Re: {TOKEN} en meer"), "werf")
    one = Message.objects.select_related("conversation").get()
    kept = one.words + one.quoted + one.conversation.subject
    assert TOKEN not in kept.lower()
    assert "newsletters/mine/…/" in one.quoted
    assert "leave+…@example.org" in one.quoted
    assert TOKEN not in scene.editor.get(page(one.conversation)).text.lower()


def test_a_token_over_two_lines_is_blanked(scene: Scene) -> None:
    broken = f"Dag\n\nOp ma schreef werf:\n> https://example.org/mine/{TOKEN[:9]}\n> {TOKEN[9:]}/\n"
    mail_taken.to_commons(mail(broken), "werf")
    quoted = Message.objects.get().quoted
    assert TOKEN[9:] not in quoted
    assert "/mine/…/" in quoted


def test_a_long_word_stays_as_it_was_written(scene: Scene) -> None:
    """It has as many letters as a token."""
    assert len("gemeenteraadsverkiezingen") == addresses.TOKEN_LENGTH
    words = "Gaat dit over de gemeenteraadsverkiezingen, of niet?"
    mail_taken.to_commons(mail(words), "werf")
    assert Message.objects.get().words.strip() == words


def test_the_address_of_a_thread_opens_no_question_of_consent(scene: Scene) -> None:
    one = asked(scene)
    assert Client().get(link(one)).status_code == 200
    assert Client().get(f"/@werf/exchanges/{one.token}/").status_code == 404


def test_the_link_of_consent_is_no_address_to_write_to(scene: Scene) -> None:
    one = asked(scene)
    secret = link(one).rstrip("/").rpartition("/")[2]
    assert mail_taken.to_thread(mail("Ja"), secret) is None


def test_who_answers_the_question_with_all_of_it_gives_no_link_away(scene: Scene) -> None:
    one = asked(scene)
    text = posted()[-1].get_body(("plain",)).get_content()
    assert link(one) in text
    lines = "\n".join(f"> {line}" for line in text.splitlines())
    answer = f"Daar moet ik over denken.\n\nOp ma 24 nov 2026 schreef werf:\n{lines}\n"
    mail_taken.to_thread(mail(answer), one.token)
    shown = scene.editor.get(page(one)).text
    assert link(one).split("/")[-2] not in shown
    assert "exchanges/…/" in shown


def test_begun_conversations_have_no_link_of_consent(scene: Scene) -> None:
    assert Client().get(link(begun(scene))).status_code == 404
