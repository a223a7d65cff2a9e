"""Subscribers with the proof of their consent; letters made of blocks, in languages."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons


class Topic(models.Model):
    """What a subscriber can choose to read about. `name` is {"nl": …, "en": …}. Without topics everybody
    gets every letter."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="topics")
    slug = models.SlugField(max_length=60)
    name = models.JSONField(default=dict)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "pk")
        constraints = [models.UniqueConstraint(fields=["commons", "slug"], name="one_topic_a_slug")]

    def __str__(self) -> str:
        return self.slug


class SubscriberState(models.TextChoices):
    ASKED = "asked", _("not confirmed yet")
    ON = "on", _("gets the letters")
    LEFT = "left", _("left")
    BOUNCED = "bounced", _("mail comes back")
    COMPLAINED = "complained", _("marked a letter as unwanted")


class Subscriber(models.Model):
    """One address on the list of one commons. `folded` is the address in lower case, so that the same
    address in other case is one subscriber. `token` opens the preferences and stands in addresses meant for
    this subscriber; it never changes, so that the links in old letters work."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="subscribers")
    address = models.CharField(max_length=254)
    folded = models.CharField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=20)
    topics = models.ManyToManyField(Topic, blank=True, related_name="subscribers")
    topics_gone = models.BooleanField(default=False)
    """Every topic they chose was removed since: they get letters without a topic only, until they choose."""
    token = models.CharField(max_length=40, unique=True)
    state = models.CharField(
        max_length=10, choices=SubscriberState.choices, default=SubscriberState.ASKED
    )
    created = models.DateTimeField(default=timezone.now)
    confirmed = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    wish = models.JSONField(default=dict)
    """What whoever asked last wishes, when there was a row already: {"name": …, "language": …, "topics":
    [pk]}. Anybody can ask, so it holds once the owner of the address confirms; empty when nobody asked."""
    bounces = models.PositiveSmallIntegerField(default=0)
    """The last letters that came back, one after the other, when the last of them did."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commons", "folded"], name="one_subscriber_an_address")
        ]
        indexes = [models.Index(fields=["commons", "state"], name="subscribers_by_state")]

    def __str__(self) -> str:
        return self.address


class Proof(models.Model):
    """One act of a subscriber about their own data: when, how, with which words before their eyes.

    `what`: 'asked', 'confirmed', 'changed', 'left', 'imported'; `how`: 'form', 'mail', 'link', 'one-click',
    'import', 'bounce', 'editor'. `words` is the text that was shown or the legal ground that was stated;
    `mail` the message itself where there was one."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="proofs")
    what = models.CharField(max_length=10)
    how = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    mail = models.BinaryField(null=True, blank=True)
    moment = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.what} by {self.how}"


class LetterState(models.TextChoices):
    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    STUCK = "stuck", _("cannot go out")
    SENDING = "sending", _("being sent")
    PAUSED = "paused", _("paused")
    SENT = "sent", _("sent")
    CANCELLED = "cancelled", _("cancelled")


class Letter(models.Model):
    """One issue, in one or more languages (`LetterText`). It stands at `/@commons/newsletters/<slug>/` once
    it goes out. Its mailings are those with the reference `newsletters:<pk>:<language>`."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="letters")
    slug = models.SlugField(max_length=80)
    topics = models.ManyToManyField(Topic, blank=True, related_name="letters")
    state = models.CharField(max_length=9, choices=LetterState.choices, default=LetterState.DRAFT)
    author = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Who saved it last: they do not approve it either."""
    approved_by = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved = models.DateTimeField(null=True, blank=True)
    approved_edition = models.CharField(max_length=40, blank=True)
    """The name of what was approved (`services.approving.edition`)."""
    trouble = models.CharField(max_length=300, blank=True)
    """Why it does not go out, or not further, when something is wrong."""
    goes_out = models.DateTimeField(null=True, blank=True)
    went_out = models.DateTimeField(null=True, blank=True)
    ended = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    changed = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commons", "slug"], name="one_letter_a_slug")
        ]
        indexes = [
            models.Index(fields=["commons", "-went_out"], name="letters_out"),
            models.Index(fields=["state", "goes_out"], name="letters_due"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return f"/@{self.commons.handle}/newsletters/{self.slug}/"


class LetterText(models.Model):
    """A letter in one language. `blocks` is a list of {"kind": …, …}: {"kind": "words", "markdown": …},
    {"kind": "object", "block": <slug of a `registry.LetterBlock`>, "uri": …, "words": …},
    {"kind": "picture", "file": <pk>, "alt": …, "credit": …}, {"kind": "quote", "words": …, "by": …}.
    `edition` grows with every save, so that two editors do not overwrite one another."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    preview = models.CharField(max_length=200, blank=True)
    """The line that a mail program shows beside the subject."""
    blocks = models.JSONField(default=list)
    links = models.JSONField(default=dict)
    """What came of looking at the addresses in it: {address: why it does not answer, or ""}."""
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "language"], name="one_letter_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Settings(models.Model):
    """How one commons runs its letters. `postal_address` stands at the foot of each letter; `greeting` and
    `footer` are {"nl": …, "en": …}."""

    commons = models.OneToOneField(
        Commons, on_delete=models.CASCADE, related_name="letter_settings"
    )
    postal_address = models.CharField(max_length=300, blank=True)
    needs_approval = models.BooleanField(default=False)
    footer = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"letters of {self.commons_id}"


class ImportState(models.TextChoices):
    GOING = "going", _("being brought in")
    DONE = "done", _("brought in")
    CANCELLED = "cancelled", _("stopped")
    FAILED = "failed", _("failed")


class ListImport(models.Model):
    """A file of addresses on its way onto the list, and what came of it; kept for a month after it ended.

    `file` is the name in the store, empty once nobody needs the file. `lines` counts those of the file;
    everything up to `line` is dealt with, and the counts beside it are of just that. `attempts` counts from
    the last batch that came through."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="list_imports")
    by = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    ground = models.TextField()
    language = models.CharField(max_length=20)
    confirm = models.BooleanField()
    file = models.CharField(max_length=120, blank=True)
    lines = models.PositiveIntegerField()
    line = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=9, choices=ImportState.choices, default=ImportState.GOING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commons"],
                condition=models.Q(state="going"),
                name="one_list_import_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_try"], condition=models.Q(state="going"), name="list_imports_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.line} of {self.lines}"


class Fault(models.TextChoices):
    """Why a line was refused."""

    QUOTE = "quote", _("A quote is opened in this row and not closed.")
    ADDRESS = (
        "address",
        _("This is not an e-mail address: check it, such as name@example.org."),
    )


class RefusedLine(models.Model):
    """A line of a file that could not be used, with what stood where the address should."""

    list_import = models.ForeignKey(
        ListImport, on_delete=models.CASCADE, related_name="refused_lines"
    )
    line = models.PositiveIntegerField()
    address = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=7, choices=Fault.choices)

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"
