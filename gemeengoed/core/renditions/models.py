"""A text in another form: made in the background, found by who downloads it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.documents.models import Revision

RENDERER = "2"
"""Raised when the same text comes out otherwise: files of another one are made again when asked for."""


class Form(models.TextChoices):
    """The value is also how the address ends."""

    PDF = "pdf", "PDF"
    EPUB = "epub", "EPUB"
    DOCX = "docx", "Word"
    ODT = "odt", "OpenDocument"
    MARKDOWN = "md", "Markdown"


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    MAKING = "making", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class Rendition(models.Model):
    """One revision in one form. It can always be made again, so backups leave the file out.

    `paper` is 'a4' or 'a5' for PDF, else empty. `name` is where the file stands in the store, made of
    `sha256`; empty until it was made once. `pages` counts without the cover, 0 where pages mean nothing;
    `size` in bytes. `version` is the revision's at the time of making: a draft's PDF says that it is one.
    A row that waits again (details changed) keeps its file until the new one is there. `renderer` is that of
    the program that made it or gave it up.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="renditions")
    form = models.CharField(max_length=8, choices=Form.choices)
    paper = models.CharField(max_length=4, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    name = models.CharField(max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    pages = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    version = models.PositiveIntegerField(null=True, blank=True)
    renderer = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    wanted_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "form", "paper"], name="rendition_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try"],
                condition=models.Q(state__in=["waiting", "making"]),
                name="rendition_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision_id}.{self.form}"
