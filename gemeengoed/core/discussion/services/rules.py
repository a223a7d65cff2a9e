"""What stewards choose for the discussions of a commons."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.lock import locked
from gemeengoed.core.log import services as log

from ..models import Readers, Rules


def change(commons: Commons, by: Actor, **values: Any) -> Rules:
    """Sets any of readers, second_editor; the public log tells what changed. Raises ValidationError."""
    if values.get("readers", Readers.MEMBERS) not in Readers.values:
        raise ValidationError({"readers": _("Choose one of the answers.")})
    with transaction.atomic():
        commons = locked(commons)
        rules, _new = Rules.objects.get_or_create(commons=commons)
        before = {name: getattr(rules, name) for name in values}
        changed = {name: value for name, value in values.items() if value != before[name]}
        for name, value in changed.items():
            setattr(rules, name, value)
        if changed:
            rules.save()
            log.append(
                commons.actor,
                "discussion.rules_changed",
                by,
                object=commons.get_absolute_url(),
                details={
                    f"discussion_{k}": {"from": before[k], "to": v} for k, v in changed.items()
                },
            )
    return rules
