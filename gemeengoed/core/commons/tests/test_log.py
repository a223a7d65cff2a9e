"""Every act of stewardship stands in the public log, once, with who did it and why."""

from datetime import date

from gemeengoed.core import registry
from gemeengoed.core.commons.log_sentences import SENTENCES
from gemeengoed.core.commons.models import Application, JoinLink, Phase
from gemeengoed.core.commons.services import groups, joining, membership, partners, programme
from gemeengoed.core.commons.services.charter import save_charter
from gemeengoed.core.commons.services.settings import change_commons, remove_picture
from gemeengoed.core.log.models import LogEntry
from gemeengoed.core.log.services import verify
from gemeengoed.core.people.services import create_organisation

from .conftest import Cast


def _everything(cast: Cast) -> None:
    commons, by = cast.commons, cast.person("steward")
    change_commons(commons, by, licence="CC0-1.0")
    remove_picture(commons, by)
    for role in ("editor", "steward", "member"):
        membership.change_role(commons, cast.person("member"), role, by)
    membership.leave(commons, cast.person("editor"))
    for answer in ("accept", "decline"):
        joining.apply(commons, cast.person("stranger"), "Mag ik?")
        number = Application.objects.get().pk
        if answer == "accept":
            joining.accept(commons, number, by)
            membership.remove_member(commons, cast.person("stranger"), "Grapje.", by)
        else:
            joining.decline(commons, number, "Nee.", by)
    joining.make_link(commons, by)
    joining.revoke_link(commons, JoinLink.objects.get().pk, by)
    _groups_and_programme(cast)
    membership.forget_person(by.pk)


def _groups_and_programme(cast: Cast) -> None:
    commons, by = cast.commons, cast.person("steward")
    group = groups.save_group(commons, by, name="Redactie")
    groups.save_group(commons, by, name="Kernploeg", group=group)
    groups.remove_group(group, by)
    save_charter(commons, {"fit": {"nl": "Samen."}}, by, reason="Begin.", based_on=0)
    question = programme.save_question(commons, by, text={"nl": "Wat?"})
    programme.save_question(commons, by, text={"nl": "Wat dan?"}, main=True, question=question)
    programme.remove_question(question, by)
    programme.restore_question(question, by)
    programme.order_questions(commons, [question.slug], by)
    days = {"starts": date(2024, 1, 1), "ends": date(2024, 1, 2)}
    phase = programme.save_phase(commons, by, title={"nl": "Begin"}, **days)
    programme.save_phase(commons, by, title={"nl": "Start"}, phase=phase, **days)
    programme.remove_phase(Phase.objects.get(), by)
    organisation = create_organisation("hout", "Hout", by)
    partnership = partners.add_partner(commons, organisation, by)
    partners.order_partners(commons, ["hout"], by)
    partners.remove_partner(partnership, by)
    partners.take_back(partners.add_partner(commons, organisation, by), by)


def test_every_act_is_told_and_has_a_sentence(cast: Cast) -> None:
    _everything(cast)
    told = set(LogEntry.objects.filter(owner=cast.commons.actor).values_list("act", flat=True))
    assert told == set(SENTENCES) - {"commons.making_ruled"}
    assert all(registry.log_sentence(act) for act in told)
    assert verify() == []


def test_the_log_page_tells_them_in_words(cast: Cast) -> None:
    membership.change_role(cast.commons, cast.person("member"), "editor", cast.person("steward"))
    page = cast.clients["visitor"].get("/@werf/log/?lang=en").text
    assert '<a href="/@bea/">Bea</a> made <a href="/@member/">@member</a> editor' in page


def test_what_did_not_change_is_not_told(cast: Cast) -> None:
    before = LogEntry.objects.count()
    change_commons(cast.commons, cast.person("steward"), licence="cc-by-sa-4.0")
    membership.change_role(cast.commons, cast.person("member"), "member", cast.person("steward"))
    assert LogEntry.objects.count() == before


def test_the_log_says_who_came_into_a_group_and_who_went(cast: Cast) -> None:
    commons, by = cast.commons, cast.person("steward")
    one, other = (commons.memberships.get(person=cast.person(n)) for n in ("member", "editor"))
    group = groups.save_group(commons, by, name="Redactie", members=[one])
    groups.save_group(commons, by, name="Redactie", members=[other], group=group)
    entry = LogEntry.objects.get(act="group.changed")
    handles = [cast.person(n).handle for n in ("editor", "member")]
    assert [entry.words["details"][k] for k in ("came", "left")] == [f"@{h}" for h in handles]
    assert cast.person("member").actor in entry.concerns.all()
