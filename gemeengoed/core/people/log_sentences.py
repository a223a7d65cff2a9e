"""How the public log tells what operators decide about accounts, and who added which organisation."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "person.approved": _("%(actor)s approved the account of %(object)s"),
    "person.declined": _("%(actor)s declined somebody who asked for an account"),
    "person.suspended": _("%(actor)s suspended %(object)s"),
    "person.restored": _("%(actor)s ended the suspension of %(object)s"),
    "person.began_operator": _(
        "%(object)s became operator of the server, by its command line or its set-up link"
    ),
    "person.made_operator": _("%(actor)s made %(object)s operator of the server"),
    "person.ended_operator": _("%(actor)s ended that %(object)s is operator of the server"),
    "person.invited": _("%(actor)s invited somebody to make an account"),
    "person.invitation_withdrawn": _("%(actor)s withdrew an invitation to make an account"),
    "organisation.created": _("%(actor)s added the organisation %(link)s%(name)s%(end)s"),
    "organisation.changed": _("%(actor)s changed the page of %(link)s%(name)s%(end)s"),
}
