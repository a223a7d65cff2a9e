"""What texts rest on, and how words are meant: sources, their archived copies, definitions."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.media.models import MediaFile

from . import dates, identifiers
from .names import Name


class SourceKind(models.TextChoices):
    ARTICLE = "article", _("Article")
    BOOK = "book", _("Book")
    CHAPTER = "chapter", _("Chapter")
    REPORT = "report", _("Report")
    WEB_PAGE = "webpage", _("Web page")
    LAW = "law", _("Law or rule")
    CASE = "case", _("Court ruling")
    LETTER = "letter", _("Letter to parliament")
    DATASET = "dataset", _("Data set")
    STANDARD = "standard", _("Standard or licence")
    OTHER = "other", _("Something else")


# Where a source stands in a list: under its author or, as in a list of literature, without one under its
# title; then by date and title. An index can only hold the beginning of long words, and both databases only
# use it for an order in the same literal words.
HEADING = models.Func(
    models.Func("author", template="NULLIF(%(expressions)s, '')"),
    "title",
    template="SUBSTR(COALESCE(%(expressions)s), 1, 100)",
    output_field=models.CharField(),
)
SHORT_TITLE = models.Func("title", template="SUBSTR(%(expressions)s, 1, 100)")
IN_LIST = (HEADING, "date", SHORT_TITLE, "id")


class Source(models.Model):
    """Something a text rests on; belongs to a commons and is cited by works.

    `authors` is structured (see `names`); `author` the same in a line, for lists and sorting. `date` is as
    typed (see `dates`). `doi`, `isbn` and `law` are written in one way (see `identifiers`). `version`
    grows with each change, so that what is made of a source can tell whether it still holds.
    """

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=10, choices=SourceKind.choices, default=SourceKind.OTHER)
    author = models.CharField(max_length=1000, blank=True)
    authors = models.JSONField(default=list, blank=True)
    title = models.CharField(max_length=500)
    container = models.CharField(max_length=300, blank=True)
    volume = models.CharField(max_length=20, blank=True)
    issue = models.CharField(max_length=20, blank=True)
    pages = models.CharField(max_length=40, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    date = models.CharField(max_length=40, blank=True)
    url = models.URLField(max_length=500, blank=True)
    doi = models.CharField(max_length=120, blank=True)
    isbn = models.CharField(max_length=20, blank=True)
    law = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=35, blank=True)
    note = models.TextField(blank=True)
    keep_copy = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["author", "date", "title"]
        indexes = [models.Index("commons", *IN_LIST, name="source_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.commons.get_absolute_url()}sources/{self.pk}/"

    @property
    def names(self) -> list[Name]:
        """Its authors; a row that only has a line of them counts as one literal name."""
        return self.authors or ([{"literal": self.author}] if self.author else [])

    @property
    def date_parts(self) -> dates.Parts:
        """Its date as numbers, empty when it has none that can be read."""
        return dates.parse(self.date) or []

    @property
    def law_address(self) -> str:
        return identifiers.law_address(self.law)


class CopyState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    FETCHING = "fetching", _("being fetched")
    KEPT = "kept", _("kept")
    FAILED = "failed", _("could not be had")


class ArchivedCopy(models.Model):
    """What stood at the address of a source, kept here.

    While `state` is waiting, `next_try` says when; a claimed row has a lease. `reason` and `status` say
    why the last attempt failed (`fetching.Reason` or a reason of `copying`). `file` is the cleaned page or
    the PDF, `text` its words, `found_at` where it was after redirects, `sha256` the hash of what was
    received, before cleaning. A later attempt that fails leaves the copy that was there.
    """

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="copy")
    state = models.CharField(
        max_length=8, choices=CopyState.choices, default=CopyState.WAITING, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(
        MediaFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(blank=True)
    found_at = models.CharField(max_length=2000, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    fetched = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "archived copies"

    def __str__(self) -> str:
        return f"{self.state} copy of {self.source_id}"


class CopiesFor(models.TextChoices):
    """Who may read the copies of a commons."""

    NOBODY = "nobody", _("Keep no copies")
    MEMBERS = "members", _("Keep them; members can read them")
    EVERYBODY = "everybody", _("Keep them; everybody can read them")


class SourceSettings(models.Model):
    """What a commons chose; without a row what the defaults say."""

    commons = models.OneToOneField(
        Commons, on_delete=models.CASCADE, related_name="source_settings"
    )
    style = models.CharField(max_length=60, default="apa")
    copies = models.CharField(max_length=10, choices=CopiesFor.choices, default=CopiesFor.MEMBERS)

    class Meta:
        verbose_name_plural = "source settings"

    def __str__(self) -> str:
        return f"{self.style} in {self.commons_id}"


class FormattedSource(models.Model):
    """A source as the style of its commons writes it, made once for each change. `style` is
    its `citing.mark`; `html` is safe."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="formatted")
    language = models.CharField(max_length=5)
    style = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    html = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "language"], name="formatted_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} in {self.style}"


class Definition(models.Model):
    """What somebody means by a term. Those of one commons with the same `slug` define the same term and
    may compete; `position` orders them. `term`, `text` (Markdown) and `used_by` are by language."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="definitions")
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=1)
    term = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    used_by = models.JSONField(default=dict, blank=True)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="definitions"
    )
    added_by = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["slug", "position", "pk"]
        indexes = [models.Index(fields=["commons", "slug"], name="definition_of_term")]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"{self.commons.get_absolute_url()}definitions/{self.slug}/"
