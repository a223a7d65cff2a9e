"""How the public log tells of publications."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "publication.withdrawn": _("%(actor)s withdrew “%(title)s” (%(language)s): %(reason)s"),
    "publication.withdrawn_from_members": _("%(actor)s withdrew a text for members"),
}
