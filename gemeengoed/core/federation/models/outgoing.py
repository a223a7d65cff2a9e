"""What goes out."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor

from .servers import Host


class OutgoingActivity(models.Model):
    """What an actor here says. `uri` is its id, `body` the JSON (UTF-8) that goes out. While `spread` is
    null its deliveries are still to be written: to the followers of `to_followers` and to the inboxes in
    `inboxes`. `reached` is the last follower (pk) that has a row, so that a crash goes on from there."""

    uri = models.CharField(max_length=500, unique=True)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="outgoing")
    type = models.CharField(max_length=40)
    object = models.CharField(max_length=500, blank=True, db_index=True)
    body = models.BinaryField()
    to_followers = models.BooleanField(default=False)
    inboxes = models.JSONField(default=list, blank=True)
    """Pairs [inbox, host] of those it is meant for besides."""
    reached = models.BigIntegerField(default=0)
    spread = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(spread__isnull=True), name="outgoing_to_spread"
            )
        ]

    def __str__(self) -> str:
        return self.uri


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("delivered")
    FAILED = "failed", _("given up")


class Delivery(models.Model):
    """One activity to one inbox. `doubts` counts the times that it was taken up and nobody knows how it
    ended."""

    activity = models.ForeignKey(
        OutgoingActivity, on_delete=models.CASCADE, related_name="deliveries"
    )
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="deliveries")
    inbox = models.CharField(max_length=500)
    state = models.CharField(
        max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "inbox"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["next_try", "id"],
                condition=models.Q(state="waiting"),
                name="delivery_due",
            ),
            models.Index(
                fields=["host", "next_try"],
                condition=models.Q(state="waiting"),
                name="delivery_of_host",
            ),
            models.Index(fields=["ended"], name="delivery_old"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} to {self.inbox}"
