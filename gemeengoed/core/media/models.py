"""Files people brought: re-encoded, stripped of metadata, addressed by their content."""

from django.db import models

from gemeengoed.core.actors.models import Actor


class MediaFile(models.Model):
    """`sha256` names the stored bytes; the same bytes are stored once per owner.

    `owner` is the commons (or person, organisation) whose quota it counts for. `width` and `height`
    in pixels, `size` in bytes with all its variants. `variants` maps a width to a storage name.
    `was_moving`: the first picture of what was an animation. `kept_until`: brought with a form that
    was refused; if nothing uses it by then it goes.
    """

    owner = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="files")
    uploader = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    storage_name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField()
    variants = models.JSONField(default=dict, blank=True)
    original_name = models.CharField(max_length=200, blank=True)
    was_moving = models.BooleanField(default=False)
    kept_until = models.DateTimeField(null=True, blank=True, db_index=True)
    mail_copy = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """As mail programs show it, made the first time that a letter needs it."""
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "sha256"], name="media_once_per_owner")
        ]

    def __str__(self) -> str:
        return self.original_name or self.sha256[:12]


class LooseFile(models.Model):
    """A stored file that no row referred to at `since`; removed when that is still so a day later."""

    storage_name = models.CharField(max_length=200, primary_key=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.storage_name
