"""New versions of the charter; one that was made is never changed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gemeengoed.core.activity.services import record
from gemeengoed.core.commons.models import CharterVersion, Commons
from gemeengoed.core.commons.principles import keys
from gemeengoed.core.log.services import append
from gemeengoed.core.people.models import Person
from gemeengoed.core.text import markdown

from .lock import locked
from .words import PAGES, SENTENCE, Words, one_line, tidy_markdown

Answers = dict[str, Words]


class CharterMovedError(Exception):
    """Somebody else made a version in the meantime; `latest` is theirs."""

    def __init__(self, latest: CharterVersion) -> None:
        self.latest = latest
        super().__init__(f"the charter is at version {latest.number} by now")


def tidy_answers(answers: Answers) -> Answers:
    """Only the eight principles, each tidied. Raises ValidationError (unknown key, Markdown)."""
    strange = sorted(set(answers) - set(keys()))
    if strange:
        raise ValidationError(
            {"answers": _("“%(key)s” is not one of the eight principles.") % {"key": strange[0]}}
        )
    until = markdown.new_deadline()
    cleaned = {key: tidy_markdown(answers.get(key), key, PAGES, until) for key in keys()}
    return {key: words for key, words in cleaned.items() if words}


def save_charter(
    commons: Commons, answers: Answers, by: Person, *, reason: str, based_on: int
) -> CharterVersion:
    """Version `based_on` + 1. Raises CharterMovedError when that is not the latest, ValidationError
    (codes reason, same; or under the key of a principle) otherwise."""
    reason = one_line(reason, "reason", SENTENCE)
    if not reason:
        raise ValidationError(
            {"reason": _("Tell in one sentence why the charter changes.")}, code="reason"
        )
    cleaned = tidy_answers(answers)
    with transaction.atomic():
        commons = locked(commons)
        _check_base(commons, cleaned, based_on)
        version = CharterVersion.objects.create(
            commons=commons,
            number=based_on + 1,
            answers=cleaned,
            author=by.actor,
            reason=reason,
        )
        _tell(commons, version, by)
    return version


def _check_base(commons: Commons, answers: Answers, based_on: int) -> None:
    latest = CharterVersion.objects.select_related("author").filter(commons=commons).first()
    if latest is None and based_on == 0:
        return
    if latest is None or latest.number != based_on:
        if latest is None:
            raise ValidationError({"based_on": _("There is no version with that number.")})
        raise CharterMovedError(latest)
    if latest.answers == answers:
        raise ValidationError(
            _("Nothing has changed: this is what the charter says already."), code="same"
        )


def _tell(commons: Commons, version: CharterVersion, by: Person) -> None:
    address = f"{commons.get_absolute_url()}charter/versions/{version.number}/"
    append(
        commons.actor,
        "charter.changed",
        by.actor,
        object=address,
        reason=version.reason,
        details={"version": version.number},
    )
    record(
        by.actor,
        "changed",
        f"{commons.get_absolute_url()}charter/",  # what search finds is the version that holds
        object_type="charter",
        commons=commons.actor,
        title=version.reason,
        data={"version": version.number},
    )
