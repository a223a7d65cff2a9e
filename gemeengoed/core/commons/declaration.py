"""What the commons hands to the core: acts, API, addresses, personal data, log, clock."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import (
    Capability,
    NoticeKind,
    PersonalData,
    Role,
    Scheduled,
    SitemapSection,
)

from . import privacy, search, sitemap
from .access import enter
from .log_sentences import DETAILS, SENTENCES
from .portable import PORTABLE
from .queries.standing import stands_at
from .services.programme import forget_removed_questions

PERMISSIONS = {
    "commons.create": Role.OPERATOR,  # and whoever permissions.may_create_commons lets in
    "commons.rule_making": Role.OPERATOR,
    "commons.read": Role.VISITOR,
    "commons.leave": Role.MEMBER,
    "commons.see_members": Role.MEMBER,
    "commons.begin": Role.EDITOR,
    "commons.change": Role.STEWARD,
    "commons.change_charter": Role.STEWARD,
    "commons.change_programme": Role.STEWARD,
    "commons.change_partners": Role.STEWARD,
    "commons.change_roles": Role.STEWARD,
    "commons.remove_member": Role.STEWARD,
    "commons.change_groups": Role.STEWARD,
    "commons.answer_applications": Role.STEWARD,
    "commons.invite": Role.STEWARD,
}

MEMBERSHIPS = PersonalData(
    what=_("In which commons you are a member, with which role and since when; your groups there"),
    why=_("To know who may do what, and to show who speaks for a commons"),
    ground=_("Contract: you joined (GDPR article 6(1)(b))"),
    how_long=_("Until you leave, are removed or give up your account"),
    export=privacy.memberships,
    erase=privacy.erase,  # and the applications with them
)
APPLICATIONS = PersonalData(
    what=_("What you wrote when you asked to join a commons"),
    why=_("So that its stewards can answer"),
    ground=_("Steps before a contract, at your request (GDPR article 6(1)(b))"),
    how_long=_("Until you are answered or take it back"),
    export=privacy.applications,
)

# Each of these has a letter of its own in services/letters.py.
NOTICES = (
    NoticeKind(
        "commons.applied",
        _("Somebody asks to join where you are steward"),
        _("%(actor)s asks to join %(title)s"),
        has_letter=True,
    ),
    NoticeKind(
        "commons.accepted",
        _("You were let in"),
        _("You are a member of %(title)s"),
        has_letter=True,
    ),
    NoticeKind(
        "commons.declined",
        _("You were not let in"),
        _("Your question to join %(title)s was declined"),
        has_letter=True,
    ),
    NoticeKind(
        "commons.role_changed",
        _("You got another role"),
        _("You have another role in %(title)s"),
        has_letter=True,
    ),
)

COMMONS = Capability(
    slug="commons",
    name=_("Commons"),
    built_in=True,
    api="gemeengoed.core.commons.api.router",
    permissions=PERMISSIONS,
    searchable=search.SEARCHABLE,
    stands_at=stands_at,
    sitemap=SitemapSection(sitemap.paths),
    scheduled=(
        Scheduled(
            "commons.forget_removed_questions",
            60 * 24,
            forget_removed_questions,
            _("Forgetting questions that were removed long ago"),
        ),
    ),
    notices=NOTICES,
    personal_data=(MEMBERSHIPS, APPLICATIONS),
    portable=PORTABLE,
    log_sentences=SENTENCES,
    log_details=DETAILS,
    may_leave=privacy.may_leave,
    enter=enter,
)
