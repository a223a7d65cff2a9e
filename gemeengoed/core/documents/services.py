"""Writing: a work, its revisions, publishing and withdrawing. Nothing is rendered in a transaction."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons, Question
from gemeengoed.core.people.models import Organisation
from gemeengoed.core.registry import Audience
from gemeengoed.core.sources.models import Source
from gemeengoed.core.sources.services.sources import store as store_sources
from gemeengoed.core.text import licences, typed

from . import newest, terms
from .ageing import aged_when_replaced, settle
from .merged import Words
from .models import Citation, Document, DocumentState, Revision, Work
from .saving import EditConflict, save_revision

__all__ = [
    "EditConflict",
    "Words",
    "create_work",
    "publish",
    "save_revision",
    "set_details",
    "set_sources",
    "withdraw",
]


def create_work(
    commons: Commons,
    uri: str,
    object_type: str,
    *,
    licence: str = "",
    audience: Audience = Audience.PUBLIC,
) -> Work:
    """A work without texts yet, under `licence` (SPDX) or the commons' own. Raises ValidationError."""
    return Work.objects.create(
        commons=commons,
        uri=uri,
        object_type=object_type,
        licence=licences.validate(licence) if licence else commons.licence,
        audience=str(audience),
    )


LONGEST_REASON = 500
"""Characters of why a text was withdrawn."""


def publish(
    document: Document,
    record: Callable[[Document, bool], None],
    when: datetime | None = None,
) -> Revision:
    """Shows the newest revision to readers, as a new version, whole or not at all.

    `when` is for a text that came out before it came here; else it is now.

    `record(document, first)` writes the activity in the same transaction; `first` tells a first
    publication from a change. Publishing what readers already see changes nothing.
    """
    shown = document.published_id
    older = aged_when_replaced(document)
    with transaction.atomic():
        document = _locked(document)
        if document.published_id != shown:
            older = None  # the sweep packs it
        revision = document.head
        if revision is None:
            raise ValidationError(_("There is no text to publish yet."))
        if document.state == DocumentState.PUBLISHED and document.published == revision:
            return revision
        first = document.published_at is None
        _number_version(document, revision, when or timezone.now())
        document.state = DocumentState.PUBLISHED
        document.published = revision
        document.changed_at = when or timezone.now()
        document.published_at = document.published_at or document.changed_at
        document.withdrawn_at, document.withdrawn_reason = None, ""
        document.save()
        newest.keep(Work.objects.filter(pk=document.work_id))
        terms.keep_uses(document, revision.html)
        settle(document, older)
        record(document, first)
    return revision


def _locked(document: Document) -> Document:
    rows = Document.objects.select_for_update(of=("self",))
    return rows.select_related("work__commons__actor").get(pk=document.pk)


def _number_version(document: Document, revision: Revision, when: datetime) -> None:
    revision.published_at = (
        revision.published_at or when
    )  # a version that comes back keeps its date
    if revision.version is None:
        latest = document.revisions.aggregate(latest=Max("version"))["latest"]
        revision.version = (latest or 0) + 1
    revision.save(update_fields=["version", "published_at"])


def withdraw(document: Document, reason: str, record: Callable[[Document], None]) -> None:
    """Takes the text from readers, who get `reason` in its place. Raises ValidationError without one."""
    reason = typed.within(typed.lines(reason), LONGEST_REASON, "reason")
    if not reason:
        raise ValidationError({"reason": _("Say why the text is withdrawn: readers will see it.")})
    with transaction.atomic():
        document = _locked(document)
        if document.state != DocumentState.PUBLISHED:
            raise ValidationError(_("Only a published text can be withdrawn."))
        document.state = DocumentState.WITHDRAWN
        document.withdrawn_at = timezone.now()
        document.withdrawn_reason = reason
        document.save()
        newest.keep(Work.objects.filter(pk=document.work_id))
        document.term_uses.all().delete()
        record(document)


def set_details(
    work: Work,
    *,
    licence: str,
    audience: Audience,
    questions: Iterable[Question],
    on_behalf_of: Iterable[Organisation],
    by: Actor | None,
) -> None:
    """Licence (SPDX), audience, the questions it is tied to and the organisations that sign it.

    `by` speaks for each organisation that does not sign yet; None is the server itself. Raises
    ValidationError (licence, on_behalf_of).
    """
    signing = list(on_behalf_of)
    _check_signing(work, signing, by)
    try:
        work.licence = licences.validate(licence)
    except ValidationError as error:
        raise ValidationError({"licence": error.messages}) from error
    work.audience = str(audience)
    with transaction.atomic():
        work.save(update_fields=["licence", "audience"])
        work.questions.set(questions)
        work.on_behalf_of.set(signing)


def _check_signing(work: Work, signing: Sequence[Organisation], by: Actor | None) -> None:
    if by is None:
        return
    spoken_for = Organisation.objects.filter(
        affiliation__person__actor=by,
        affiliation__may_speak=True,
        affiliation__confirmed__isnull=False,
        actor__gone__isnull=True,
    )
    allowed = {*spoken_for.values_list("pk", flat=True)}
    allowed |= {*work.on_behalf_of.values_list("pk", flat=True)}
    if any(organisation.pk not in allowed for organisation in signing):
        raise ValidationError(
            {"on_behalf_of": _("Choose organisations on whose behalf you may write.")}
        )


def set_sources(work: Work, sources: Sequence[Source]) -> None:
    """Lists `sources` under the work in this order; new ones are stored with the commons."""
    with transaction.atomic():
        store_sources(sources, work.commons)
        work.citations.all().delete()
        Citation.objects.bulk_create(
            Citation(work=work, source=source, position=position)
            for position, source in enumerate(sources)
        )


def cite(work: Work, sources: Sequence[Source]) -> None:
    """Lists these stored sources under the work in this order and leaves them as they are."""
    with transaction.atomic():
        work.citations.all().delete()
        Citation.objects.bulk_create(
            Citation(work=work, source=source, position=position)
            for position, source in enumerate(dict.fromkeys(sources))
        )
