"""How the public log tells what changed about the server."""

from django.utils.translation import gettext_lazy as _

from .models import SignUp

SENTENCES = {
    "instance.changed": _("%(actor)s changed the settings of the server"),
    "instance.logo_changed": _("%(actor)s changed the logo of the server"),
    "instance.logo_removed": _("%(actor)s removed the logo of the server"),
}
DETAILS = {
    "description": _("What this server is for"),
    "sign_up": _("Who may make an account?"),
    **{f"sign_up:{value}": label for value, label in SignUp.choices},
    "second_factor_for_stewards": _("Stewards must log in with a second step"),
    "front_commons": _("Commons on the front page"),
    "colours": _("Colours"),
    "papier": _("Page"),
    "inkt": _("Text"),
    "delft": _("Links"),
    "sluisgroen": _("Buttons"),
    "op-sluis": _("Words on buttons"),
}
