"""What came in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor

from .servers import RemoteActor


class ReceivedState(models.TextChoices):
    UNVERIFIED = "unverified", _("its key is still to be fetched")
    VERIFIED = "verified", _("waiting to be processed")
    DONE = "done", _("processed")
    DROPPED = "dropped", _("dropped")
    FAILED = "failed", _("failed")


class Received(models.Model):
    """One activity that came in; `body` is as it came (bytes) and is emptied once it is processed. `uri`
    is its id, or one made of its digest where it has none. `request` holds what its signature covers
    while that is not verified: method, path with query, headers. `outcome` says in one word what came of
    it."""

    uri = models.CharField(max_length=500, unique=True)
    actor = models.CharField(max_length=500)
    host = models.CharField(max_length=260)
    type = models.CharField(max_length=40)
    body = models.BinaryField()
    state = models.CharField(max_length=10, choices=ReceivedState.choices)
    key_id = models.CharField(max_length=500, blank=True)
    request = models.JSONField(default=dict, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    received = models.DateTimeField(default=timezone.now)
    processed = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "next_try", "id"],
                condition=models.Q(state__in=["unverified", "verified"]),
                name="received_due",
            ),
            models.Index(fields=["host", "state"], name="received_of_host"),
            models.Index(fields=["processed"], name="received_old"),
        ]

    def __str__(self) -> str:
        return self.uri


class Refused(models.Model):
    """How many requests to an inbox were refused, by day, host and reason ('signature', 'digest',
    'clock', …)."""

    day = models.DateField()
    host = models.CharField(max_length=260, blank=True)
    reason = models.CharField(max_length=30)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "host", "reason"], name="refused_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.reason}"


class Report(models.Model):
    """A Flag that came in: kept for stewards. `objects` are ids of what it is about; `handled` when a steward
    has seen to it."""

    uri = models.CharField(max_length=500, unique=True)
    remote = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="reports")
    commons = models.ForeignKey(Actor, null=True, on_delete=models.CASCADE, related_name="+")
    objects_named = models.JSONField(default=list)
    words = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)
    handled = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.uri


class Tally(models.Model):
    """How many there were of something since the beginning, such as accepted activities."""

    name = models.CharField(max_length=60, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"
