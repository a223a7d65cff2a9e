"""The outbox: one row a message; without a relay it is kept and shown to stewards."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    KEPT = "kept", _("kept here (no relay is set)")


class OutgoingMessage(models.Model):
    """`raw` is the whole message (RFC 5322, bytes); 'sending' is committed before DATA, 'sent' after 250."""

    message_id = models.CharField(max_length=200, unique=True)
    sender = models.CharField(max_length=254)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    raw = models.BinaryField()
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    created = models.DateTimeField(default=timezone.now)
    sent = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try"], name="outbox_due")]

    def __str__(self) -> str:
        return self.message_id
