"""Mail out: one message to one reader, one message to many. Mail in: each message as it came."""

from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    KEPT = "kept", _("kept here (no relay is set)")


class OutgoingMessage(models.Model):
    """`raw` is the whole message (RFC 5322, bytes); 'sending' is committed before DATA, 'sent' after 250.

    `sender` is the return path; `returns` the token in it by which a bounce finds this row. `reference` is
    for whoever posted it: their own name for what this message is about, told back when it bounces.
    """

    message_id = models.CharField(max_length=200, unique=True)
    sender = models.CharField(max_length=254)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    returns = models.CharField(max_length=40, blank=True, db_index=True)
    reference = models.CharField(max_length=200, blank=True, db_index=True)
    raw = models.BinaryField()
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    created = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    doubts = models.PositiveSmallIntegerField(default=0)
    """As for a `Copy`."""

    class Meta:
        indexes = [models.Index(fields=["state", "next_try"], name="outbox_due")]

    def __str__(self) -> str:
        return self.message_id


class MailingState(models.TextChoices):
    RUNNING = "running", _("being sent")
    PAUSED = "paused", _("paused")
    CANCELLED = "cancelled", _("cancelled")
    DONE = "done", _("sent")


class Mailing(models.Model):
    """One message to many. `template` is composed once (`mailings.template`); its `Copy` rows are the
    recipients. `reference` is the name that whoever began it knows it by. Nothing is sent before `filled`:
    then every recipient has a row."""

    reference = models.CharField(max_length=200, unique=True)
    template = models.BinaryField()
    state = models.CharField(
        max_length=9, choices=MailingState.choices, default=MailingState.RUNNING
    )
    created = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    filled = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    """Why it was cancelled, or why the server itself paused it."""
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="mailings_due")]

    def __str__(self) -> str:
        return self.reference


class CopyState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("refused")
    BOUNCED = "bounced", _("came back")
    COMPLAINED = "complained", _("marked as unwanted")
    SKIPPED = "skipped", _("not sent")


class Copy(models.Model):
    """One recipient of one mailing: the row by which it is known who got what.

    `key` makes the Message-ID (`<key@domain>`) and the return path, the same at every attempt. `values` fill
    the slots of the template. `doubts` counts the times that a connection broke between DATA and the answer,
    so that the recipient may have got another copy. `recipient` and `values` are emptied when the person is
    erased; the tally stays.
    """

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="copies")
    key = models.CharField(max_length=40, unique=True)
    reference = models.CharField(max_length=100, blank=True)
    recipient = models.CharField(max_length=254, blank=True)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=CopyState.choices, default=CopyState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    """What the relay said last, or why it was not sent."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "reference"],
                condition=~models.Q(reference=""),
                name="one_copy_a_reference",
            )
        ]
        indexes = [
            models.Index(fields=["mailing", "state", "next_try"], name="copies_due"),
            models.Index(Upper("recipient"), name="copies_to_whom"),
            models.Index(fields=["reference"], name="copies_of_whom"),
        ]

    def __str__(self) -> str:
        return self.key


class Untold(models.Model):
    """A message that failed, of which whoever sent it must still be told (`telling`): written in the
    transaction in which it failed, gone in the one in which they are told. `kind` is 'bounced' or
    'soft-bounced'."""

    reference = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    why = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.reference} {self.kind}"


class IncomingState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    TAKEN = "taken", _("taken")
    DROPPED = "dropped", _("dropped")
    FAILED = "failed", _("failed")


class IncomingMessage(models.Model):
    """Mail as it came in; committed before the sender hears 250. `digest` is over the envelope's recipient
    and the message, so that a message that comes twice is taken once. `outcome` is one word: what came of
    it, or why it was dropped ('loop', 'auto-reply', 'unknown address'). `whose` is the address,
    in lower case, of who wrote it or of whom a report is about: relays put another in `sender`."""

    digest = models.CharField(max_length=64, unique=True)
    sender = models.CharField(max_length=320, blank=True)
    recipient = models.CharField(max_length=320)
    raw = models.BinaryField()
    received = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=8, choices=IncomingState.choices, default=IncomingState.WAITING
    )
    outcome = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    whose = models.CharField(max_length=254, blank=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try"], name="incoming_due")]

    def __str__(self) -> str:
        return f"{self.sender} to {self.recipient}"


class Mailbox(models.Model):
    """How it goes with the mailbox that mail is fetched from (`incoming.mailbox`); one row for each that was
    ever set. `next_try` is also the lease of whoever is busy with it."""

    name = models.CharField(max_length=300, primary_key=True)
    """As `incoming.source.Source.name`: without user and password."""
    reached = models.DateTimeField(null=True, blank=True)
    """When it was last read to the end."""
    failures = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class SigningKey(models.Model):
    """A DKIM key of this server (RFC 6376, RFC 8463). `private` is encrypted with the server's secret."""

    selector = models.CharField(max_length=63, unique=True)
    algorithm = models.CharField(max_length=10)
    """'rsa' (2048 bits) or 'ed25519'."""
    private = models.BinaryField()
    public = models.TextField()
    """The `p=` of its DNS record."""
    created = models.DateTimeField(default=timezone.now)
    retired = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.selector


class RelayState(models.Model):
    """One row: how it goes with the relay. `trouble` is what it said last when it could not be used, since
    `since`; `next_free` the moment from which the rate lets the next message go (GCRA), for all processes.
    While `held` is set nothing goes out: it is the moment of a restore, and what waits in the backup may have
    gone already (`project/snapshot.py`)."""

    since = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    next_free = models.DateTimeField(null=True, blank=True)
    held = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.trouble or "well"
