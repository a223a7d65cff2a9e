"""One row per handle: whoever can act here or be addressed as `/@handle`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    PERSON = "person", _("person")
    COMMONS = "commons", _("commons")
    ORGANISATION = "organisation", _("organisation")
    INSTANCE = "instance", _("server")
    ELSEWHERE = "elsewhere", _("somebody on another server")


class Actor(models.Model):
    """`handle` is lower-case ASCII; `skeleton` folds what looks alike, and is unique as well, so that
    `waag` and `vvaag` cannot both exist. A handle is never given out twice: `gone` keeps it.
    `home` is the address of somebody who is elsewhere, where known; their handle holds a full stop, which
    nobody here can have.
    `stamp` grows with every change to what the actor shows, so that kept pages know their age."""

    handle = models.CharField(max_length=30, unique=True)
    skeleton = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=ActorKind.choices)
    name = models.CharField(max_length=120)
    home = models.URLField(max_length=500, blank=True)
    gone = models.DateTimeField(null=True, blank=True)
    stamp = models.PositiveBigIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name or f"@{self.handle}"

    def get_absolute_url(self) -> str:
        return self.home if self.kind == ActorKind.ELSEWHERE else f"/@{self.handle}/"
