"""What people say about a text: threads at a block, suggestions, and reviews before publishing."""

from html import unescape

from django.db import models
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Document


class Readers(models.TextChoices):
    MEMBERS = "members", _("Members of this commons")
    EVERYBODY = "everybody", _("Everybody who may read the text")


class Rules(models.Model):
    """What a commons chose for its discussions; without a row the defaults hold."""

    commons = models.OneToOneField(Commons, on_delete=models.CASCADE, related_name="+")
    readers = models.CharField(max_length=10, choices=Readers.choices, default=Readers.MEMBERS)
    second_editor = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "rules"

    def __str__(self) -> str:
        return f"rules of {self.commons_id}"


class Thread(models.Model):
    """A conversation about one block of a text; `quote` are the block's words when it began.

    `among_writers`: begun on what is not published, so that only writers see it. Where the block is in
    a later revision stands in `Place`.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="threads")
    revision = models.PositiveIntegerField()
    block = models.PositiveIntegerField()
    quote = models.TextField(blank=True)
    among_writers = models.BooleanField(default=False)
    created = models.DateTimeField(default=timezone.now)
    resolved = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["document", "resolved"], name="threads_of_text")]

    def __str__(self) -> str:
        return f"thread {self.pk} at {self.document_id}"


class Place(models.Model):
    """Where a thread's block is in one revision: its number, and the words of it and of its neighbours;
    `block` is null where it is no longer there."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="places")
    revision = models.PositiveIntegerField()
    block = models.PositiveIntegerField(null=True)
    words = models.TextField(blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "revision"], name="one_place_a_revision")
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} in r{self.revision}"


class Comment(models.Model):
    """The first of a thread opens it, the others reply. `text` is Markdown, `html` safe.

    What was taken back has no words any more; what was hidden keeps them, for editors alone.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="comments")
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)
    edited = models.DateTimeField(null=True, blank=True)
    taken_back = models.DateTimeField(null=True, blank=True)
    hidden = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["author", "-created"], name="comments_by")]

    def __str__(self) -> str:
        return f"comment {self.pk}"

    @property
    def plain(self) -> str:
        """Its words without marks, on one line."""
        return " ".join(unescape(strip_tags(self.html)).split())

    @property
    def anchor(self) -> str:
        return f"c{self.pk}"


class SuggestionState(models.TextChoices):
    OPEN = "open", _("open")
    TAKING = "taking", _("being taken over")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken back", _("taken back")


class Suggestion(models.Model):
    """A changed passage: `original` and `proposed` are the block's Markdown; the thread's first comment
    says why. TAKING lasts for the moment in which the new revision is saved (`taking_since`)."""

    thread = models.OneToOneField(Thread, on_delete=models.CASCADE, related_name="suggestion")
    original = models.TextField()
    proposed = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=SuggestionState.choices, default=SuggestionState.OPEN
    )
    taking_since = models.DateTimeField(null=True, blank=True)
    answered = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.CharField(max_length=500, blank=True)
    saved_as = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"suggestion in {self.thread_id}"


class Review(models.Model):
    """Somebody asks an editor (`of`; null: any) to read one revision before it is published.

    `approved` is null until it is answered. It counts for that revision alone.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="reviews")
    revision = models.PositiveIntegerField()
    asked_by = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    of = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField(default=timezone.now)
    approved = models.BooleanField(null=True)
    answered = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "revision"],
                condition=models.Q(approved__isnull=True),
                name="one_open_review",
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.document_id} r{self.revision}"
