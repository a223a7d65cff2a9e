"""How the public log tells each act of a commons. `%(object)s` is shown as a link."""

from django.utils.translation import gettext_lazy as _

from .models import Joining

SENTENCES = {
    "commons.created": _("%(actor)s made this commons"),
    "commons.changed": _("%(actor)s changed the settings"),
    "commons.picture_changed": _("%(actor)s changed the picture"),
    "commons.making_ruled": _("%(actor)s decided who may make a commons here"),
    "member.left": _("%(actor)s left"),
    "member.made_member": _("%(actor)s made %(object)s a member without another task"),
    "member.made_editor": _("%(actor)s made %(object)s editor"),
    "member.made_steward": _("%(actor)s made %(object)s steward"),
    "member.inherited": _("%(object)s became steward, since the last steward gave up the account"),
    "member.removed": _("%(actor)s ended a membership"),
    "application.accepted": _("%(actor)s let somebody in who had asked to join"),
    "application.declined": _("%(actor)s declined somebody who had asked to join"),
    "link.made": _("%(actor)s made a join link (days: %(days)s, people: %(uses)s)"),
    "link.revoked": _("%(actor)s revoked a join link"),
    "group.made": _("%(actor)s made the group “%(name)s”"),
    "group.changed": _("%(actor)s changed the group “%(name)s”"),
    "group.removed": _("%(actor)s removed the group “%(name)s”"),
    "charter.changed": _("%(actor)s made %(link)sversion %(version)s of the charter%(end)s"),
    "question.added": _("%(actor)s added the question “%(text)s”"),
    "question.changed": _("%(actor)s changed the question “%(text)s”"),
    "question.removed": _("%(actor)s removed the question “%(text)s”"),
    "question.restored": _("%(actor)s put back the question “%(text)s”"),
    "question.ordered": _("%(actor)s changed the order of the questions"),
    "phase.added": _("%(actor)s added the phase “%(title)s”"),
    "phase.changed": _("%(actor)s changed the phase “%(title)s”"),
    "phase.removed": _("%(actor)s removed the phase “%(title)s”"),
    "partner.added": _("%(actor)s added the partner %(name)s"),
    "partner.removed": _("%(actor)s removed the partner %(name)s"),
    "partner.took_back": _("%(actor)s says that %(name)s is no partner"),
    "partner.ordered": _("%(actor)s changed the order of the partners"),
}
DETAILS = {
    "names": _("Name"),
    "name": _("Name"),
    "purpose": _("What is it for?"),
    "language": _("Main language"),
    "licence": _("Licence"),
    "joining": _("How people join"),
    **{f"joining:{value}": label for value, label in Joining.choices},
    "capabilities": _("Sections in use"),
    "alt": _("What the picture shows"),
    "order": _("Order"),
    "group": _("Group"),
    "came": _("Came in"),
    "left": _("Went out"),
    "link": _("Number of the link"),
}
