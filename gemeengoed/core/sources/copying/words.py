"""Why there is no copy, in words for who reads the page of a source."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import ArchivedCopy

_WORDS: dict[str, Promise] = {
    "address": gettext_lazy("The address cannot be read. Correct it."),
    "scheme": gettext_lazy("Only addresses that begin with http:// or https:// can be kept."),
    "private": gettext_lazy(
        "The address leads into a private network, where this server does not look. "
        "Give an address that everybody can reach."
    ),
    "port": gettext_lazy("The address names an unusual port, which this server does not use."),
    "name": gettext_lazy("There is no such site. Look whether the address is spelt right."),
    "unreachable": gettext_lazy("The site does not answer."),
    "certificate": gettext_lazy("The site cannot prove who it is, so nothing was fetched."),
    "timeout": gettext_lazy("The site took longer than ten seconds."),
    "redirects": gettext_lazy("The site sends on from page to page without end."),
    "type": gettext_lazy("It is no page and no PDF, and other files are not kept."),
    "too-large": gettext_lazy("It is too large to keep, or it never ends."),
    "garbled": gettext_lazy("The answer of the site could not be understood."),
    "empty": gettext_lazy("There are no words on the page; perhaps it only works with scripts."),
    "intricate": gettext_lazy("The page is too intricate to be cleaned, so it is not kept."),
    "damaged": gettext_lazy("The file says that it is a PDF, but it is not."),
    "quota": gettext_lazy("There is no room left for the files of this commons."),
    "disk": gettext_lazy("The disk of the server is full."),
    "error": gettext_lazy("Something went wrong here. The operator can find it in the log."),
}


def why(copy: ArchivedCopy) -> str:
    """Why the last attempt gave no copy; '' when none failed."""
    if copy.reason == "status":
        return _status(copy.status)
    words = _WORDS.get(copy.reason)
    return str(words) if words else copy.reason


def _status(status: int) -> str:
    if status in (404, 410):
        return _("The page is not there (any more).")
    if status in (401, 403, 451):
        return _("The site does not let this server read the page.")
    return _("The site answered with error %(status)d.") % {"status": status}
