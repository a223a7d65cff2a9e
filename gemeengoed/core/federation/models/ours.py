"""What actors here have towards other servers: keys, settings, who follows, what was said."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor

from .servers import RemoteActor


class KeyPair(models.Model):
    """Our own key of one actor; `private` is PKCS8 (DER), encrypted with the secret of this server;
    `public` is SubjectPublicKeyInfo (DER)."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="key_pairs")
    algorithm = models.CharField(max_length=10)
    private = models.BinaryField()
    public = models.BinaryField()
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "algorithm"], name="key_pair_once")]

    def __str__(self) -> str:
        return f"{self.algorithm} of {self.actor_id}"


class FollowState(models.TextChoices):
    ASKED = "asked", _("asked")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("refused")


class Follower(models.Model):
    """Somebody elsewhere who follows an actor here. `uri` is the id of their Follow."""

    remote = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="follows")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="followers")
    uri = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=FollowState.choices)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["remote", "actor"], name="follower_once")]
        indexes = [models.Index(fields=["actor", "state", "id"], name="followers_of_actor")]

    def __str__(self) -> str:
        return f"{self.remote_id} follows {self.actor_id}"


class Following(models.Model):
    """An actor here that follows somebody elsewhere. `uri` is the id of our Follow."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="following")
    remote = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="followed_by")
    uri = models.CharField(max_length=500, unique=True)
    state = models.CharField(max_length=8, choices=FollowState.choices, default=FollowState.ASKED)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "remote"], name="following_once")]

    def __str__(self) -> str:
        return f"{self.actor_id} follows {self.remote_id}"


class FollowPolicy(models.TextChoices):
    OPEN = "open", _("Everybody may follow")
    APPROVAL = "approval", _("Who follows is approved first")


class ReplyPolicy(models.TextChoices):
    APPROVAL = "approval", _("After an editor has read them")
    KNOWN = (
        "known",
        _("At once from servers of which an answer was shown before, the others after approval"),
    )
    ALL = "all", _("At once")


class FederationSettings(models.Model):
    """Of one actor here: who may follow it, how answers come to stand under what it publishes, and where else
    it is known (`alsoKnownAs`); `moved_to` is the id it moved to. `moving_to` is the id that it wants to move
    to while that is still to be checked, asked by `moving_by`; `moving_error`: in one word why it did not.
    `told` is the SHA-256 of the actor's document that its followers were told last."""

    actor = models.OneToOneField(Actor, on_delete=models.CASCADE, related_name="federation")
    followers = models.CharField(
        max_length=8, choices=FollowPolicy.choices, default=FollowPolicy.OPEN
    )
    replies = models.CharField(
        max_length=8, choices=ReplyPolicy.choices, default=ReplyPolicy.APPROVAL
    )
    also_known_as = models.JSONField(default=list, blank=True)
    moved_to = models.CharField(max_length=500, blank=True)
    moved = models.DateTimeField(null=True, blank=True)
    moving_to = models.CharField(max_length=500, blank=True)
    moving_by = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    moving_error = models.CharField(max_length=30, blank=True)
    told = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.actor_id)


class PublishedObject(models.Model):
    """An object of ours that others may know. `uri` is its address (path), `speaker` who says it,
    `commons` who announces it (null: nobody). `digest` is the SHA-256 of the JSON that was last said;
    `gone`: it was deleted, and its address answers with a Tombstone."""

    uri = models.CharField(max_length=500, unique=True)
    object_type = models.CharField(max_length=40)
    type = models.CharField(max_length=40)
    speaker = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="spoken")
    commons = models.ForeignKey(
        Actor, null=True, on_delete=models.CASCADE, related_name="announced"
    )
    digest = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=1)
    """How often something was said about it: part of the ids of its activities."""
    published = models.DateTimeField()
    updated = models.DateTimeField(default=timezone.now)
    gone = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["speaker", "-published", "-id"], name="outbox_of_speaker"),
            models.Index(fields=["commons", "-published", "-id"], name="outbox_of_commons"),
        ]

    def __str__(self) -> str:
        return self.uri
