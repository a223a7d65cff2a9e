"""What conversations hand to the core."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability, MailTaken, NoticeKind, Role, Scheduled

from . import (
    about_questions,
    checks,
    demonstration,
    erasing,
    from_servers,
    mail_taken,
    mailing,
    notes,
)
from .personal_data import HELD
from .portable import PORTABLE
from .services import coming_back

NOTICES = (
    NoticeKind(
        "conversations.message",
        _("Somebody writes to a commons where you are an editor"),
        _("Somebody wrote: “%(title)s”"),
    ),
    NoticeKind(
        "conversations.came_back",
        _("What you answer to somebody who wrote comes back or is refused"),
        _("Mail to somebody who wrote came back or was refused: “%(title)s”"),
    ),
)

CONVERSATIONS = Capability(
    slug="conversations",
    name=_("Conversations"),
    built_in=True,
    api="gemeengoed.core.conversations.api.router",
    permissions={"conversations.read": Role.EDITOR, "conversations.answer": Role.EDITOR},
    mail=(
        MailTaken(mailing.THREAD, mail_taken.to_thread, personal=True),
        MailTaken("", mail_taken.to_commons),
    ),
    notices=NOTICES,
    incoming=(from_servers.INCOMING,),
    federated=(notes.FEDERATED,),
    mail_came_back=coming_back.came_back,
    personal_data=HELD,
    tied_to_question=about_questions.tied_to_question,
    portable=PORTABLE,
    demonstration_afterwards=demonstration.build,
    checks=(checks.unanswered,),
    scheduled=(
        Scheduled("conversations-sweep", 60 * 24, erasing.sweep, _("Erasing old conversations")),
    ),
)
