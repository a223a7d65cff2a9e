"""Notices: what one person may want to know, and how they want to hear of it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.people.models import Person


class How(models.TextChoices):
    HERE = "here", _("here")
    MAIL = "mail", _("here, and by mail at once")
    DAILY = "daily", _("here, and by mail once a day")
    NOT = "not", _("not")


class MailState(models.TextChoices):
    NONE = "", _("no mail")
    SOON = "soon", _("to be mailed at once")
    DAILY = "daily", _("to be mailed with the others of the day")
    SENT = "sent", _("mailed")


class Notice(models.Model):
    """`uri` is the address (path) it leads to; `thing` what it is about: one notice a person and thing.

    `kind` is the slug of a `registry.NoticeKind`, whose sentence is shown in the reader's language.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=500)
    uri = models.CharField(max_length=500)
    actor = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=500, blank=True)
    created = models.DateTimeField(default=timezone.now, db_index=True)
    seen = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(
        max_length=5, choices=MailState.choices, default=MailState.NONE, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thing"], name="one_notice_a_thing")
        ]
        indexes = [
            models.Index(fields=["person", "-created"], name="notices_of_person"),
            models.Index(
                fields=["person"], condition=models.Q(seen__isnull=True), name="notices_unseen"
            ),
            models.Index(
                fields=["mail"],
                condition=models.Q(mail__in=["soon", "daily"]),
                name="notices_to_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class Choice(models.Model):
    """How a person wants one kind of notice; without a row: here."""

    DEFAULT: ClassVar[How] = How.HERE

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    how = models.CharField(max_length=5, choices=How.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.how}"


class Digest(models.Model):
    """The last day, in the person's own time zone, on which they got the mail of the day."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.person_id} on {self.day}"
