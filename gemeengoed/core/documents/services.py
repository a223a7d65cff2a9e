"""Writing: a work, its revisions, publishing and withdrawing. Nothing is rendered in a transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
from gemeengoed.core.text import languages, licences, markdown

from .figures import resolver
from .models import Citation, Document, DocumentState, Revision, Work
from .terms import term_finder


@dataclass(frozen=True)
class Words:
    """What an editor typed. `text` is Markdown; `reason` says what changed and why."""

    title: str
    summary: str = ""
    text: str = ""
    reason: str = ""


class EditConflict(Exception):
    """Somebody saved a newer revision since; `theirs` is that revision. Nothing was stored."""

    def __init__(self, theirs: Revision) -> None:
        super().__init__(f"revision {theirs.number} is newer")
        self.theirs = theirs


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


LONGEST = {"title": 200, "reason": 300}
"""Characters of what stands in lists and in the history."""
LONGEST_REASON = 500
"""Characters of why a text was withdrawn."""


def save_revision(work: Work, language: str, words: Words, author: Actor, base: int) -> Revision:
    """Stores what was typed as the next revision of `work` in `language`.

    `base` is the number of the revision that the author began from (0: none). Raises EditConflict when
    there is a newer one, ValidationError (by field) when the text cannot be kept as it is. Saving what
    is already there makes no revision.
    """
    if not languages.normal(language):
        raise ValidationError({"language": _("Give the language as a code, such as nl or en.")})
    rendered = _render(work, language, words)
    with transaction.atomic():
        document, _new = Document.objects.select_for_update().get_or_create(
            work=work, language=language
        )
        head = document.head
        if head is not None and head.number != base:
            raise EditConflict(head)
        if head is not None and _same(head, words):
            return head
        revision = Revision.objects.create(
            document=document,
            number=head.number + 1 if head else 1,
            title=words.title.strip(),
            summary=words.summary.strip(),
            text=words.text,
            html=rendered.html,
            plain=rendered.plain,
            headings=[[h.level, h.id, h.text] for h in rendered.headings],
            words=rendered.words,
            author=author,
            reason=words.reason.strip(),
        )
        Document.objects.filter(pk=document.pk).update(head=revision)
    return revision


def _render(work: Work, language: str, words: Words) -> markdown.Rendered:
    find_term = term_finder(work)
    errors: dict[str, list[str]] = {}
    if not words.title.strip():
        errors["title"] = [_("Give the text a title.")]
    for name, most in LONGEST.items():
        if len(getattr(words, name).strip()) > most:
            errors[name] = [_("Use %(most)d characters at most.") % {"most": most}]
    try:
        markdown.check(words.text, term=find_term)
    except ValidationError as error:
        errors["text"] = error.messages
    if errors:
        raise ValidationError(errors)
    return markdown.render(words.text, resolver(work, language), term=find_term, language=language)


def _same(revision: Revision, words: Words) -> bool:
    typed = (words.title.strip(), words.summary.strip(), words.text)
    return typed == (revision.title, revision.summary, revision.text)


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
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        revision = document.head
        if revision is None:
            raise ValidationError(_("There is no text to publish yet."))
        if document.state == DocumentState.PUBLISHED and document.published == revision:
            return revision
        first = document.published_at is None
        _number_version(document, revision, when or timezone.now())
        document.state = DocumentState.PUBLISHED
        document.published = revision
        document.changed_at = revision.published_at
        document.published_at = document.published_at or document.changed_at
        document.withdrawn_at, document.withdrawn_reason = None, ""
        document.save()
        record(document, first)
    return revision


def _number_version(document: Document, revision: Revision, when: datetime) -> None:
    revision.published_at = when
    if revision.version is None:
        latest = document.revisions.aggregate(latest=Max("version"))["latest"]
        revision.version = (latest or 0) + 1
    revision.save(update_fields=["version", "published_at"])


def withdraw(document: Document, reason: str, record: Callable[[Document], None]) -> None:
    """Takes the text from readers, who get `reason` in its place. Raises ValidationError without one."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the text is withdrawn: readers will see it.")})
    if len(reason.strip()) > LONGEST_REASON:
        raise ValidationError(
            {"reason": _("Use %(most)d characters at most.") % {"most": LONGEST_REASON}}
        )
    with transaction.atomic():
        document = Document.objects.select_for_update().get(pk=document.pk)
        if document.state != DocumentState.PUBLISHED:
            raise ValidationError(_("Only a published text can be withdrawn."))
        document.state = DocumentState.WITHDRAWN
        document.withdrawn_at = timezone.now()
        document.withdrawn_reason = reason.strip()
        document.save()
        record(document)


def set_details(
    work: Work,
    *,
    licence: str,
    audience: Audience,
    questions: Iterable[Question],
    on_behalf_of: Iterable[Organisation],
) -> None:
    """Licence (SPDX), audience, the questions it is tied to and the organisations that sign it."""
    work.licence = licences.validate(licence)
    work.audience = str(audience)
    with transaction.atomic():
        work.save(update_fields=["licence", "audience"])
        work.questions.set(questions)
        work.on_behalf_of.set(on_behalf_of)


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
