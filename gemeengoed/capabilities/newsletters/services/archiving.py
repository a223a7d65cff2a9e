"""Letters that went out before they came here: they stand in the archive, and nobody gets them by mail."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gemeengoed.core.actors.services import touch

from ..models import Letter, LetterState
from .writing import OPEN


def keep(letter: Letter, went_out: datetime) -> None:
    """Puts `letter` in the archive as what went out at that moment. Raises ValidationError."""
    with transaction.atomic():
        rows = Letter.objects.filter(pk=letter.pk, state__in=OPEN)
        moments = {"goes_out": went_out, "went_out": went_out, "ended": went_out}
        if not rows.update(state=LetterState.SENT, created=went_out, changed=went_out, **moments):
            raise ValidationError(_("This letter has gone out, so it stays as it is."))
        touch(letter.commons.actor)
