"""What somebody elsewhere said or showed that concerns something here."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .servers import RemoteActor


class RemoteObject(models.Model):
    """What somebody elsewhere said that concerns something here: it answers it, or stands above an answer
    in the thread. `html` is safe (nh3) and may be shown; `about` is the path of our object at the root of
    the thread, empty where there is none; `answers` the id of what it answers. `hidden`: a steward took
    it from view."""

    uri = models.CharField(max_length=500, unique=True)
    author = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="said")
    type = models.CharField(max_length=40)
    answers = models.CharField(max_length=500, blank=True, db_index=True)
    about = models.CharField(max_length=500, blank=True, db_index=True)
    url = models.CharField(max_length=500, blank=True)
    name = models.CharField(max_length=300, blank=True)
    summary = models.CharField(max_length=500, blank=True)
    html = models.TextField(blank=True)
    plain = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True)
    sensitive = models.BooleanField(default=False)
    public = models.BooleanField(default=True)
    attachments = models.JSONField(default=list, blank=True)
    """[{"type", "url", "media_type", "alt", "width", "height"}], addresses on other servers."""
    published = models.DateTimeField(default=timezone.now)
    updated = models.DateTimeField(null=True, blank=True)
    received = models.DateTimeField(default=timezone.now)
    gone = models.DateTimeField(null=True, blank=True)
    hidden = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.uri


class ReactionKind(models.TextChoices):
    LIKE = "like", _("appreciated")
    EMOJI = "emoji", _("reacted")
    SHARE = "share", _("shared")


class Reaction(models.Model):
    """Somebody elsewhere likes or shares an object of ours, at the path `object`."""

    uri = models.CharField(max_length=500, unique=True)
    remote = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="reactions")
    object = models.CharField(max_length=500, db_index=True)
    kind = models.CharField(max_length=5, choices=ReactionKind.choices)
    content = models.CharField(max_length=60, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["remote", "object", "kind", "content"], name="reaction_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object}"


class RemotePicture(models.Model):
    """A copy of a picture on another server, for as long as it is looked at. `digest` is the SHA-256 of
    `source` and stands in its address here; `host` is the server of who showed it first; without
    `storage_name` it is still to be fetched, or could not be (`error`)."""

    digest = models.CharField(max_length=64, primary_key=True)
    source = models.CharField(max_length=1000)
    host = models.CharField(max_length=260, blank=True)
    storage_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    size = models.PositiveIntegerField(default=0)
    asked = models.DateTimeField(default=timezone.now, db_index=True)
    fetched = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=timezone.now)
    error = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.source
