"""The public log: an append-only chain of salted commitments, the words beside it."""

from django.db import models
from django.utils import timezone

from gemeengoed.core.actors.models import Actor


class LogEntry(models.Model):
    """One act. There is one chain per owner: a commons, or the instance's own actor.

    `commitment` and `link` are SHA-256 in hexadecimal, as `chain` computes them. `words` may be erased
    (null, with the salt): the chain still verifies. `words` = {"actor": handle, "actor_name": ...,
    "object": address, "reason": ..., "details": {...}}. `concerns` are those whose going away erases
    the words, whoever acted among them. Triggers in the database refuse every other change.
    """

    owner = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="log_entries")
    number = models.PositiveBigIntegerField()
    created = models.DateTimeField(default=timezone.now)
    act = models.CharField(max_length=60)
    words = models.JSONField(null=True)
    salt = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64)
    link = models.CharField(max_length=64)
    concerns = models.ManyToManyField(Actor, related_name="concerned_by")
    erased = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "number"], name="log_number")]
        indexes = [models.Index(fields=["owner", "act", "-number"], name="log_by_act")]
        ordering = ["owner", "number"]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class Origin(models.Model):
    """A chain that began under another handle, on another server: its genesis is made of that one."""

    owner = models.OneToOneField(Actor, on_delete=models.CASCADE, related_name="log_origin")
    handle = models.CharField(max_length=30)

    def __str__(self) -> str:
        return self.handle
