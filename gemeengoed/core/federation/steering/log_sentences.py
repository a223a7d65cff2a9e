"""How the public log tells what operators decided about other servers."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "federation.server_silenced": _(
        "%(actor)s silenced the server %(server)s: what comes from there waits for approval"
    ),
    "federation.server_suspended": _(
        "%(actor)s suspended the server %(server)s: nothing comes from there, nothing goes there"
    ),
    "federation.server_lifted": _("%(actor)s lifted the measure against the server %(server)s"),
    "federation.media_rejected": _("%(actor)s takes no more pictures of the server %(server)s"),
    "federation.media_accepted": _("%(actor)s takes pictures of the server %(server)s again"),
    "federation.person_silenced": _(
        "%(actor)s silenced %(person)s: what they say waits for approval"
    ),
    "federation.person_suspended": _(
        "%(actor)s suspended %(person)s: nothing comes from them, nothing goes to them"
    ),
    "federation.person_lifted": _("%(actor)s lifted the measure against %(person)s"),
    "federation.object_hidden": _("%(actor)s hid what %(person)s said under %(link)sthis%(end)s"),
    "federation.object_shown": _(
        "%(actor)s shows again what %(person)s said under %(link)sthis%(end)s"
    ),
    "federation.object_removed": _(
        "%(actor)s removed what %(person)s said under %(link)sthis%(end)s"
    ),
    "federation.report_handled": _("%(actor)s has seen to a report from the server %(server)s"),
}
DETAILS = {"server": _("Server"), "person": _("Who"), "address": _("Address there")}
