"""Publications: works in series, with a kind and a number; when they come out, and who reads before."""

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document, Work
from gemeengoed.core.text import languages

OBJECT_TYPE = "publication"
"""What activities, search and works call a publication."""


class Kind(models.TextChoices):
    """The kinds that come with the server; `kinds.py` says what follows from each."""

    EXPLAINER = "explainer", _("Explainer")
    REPORT = "report", _("Report")
    ARTICLE = "article", _("Article")
    MINUTES = "minutes", _("Minutes")


class OwnKind(models.Model):
    """A kind that a commons made: its own `name` by language, in all else as the kind it is `like`.

    `pages_advised` is the number of pages above which an editor is advised to shorten; null: as `like`.
    """

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="own_kinds")
    slug = models.SlugField(max_length=20)
    name = models.JSONField(default=dict)
    like = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ARTICLE)
    pages_advised = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "slug"], name="own_kind_slug")]

    def __str__(self) -> str:
        return languages.best(self.name, [get_language() or "nl"])[1]


class Series(models.Model):
    """`title` and `description` by language; `total` is how many are planned (0 when open-ended)."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="series")
    slug = models.SlugField(max_length=60)
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict, blank=True)
    total = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "series"
        constraints = [models.UniqueConstraint(fields=["commons", "slug"], name="series_slug")]

    def __str__(self) -> str:
        return self.slug


class Publication(models.Model):
    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="publication")
    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="publications")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ARTICLE)
    own_kind = models.ForeignKey(
        OwnKind, null=True, blank=True, on_delete=models.PROTECT, related_name="publications"
    )
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="publications"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commons", "slug"], name="publication_slug"),
            models.UniqueConstraint(fields=["series", "number"], name="number_in_series"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return self.work.uri

    @property
    def kind_slug(self) -> str:
        return self.own_kind.slug if self.own_kind else self.kind

    @property
    def kind_name(self) -> str:
        """As a reader sees it: the commons' own name for it, or the server's."""
        return str(self.own_kind) if self.own_kind else str(self.get_kind_display())


class Release(models.Model):
    """A text that comes out by itself at `at`. `by` decided so; `error` says why it did not come out."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="release")
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    embargo = models.BooleanField(default=False)
    error = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.document_id} at {self.at:%Y-%m-%d %H:%M}"


class EarlyReader(models.Model):
    """A secret link to a text under embargo; `digest` is the hash of its secret, `name` says for whom."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="early_readers")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    made_by = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    opened = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
