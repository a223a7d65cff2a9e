"""Why a server fails, and why its requests were refused, in plain words."""

import re

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Words

from .measures import ENDED

_STATUS = re.compile(r"\b([345]\d\d)\b")
_STATUSES: dict[str, Words] = {
    "401": _("It does not accept our signature: perhaps its clock or ours is off."),
    "403": _("It refuses us: perhaps it has blocked this server."),
    "404": _("It no longer has the mailbox to which we send."),
    "410": _("It says that whoever we send to has gone."),
    "413": _("It finds what we send too large."),
    "429": _("It asks us to send more slowly."),
}
_REASONS: dict[str, Words] = {
    "timeout": _("It does not answer in time."),
    "name": _("Its name is not known on the internet: perhaps it has moved or stopped."),
    "unreachable": _("Nobody answers there: perhaps it is off."),
    "certificate": _("It cannot prove that it is who it says: its certificate is not right."),
    "private": _("Its name leads into a private network, where this server does not go."),
    "redirects": _("It sends us on in circles."),
    "garbled": _("It answers something that is no answer."),
    "too-large": _("It answers more than we take."),
    "type": _("It answers something else than was asked for."),
    "port": _("It listens where no website listens."),
    ENDED: _("It is suspended here."),
}

REFUSED: dict[str, Words] = {
    "signature": _("signed with another key than theirs"),
    "missing": _("not signed"),
    "format": _("signed in a way that cannot be read"),
    "digest": _("not the text that was signed"),
    "clock": _("signed longer than an hour ago, or in the future"),
    "host": _("meant for another server"),
    "algorithm": _("signed in a way that is not used here"),
    "covered": _("signed, but not all that matters"),
    "actor": _("in the name of somebody else"),
    "key-host": _("signed with a key of another server"),
    "id": _("with an address on another server"),
    "suspended": _("suspended here"),
    "pace": _("too much in a minute"),
    "unverified": _("too much from people not known yet"),
    "too-large": _("too large"),
    "type": _("not what an inbox takes"),
    "json": _("not readable"),
    "encoding": _("not readable"),
    "duplicate": _("says the same thing twice"),
    "depth": _("nested too deeply"),
    "shape": _("no activity"),
    "no-inbox": _("for somebody who is not here"),
    "gone": _("for somebody who has gone"),
    "broken-off": _("broken off"),
    "database": _("this server could not write it down"),
}


def fails(error: str) -> Words:
    """Of `Host.last_error`: a sentence, empty for no error. The error itself is shown beside it."""
    if not error:
        return ""
    reason = error.partition(":")[0].strip().lower()
    if reason in _REASONS:
        return _REASONS[reason]
    found = _STATUS.search(error)
    if found is None:
        return _("It could not be reached.")
    if found[1].startswith("5"):
        return _("It has trouble itself.")
    return _STATUSES.get(found[1], _("It does not take what we send."))


def refused(reason: str) -> Words:
    """Why requests to an inbox were refused; another word is shown as it is."""
    return REFUSED.get(reason, reason)
