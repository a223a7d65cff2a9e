"""A text with revisions, languages, sources and licence: what publications and pages are made of."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons, Question
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.people.models import Person
from gemeengoed.core.sources.models import Source


class DocumentState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Work(models.Model):
    """One text in however many languages. `uri` is the address (path) of the capability's object that
    it belongs to; `licence` an SPDX expression; `on_behalf_of` organisations are bylines.

    `newest` is when the newest of its texts that are out came out, null while none is (`newest.keep`
    writes it): lists walk along it, so that a page of a long list costs what one of a short list does.
    """

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="works")
    uri = models.CharField(max_length=300, unique=True)
    object_type = models.CharField(max_length=40)
    licence = models.CharField(max_length=80)
    audience = models.CharField(max_length=10, default="public")
    questions = models.ManyToManyField(Question, related_name="works", blank=True)
    on_behalf_of = models.ManyToManyField("people.Organisation", related_name="+", blank=True)
    created = models.DateTimeField(default=timezone.now)
    newest = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            # All that a list, its count and its deep pages ask for, without looking at the rows.
            models.Index(
                fields=["commons", "object_type", "-newest", "-id", "audience"],
                condition=models.Q(newest__isnull=False),
                name="work_out",
            )
        ]

    def __str__(self) -> str:
        return self.uri


class Document(models.Model):
    """A work in one language (BCP 47). `head` is the newest revision, `published` the one readers see.

    `published_at` is the first publication; `changed_at` the latest publication of a revision.
    """

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="documents")
    language = models.CharField(max_length=35)
    state = models.CharField(
        max_length=10, choices=DocumentState.choices, default=DocumentState.DRAFT
    )
    head = models.ForeignKey(
        "Revision", null=True, on_delete=models.SET_NULL, related_name="head_of"
    )
    published = models.ForeignKey(
        "Revision", null=True, on_delete=models.SET_NULL, related_name="published_as"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "language"], name="document_language")
        ]
        indexes = [models.Index(fields=["state", "-published_at"], name="document_newest")]

    def __str__(self) -> str:
        return f"{self.work_id} in {self.language}"


class Revision(models.Model):
    """Never changed once made. `html` (safe), `plain` and `headings` ([[level, id,
    text], …]) are rendered when it is saved; `version` numbers what readers saw
    (1, 2, …; null while it was never published): the permanent address is `<uri><language>/<version>/`.

    Only the newest and the published one hold `text`, `html`, `plain` and `headings` in full. An older
    one holds its text in `packed` (`text.packing`), beside that of the next revision or, where
    `stands_alone`, by itself; `digest` is the SHA-256 of the text. Read them through `contents`.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    plain = models.TextField(blank=True)
    headings = models.JSONField(default=list, blank=True)
    packed = models.BinaryField(null=True)
    stands_alone = models.BooleanField(default=True)
    digest = models.BinaryField(max_length=32, default=bytes)
    words = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(
        Actor, null=True, on_delete=models.SET_NULL, related_name="revisions"
    )
    reason = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    """SPDX, as it was when this was written."""
    merged_with = models.PositiveIntegerField(null=True, blank=True)
    """Number of the newer revision that this was merged with when it was saved."""
    follows_language = models.CharField(max_length=35, blank=True)
    follows_number = models.PositiveIntegerField(null=True, blank=True)
    """As a translation it is up to date with this revision of the text in `follows_language`."""
    created = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_number"),
            models.UniqueConstraint(fields=["document", "version"], name="revision_version"),
        ]
        indexes = [
            models.Index(
                fields=["document"], condition=models.Q(packed=None), name="revision_unpacked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id} r{self.number}"


class Draft(models.Model):
    """What one person is writing and did not save yet, begun from revision `base` (0: none)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="text_drafts")
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="drafts")
    language = models.CharField(max_length=35)
    base = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=4000, blank=True)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "language", "person"], name="draft_once")
        ]
        indexes = [models.Index(fields=["changed"], name="draft_changed")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.work_id} {self.language}"


class Authorship(models.Model):
    """Who wrote each stretch of revision `number`: `runs` is [[number of the revision that it came with,
    characters], …], in the order of the text. Kept for the newest and the published revision."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="authorship")
    number = models.PositiveIntegerField()
    runs = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="authorship_once")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} r{self.number}"


class Citation(models.Model):
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["work", "source"], name="cited_once")]

    def __str__(self) -> str:
        return f"{self.source_id} in {self.work_id}"


class TermUse(models.Model):
    """What readers see of a document links to the term `slug` of its commons (`terms.keep_uses`)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="term_uses")
    slug = models.SlugField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "slug"], name="term_used_once")]

    def __str__(self) -> str:
        return f"{self.slug} in {self.document_id}"


class Figure(models.Model):
    """A picture that a text refers to as `figure:<name>`; `language` is empty when it serves them all."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="figures")
    name = models.SlugField(max_length=60)
    language = models.CharField(max_length=35, blank=True)
    file = models.ForeignKey(MediaFile, on_delete=models.PROTECT, related_name="figures")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "name", "language"], name="figure_name")
        ]

    def __str__(self) -> str:
        return f"{self.name} in {self.work_id}"
