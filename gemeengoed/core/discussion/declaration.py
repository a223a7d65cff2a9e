"""What discussions hand to the core: acts, notices, log, clock, personal data."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability, NoticeKind, Role, Scheduled

from . import demonstration
from .models import Readers
from .personal_data import HELD
from .portable import PORTABLE
from .queries import approvals
from .services.places import settle_all
from .services.suggestions import release_stuck

PERMISSIONS = {
    "discussion.comment": Role.MEMBER,
    "discussion.suggest": Role.MEMBER,
    "discussion.moderate": Role.EDITOR,
    "discussion.review": Role.EDITOR,
    "discussion.settings": Role.STEWARD,
}

NOTICES = (
    NoticeKind(
        "discussion.reply",
        _("Somebody answers where you spoke"),
        _("%(actor)s answered at “%(title)s”"),
    ),
    NoticeKind(
        "discussion.mention",
        _("Somebody names you with @"),
        _("%(actor)s named you at “%(title)s”"),
    ),
    NoticeKind(
        "discussion.comment",
        _("Somebody comments on a text you wrote"),
        _("%(actor)s commented on “%(title)s”"),
    ),
    NoticeKind(
        "discussion.suggestion",
        _("Somebody suggests a change in a text you wrote"),
        _("%(actor)s suggests a change in “%(title)s”"),
    ),
    NoticeKind(
        "discussion.accepted",
        _("Your suggestion is taken over"),
        _("%(actor)s took over your suggestion in “%(title)s”"),
    ),
    NoticeKind(
        "discussion.declined",
        _("Your suggestion is declined"),
        _("%(actor)s declined your suggestion in “%(title)s”"),
    ),
    NoticeKind(
        "discussion.review_asked",
        _("You are asked to review a text"),
        _("%(actor)s asks for a review of “%(title)s”"),
    ),
    NoticeKind(
        "discussion.review_answered",
        _("A review you asked for is there"),
        _("%(actor)s reviewed “%(title)s”"),
    ),
)

DISCUSSION = Capability(
    slug="discussion",
    name=_("Discussion"),
    built_in=True,
    api="gemeengoed.core.discussion.api.router",
    permissions=PERMISSIONS,
    revision_notes=approvals,
    notices=NOTICES,
    personal_data=HELD,
    portable=PORTABLE,
    scheduled=(
        Scheduled("discussion", 1, settle_all),
        Scheduled("suggestions", 1, release_stuck),
    ),
    demonstration_afterwards=demonstration.build,
    log_sentences={
        "comment.hidden": _("%(actor)s hid a comment on %(object)s: %(reason)s"),
        "comment.shown": _("%(actor)s showed a hidden comment on %(object)s again"),
        "discussion.rules_changed": _("%(actor)s changed the rules for discussing texts"),
    },
    log_details={
        "discussion_readers": _("Who may read comments"),
        **{f"discussion_readers:{value}": label for value, label in Readers.choices},
        "discussion_second_editor": _("A second editor must approve"),
    },
)
