"""What the public log says of letters and their list."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "list.imported": _("%(actor)s brought a list of addresses in: %(reason)s"),
    "list.import_cancelled": _("%(actor)s stopped bringing a list of addresses in"),
    "letter.scheduled": _("%(actor)s let %(link)sa letter%(end)s go out"),
    "letter.cancelled": _("%(actor)s stopped %(link)sa letter%(end)s that was going out"),
    "letters.settings_changed": _("%(actor)s changed the settings of the letters"),
}
