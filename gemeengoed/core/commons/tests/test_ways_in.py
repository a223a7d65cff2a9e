"""What somebody reads who waits, was not let in, has joined, or cannot leave."""

from gemeengoed.core.commons.services import joining, membership

from .conftest import Cast

ENGLISH = {"headers": {"Accept-Language": "en"}}


def test_whoever_waits_sees_so_on_the_home_and_can_take_it_back(cast: Cast) -> None:
    stranger = cast.clients["stranger"]
    joining.apply(cast.commons, cast.person("stranger"), "Ik wil mee.")
    home = stranger.get("/@werf/").text
    assert "Your question waits for an answer" in home
    assert "/@werf/withdraw/" in home
    stranger.post("/@werf/withdraw/")
    assert "waits for an answer" not in stranger.get("/@werf/").text


def test_whoever_was_declined_reads_the_reason_and_can_ask_again(cast: Cast) -> None:
    applicant, steward = cast.person("stranger"), cast.person("steward")
    asked = joining.apply(cast.commons, applicant, "Ik wil mee.")
    joining.decline(cast.commons, asked.pk, "We zijn vol tot mei.", steward)
    page = cast.clients["stranger"].get("/@werf/join/").text
    assert "We zijn vol tot mei." in page
    assert "You can ask again below." in page
    assert "We zijn vol" not in cast.clients["visitor"].get("/@werf/join/").text
    assert "We zijn vol" not in cast.clients["steward"].get("/@werf/join/").text
    again = joining.apply(cast.commons, applicant, "Is er nu plaats?")
    joining.accept(cast.commons, again.pk, steward)
    membership.leave(cast.commons, applicant)
    assert "We zijn vol" not in cast.clients["stranger"].get("/@werf/join/").text


def test_joining_promises_only_what_a_member_can_do(cast: Cast) -> None:
    for page in ("/@werf/join/", "/@werf/joined/"):
        client = cast.clients["member" if "joined" in page else "visitor"]
        text = client.get(page, **ENGLISH).text.partition("<main")[2]
        assert "vote" not in text
        assert "propose" not in text
        assert "/@werf/charter/" not in text, "there is none yet"
    assert "Ask a steward to make you editor" in cast.clients["member"].get("/@werf/joined/").text


def test_the_last_steward_reads_it_before_trying_to_leave(cast: Cast) -> None:
    page = cast.clients["steward"].get("/@werf/leave/").text
    assert "You are the last steward." in page
    assert 'class="button button--danger"' not in page
    assert "last steward" not in cast.clients["editor"].get("/@werf/leave/").text
