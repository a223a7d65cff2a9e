"""One thing that happened, written once. Stream, search, notices, feeds and federation follow."""

from django.db import models
from django.utils import timezone

from gemeengoed.core.actors.models import Actor


class Activity(models.Model):
    """`object` is an address (a path here, a URI elsewhere); `object_type` a declared type such as
    'publication'. `handled` is set when every consumer has had it; until then `next_try` says when."""

    actor = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="acted")
    verb = models.CharField(max_length=30)
    object = models.CharField(max_length=500, db_index=True)
    object_type = models.CharField(max_length=40)
    commons = models.ForeignKey(
        Actor, null=True, on_delete=models.CASCADE, related_name="activities"
    )
    audience = models.CharField(max_length=10, default="public")
    title = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict, blank=True)
    created = models.DateTimeField(default=timezone.now)
    handled = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "-created"], name="activity_stream"),
            models.Index(
                fields=["next_try"],
                condition=models.Q(handled__isnull=True),
                name="activity_backlog",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object}"
