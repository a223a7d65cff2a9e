"""Saying something at a passage: who may, who reads it, what becomes of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gemeengoed.core.activity.models import Activity
from gemeengoed.core.discussion.models import Comment, Place, Thread
from gemeengoed.core.discussion.services import comments, places, rules
from gemeengoed.core.instance import queries as instance
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.notices.models import Notice
from gemeengoed.core.privacy.services import give_up

from .conftest import TEXT, World

pytestmark = pytest.mark.django_db
Clients = dict[str, Client]


def post(client: Client, world: World, **more: object) -> object:
    fields = {"block": 3, "seen": 2, "about": "De dijkgraaf kijkt", "text": "Klopt dit?"}
    return client.post(world.page, {**fields, **more})


def test_a_member_comments_at_paragraph_three(world: World, clients: Clients) -> None:
    answer = post(clients["noor"], world)
    comment = Comment.objects.get()
    assert answer.headers["Location"] == f"{world.page}#c{comment.pk}"
    page = clients["mia"].get(world.page).content.decode()
    assert page.index('id="b3"') < page.index(f'id="c{comment.pk}"') < page.index('id="b4"')
    assert comment.thread.quote.startswith("De dijkgraaf kijkt")


@pytest.mark.parametrize(
    ("who", "page", "post_status"),
    [
        ("visitor", (302, 401, 403), (302, 401, 403)),
        ("vic", (403,), (403,)),
        ("noor", (200,), (302,)),
        ("eva", (200,), (302,)),
        ("bea", (200,), (302,)),
    ],
)
def test_who_may_read_and_comment(
    world: World, clients: Clients, who: str, page: tuple[int], post_status: tuple[int]
) -> None:
    assert clients[who].get(world.page).status_code in page
    assert post(clients[who], world).status_code in post_status
    assert Comment.objects.count() == (302 in post_status and who != "visitor")


def test_everybody_reads_where_the_commons_chose_so_and_nobody_else_comments(
    world: World, clients: Clients
) -> None:
    world.say(world.noor)
    rules.change(world.werf, world.bea.actor, readers="everybody")
    page = clients["visitor"].get(world.page)
    assert "Klopt dit?" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert not page.cookies
    assert post(clients["vic"], world).status_code == 403
    entry = LogEntry.objects.get(act="discussion.rules_changed")
    assert entry.words["details"]["discussion_readers"]["to"] == "everybody"


def test_a_draft_is_discussed_by_writers_alone(world: World, clients: Clients) -> None:
    world.write(TEXT + "\nEen zin die nog niemand ziet.\n")
    said = world.say(world.eva, 7, "Durven we dit?")
    assert said.thread.among_writers
    assert "Durven we dit?" in clients["finn"].get(world.page).content.decode()
    assert "Durven we dit?" not in clients["noor"].get(world.page).content.decode()
    assert clients["noor"].post(f"{world.page}threads/{said.thread_id}/").status_code == 404
    assert clients["noor"].get(f"{world.page}comments/{said.pk}/edit/").status_code == 404
    world.publish()
    assert "Durven we dit?" not in clients["noor"].get(world.page).content.decode()


def test_what_was_never_published_is_not_there_for_members(world: World, clients: Clients) -> None:
    world.document.work.documents.update(state="draft")
    assert clients["noor"].get(world.page).status_code == 404
    assert clients["finn"].get(world.page).status_code == 200


def test_another_commons_has_no_such_discussion(
    world: World, clients: Clients, make_commons: object
) -> None:
    make_commons("tuin", world.noor)
    assert clients["noor"].get(world.page.replace("@werf", "@tuin")).status_code == 404


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Write something"), ("  \n ", "Write something"), ("a" * 5001, "5000 characters")],
)
def test_what_is_refused_is_shown_again_at_its_passage(
    world: World, clients: Clients, text: str, words: str
) -> None:
    answer = post(clients["noor"], world, text=text)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    at = page.index('id="b3_text"')
    assert text.strip() in page[at:]
    assert 'href="#b3_text"' in page


def test_a_comment_on_a_text_that_was_saved_meanwhile_finds_its_passage(
    world: World, clients: Clients
) -> None:
    world.write("Een nieuwe eerste alinea over heel iets anders.\n\n" + TEXT)
    world.publish()
    post(clients["noor"], world)
    assert Thread.objects.get().block == 4


def test_where_the_passage_is_gone_the_words_are_kept(world: World, clients: Clients) -> None:
    world.write("Alles is anders geworden in dit verhaal.")
    world.publish()
    answer = post(clients["noor"], world)
    assert answer.status_code == 422
    assert "Klopt dit?" in answer.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("block", ["0", "99", "-1", "x", "9" * 40, "²"])
def test_there_is_nothing_to_say_about_what_is_not_there(
    world: World, clients: Clients, block: str
) -> None:
    assert post(clients["noor"], world, block=block).status_code == 422


def test_words_are_cleaned(world: World) -> None:
    html = world.say(world.noor, text="# Kop\n\n<b>vet</b> ![x](figure:y) **nadruk**").html
    assert "<h" not in html
    assert "<b>" not in html
    assert "<img" not in html
    assert "<strong>nadruk</strong>" in html


def test_who_writes_too_fast_waits_and_loses_nothing(world: World, clients: Clients) -> None:
    for number in range(10):
        assert post(clients["noor"], world, text=f"{number}").status_code == 302
    answer = post(clients["noor"], world, text="De elfde")
    assert answer.status_code == 422
    assert "De elfde" in answer.content.decode()
    assert post(clients["mia"], world).status_code == 302


def test_a_thread_is_answered_resolved_and_opened(world: World, clients: Clients) -> None:
    said = world.say(world.noor)
    thread = f"{world.page}threads/{said.thread_id}/"
    assert clients["mia"].post(thread, {"text": "Ja"}).status_code == 302
    assert clients["mia"].post(f"{thread}resolve/").status_code == 403
    assert clients["noor"].post(f"{thread}resolve/").status_code == 302
    found = Thread.objects.get()
    assert found.resolved_by == world.noor.actor
    page = clients["mia"].get(world.page).content.decode()
    assert "1 resolved" in page
    assert "open conversation" not in page
    clients["eva"].post(f"{thread}reopen/")
    assert Thread.objects.get().resolved is None
    clients["eva"].post(f"{thread}resolve/")
    clients["mia"].post(thread, {"text": "Toch niet"})
    assert Thread.objects.get().resolved is None


def test_an_empty_answer_is_refused_in_its_thread(world: World, clients: Clients) -> None:
    said = world.say(world.noor)
    answer = clients["mia"].post(f"{world.page}threads/{said.thread_id}/", {"text": " "})
    assert answer.status_code == 422
    assert f'id="t{said.thread_id}_error"' in answer.content.decode()


def test_own_words_change_until_somebody_answers(world: World, clients: Clients) -> None:
    said = world.say(world.noor)
    edit = f"{world.page}comments/{said.pk}/edit/"
    assert clients["mia"].post(edit, {"text": "Anders"}).status_code == 403
    assert clients["noor"].post(edit, {"text": "Klopt dit wel?"}).status_code == 302
    comments.reply(said.thread, world.mia.actor, "Ja")
    refused = clients["noor"].post(edit, {"text": "Nog anders"})
    assert refused.status_code == 422
    assert "Nog anders" in refused.content.decode()
    said.refresh_from_db()
    assert (said.text, bool(said.edited)) == ("Klopt dit wel?", True)


def test_taking_back_erases_the_words_and_leaves_the_place(world: World, clients: Clients) -> None:
    said = world.say(world.noor, text="Spijt van deze zin")
    comments.reply(said.thread, world.mia.actor, "Waarom?")
    back = f"{world.page}comments/{said.pk}/take-back/"
    assert clients["eva"].post(back).status_code == 403
    assert clients["noor"].post(back).status_code == 302
    page = clients["eva"].get(world.page).content.decode()
    assert "Spijt" not in page
    assert "Taken back." in page
    comments.take_back(Comment.objects.get(author=world.mia.actor), world.mia.actor)
    assert "open conversation" not in clients["eva"].get(world.page).content.decode()
    assert not Notice.objects.filter(words__contains="Spijt").exists()
    assert Comment.objects.get(pk=said.pk).text == ""


def test_an_editor_hides_with_a_reason_that_the_log_tells(world: World, clients: Clients) -> None:
    said = world.say(world.noor, text="Lelijke woorden")
    hide = f"{world.page}comments/{said.pk}/hide/"
    assert clients["mia"].post(hide, {"reason": "x"}).status_code == 403
    assert clients["finn"].post(hide, {"reason": " "}).status_code == 422
    assert clients["finn"].post(hide, {"reason": "Onaardig"}).status_code == 302
    page = clients["mia"].get(world.page).content.decode()
    assert "Lelijke" not in page
    assert "Hidden by Finn: Onaardig" in page
    assert "Lelijke" in clients["eva"].get(world.page).content.decode()
    assert LogEntry.objects.get(act="comment.hidden").words["reason"] == "Onaardig"
    assert not Notice.objects.filter(words__contains="Lelijke").exists()
    clients["eva"].post(f"{world.page}comments/{said.pk}/show/")
    assert "Lelijke" in clients["mia"].get(world.page).content.decode()


def test_notices_go_once_to_who_spoke_is_named_or_wrote(world: World) -> None:
    said = world.say(world.noor, text="Wat vind jij, @mia en @vic en @nobody? mail@eva.org")
    told = set(Notice.objects.values_list("person__username", "kind"))
    assert told == {("mia", "discussion.mention"), ("eva", "discussion.comment")}
    Notice.objects.all().delete()
    comments.reply(said.thread, world.eva.actor, "@noor kijk zelf")
    assert list(Notice.objects.values_list("person__username", "kind")) == [
        ("noor", "discussion.reply")
    ]


def test_who_looks_at_the_discussion_has_seen_its_notices(world: World, clients: Clients) -> None:
    world.say(world.noor)
    assert Notice.objects.get(person=world.eva).seen is None
    clients["finn"].get(world.page)
    assert Notice.objects.get(person=world.eva).seen is None
    clients["eva"].get(world.page)
    assert Notice.objects.get(person=world.eva).seen


def test_who_may_not_read_a_draft_is_not_told_of_it(world: World) -> None:
    world.write(TEXT + "\nNieuw.\n")
    world.say(world.eva, 7, "@noor @finn kijk")
    assert list(Notice.objects.values_list("person__username", flat=True)) == ["finn"]


def test_what_happened_is_recorded_for_who_may_read_it(world: World) -> None:
    world.say(world.noor)
    rules.change(world.werf, world.bea.actor, readers="everybody")
    world.say(world.noor)
    world.write(TEXT + "\nNieuw.\n")
    world.say(world.eva, 7)
    told = Activity.objects.filter(verb="comment").order_by("pk")
    assert list(told.values_list("audience", flat=True)) == ["members", "public", "editors"]


def test_threads_follow_their_passage_from_revision_to_revision(
    world: World, clients: Clients
) -> None:
    world.say(world.noor)
    world.say(world.noor, 5)
    world.write(
        TEXT.replace("kijkt of", "ziet erop toe dat").replace(
            "- Een schop", "- Een hark\n- Een schop"
        )
    )
    world.publish()
    page = clients["noor"].get(world.page)
    numbers = {talk.thread.block: talk.number for talk in page.context["page"].open}
    assert numbers == {3: 3, 5: 6}
    world.write("# Water\n\n- Een zeis hangt ernaast, en iedereen mag hem lenen.\n")
    world.publish()
    page = clients["noor"].get(world.page)
    assert [talk.thread.block for talk in page.context["page"].gone] == [3]
    assert "About passages that are no longer there" in page.content.decode()
    assert "De dijkgraaf kijkt" in page.content.decode()
    world.write(TEXT)
    world.publish()
    page = clients["noor"].get(world.page)
    assert {talk.number for talk in page.context["page"].open} == {3, 5}


def test_places_are_kept_for_what_is_shown_and_no_more(world: World) -> None:
    world.say(world.noor)
    for number in range(6):
        world.write(TEXT + f"\nZin {number}.\n")
        places.settle_all()
    kept = set(Place.objects.values_list("revision", flat=True))
    assert kept == {2, 8}


def test_the_clock_places_open_threads_in_a_new_revision(world: World) -> None:
    world.say(world.noor)
    world.write("Vooraf een andere alinea.\n\n" + TEXT)
    places.settle_all()
    assert set(Place.objects.values_list("revision", "block")) == {(2, 3), (3, 4)}


def test_queries_stay_the_same_with_two_hundred_comments(world: World, clients: Clients) -> None:
    def fill(most: int) -> None:
        for number in range(most):
            said = world.say(world.noor, 2 + number % 5)
            Comment.objects.create(thread=said.thread, author=world.mia.actor, html="<p>Ja</p>")
            Comment.objects.update(created="2020-01-01T00:00Z")

    counts = []
    for most in (2, 98):
        fill(most)
        for name in ("noor", "eva"):
            instance.forget()  # so that what is kept for seconds does not end in between
            clients[name].get(world.page)
            with CaptureQueriesContext(connection) as made:
                assert clients[name].get(world.page).status_code == 200
            counts.append(len(made))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 19


def test_the_reading_page_tells_of_the_discussion_to_who_may_read_it(
    world: World, clients: Clients
) -> None:
    address = f"{world.text.work.uri}nl/"
    assert "discussion/" not in clients["visitor"].get(address).content.decode()
    assert "Discuss this text" in clients["noor"].get(address).content.decode()
    said = world.say(world.noor)
    assert "1 comment" in clients["noor"].get(address).content.decode()
    rules.change(world.werf, world.bea.actor, readers="everybody")
    assert "1 comment" in clients["visitor"].get(f"{address}?lang=en").content.decode()
    comments.take_back(said, world.noor.actor)
    assert "1 comment" not in clients["visitor"].get(f"{address}?lang=en").content.decode()


def test_who_leaves_stays_under_a_pseudonym(world: World, clients: Clients) -> None:
    world.say(world.noor, text="Blijvende woorden")
    give_up(world.noor)
    page = clients["mia"].get(world.page).content.decode()
    assert "Blijvende woorden" in page
    assert "Noor" not in page


def test_taking_back_twice_is_told(world: World) -> None:
    said = world.say(world.noor)
    comments.take_back(said, world.noor.actor)
    with pytest.raises(ValidationError):
        comments.take_back(said, world.noor.actor)
