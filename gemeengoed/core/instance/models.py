"""What a steward of the instance decides in the browser: one row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.media.queries import address

LOGO_WIDTH = 320


class SignUp(models.TextChoices):
    OPEN = "open", _("Everybody may sign up")
    APPROVAL = "approval", _("A server operator approves each account")
    INVITATION = "invitation", _("Only with an invitation")


class Instance(models.Model):
    """The one row has primary key 1. `colours` maps a token of the look ('papier') to '#rrggbb'.

    `setup_token` is the hash of the one-time link for the first steward; empty once used. `version`
    grows with every change, and stands in the address of the operator's colours.
    """

    name = models.CharField(max_length=80, default="Gemeengoed")
    description = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=20, default="nl")
    sign_up = models.CharField(max_length=12, choices=SignUp.choices, default=SignUp.APPROVAL)
    second_factor_for_stewards = models.BooleanField(default=False)
    logo = models.ForeignKey(
        MediaFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    logo_alt = models.CharField(max_length=200, blank=True)
    colours = models.JSONField(default=dict, blank=True)
    front_commons = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=0)
    setup_token = models.CharField(max_length=64, blank=True)
    set_up = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def logo_url(self) -> str:
        return address(self.logo, LOGO_WIDTH) if self.logo else ""

    @property
    def colours_url(self) -> str:
        """The extra stylesheet, or nothing when the operator chose no colours."""
        return f"/colours.css?v={self.version}" if self.colours else ""

    @property
    def scheme(self) -> str:
        """The operator's colours are for light pages: with them no page goes dark by itself."""
        return "light" if self.colours else ""


class AnsweredRequests(models.Model):
    """How many requests were answered since the beginning, over all processes, by the name of the view that
    answered ('publications:read') and the HTTP status."""

    view = models.CharField(max_length=120)
    status = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["view", "status"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.view} {self.status}"
