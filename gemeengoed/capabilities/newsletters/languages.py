"""The languages in which there are letters, and mail about them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CODES = ("nl", "en")


def checked(code: str) -> str:
    """Raises ValidationError (language)."""
    if code not in CODES:
        words = _("There are letters in these languages: %(codes)s. Choose one of them.")
        raise ValidationError({"language": words % {"codes": ", ".join(CODES)}}, code="language")
    return code


def nearest(said: str, otherwise: str) -> str:
    """The one that somebody means by a tag such as 'nl-BE', in any case; `otherwise` when there is none."""
    code = said.strip().lower()[:2]
    return code if code in CODES else otherwise
