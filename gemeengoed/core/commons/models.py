"""A commons: resource, community and rules."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.people.models import Organisation, Person
from gemeengoed.core.text import languages


class Joining(models.TextChoices):
    OPEN = "open", _("Everybody may join")
    APPLICATION = "application", _("Anyone can ask to join; a steward answers")
    INVITATION = "invitation", _("Only with an invitation link")


class MemberRole(models.TextChoices):
    MEMBER = "member", _("member")
    EDITOR = "editor", _("editor")
    STEWARD = "steward", _("steward")


class Commons(models.Model):
    """`purpose` is {"nl": ..., "en": ...} in Markdown; `licence` an SPDX expression; `capabilities`
    the slugs that are switched on. The name by language stands in `names`; `actor.name` is the main
    one."""

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="commons")
    names = models.JSONField(default=dict, blank=True)
    purpose = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=20, default="nl")
    licence = models.CharField(max_length=80, default="CC-BY-SA-4.0")
    joining = models.CharField(max_length=12, choices=Joining.choices, default=Joining.APPLICATION)
    capabilities = models.JSONField(default=list, blank=True)
    picture = models.ForeignKey(
        "media.MediaFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture_alt = models.JSONField(default=dict, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "commons"

    def __str__(self) -> str:
        return self.actor.name

    def get_absolute_url(self) -> str:
        return f"/@{self.actor.handle}/"

    @property
    def handle(self) -> str:
        return self.actor.handle

    @property
    def name(self) -> str:
        """The name in the reader's language, else the main one."""
        return self.in_words(self.names) or self.actor.name

    def name_in(self, language: str) -> str:
        """The name in `language` (a tag), whatever the reader's is; else the main one."""
        return languages.best(self.names, [language, self.language])[1] or self.actor.name

    @property
    def purpose_words(self) -> str:
        """What it is for, in the reader's language, as Markdown."""
        return self.in_words(self.purpose)

    def in_words(self, values: dict[str, str]) -> str:
        """The text of `values` (by language) for the reader, else in the commons' own language."""
        return languages.best(values, [get_language() or self.language, self.language])[1]


class Making(models.Model):
    """One row (primary key 1): whether only operators may make a commons on this server."""

    operators_only = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "operators" if self.operators_only else "everybody"


class PartnerRole(models.TextChoices):
    INITIATOR = "initiator", _("initiator")
    PARTNER = "partner", _("partner")


class Partnership(models.Model):
    """An organisation that is tied to a commons; `position` orders them on the programme."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="partnerships"
    )
    role = models.CharField(max_length=10, choices=PartnerRole.choices, default=PartnerRole.PARTNER)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commons", "organisation"], name="partner_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.commons_id}"


class Membership(models.Model):
    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=MemberRole.choices, default=MemberRole.MEMBER)
    joined = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "person"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.commons_id}"


class Application(models.Model):
    """Somebody asks to join; gone once answered (the answer stands in the log)."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="applications")
    words = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "person"], name="applied_once")]

    def __str__(self) -> str:
        return f"{self.person_id} asks to join {self.commons_id}"


class JoinLink(models.Model):
    """An invitation link to join a commons. `token` is the SHA-256 of what the link holds."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="join_links")
    token = models.CharField(max_length=64, unique=True)
    inviter = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=1)
    revoked = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link {self.pk} to {self.commons_id}"


class Group(models.Model):
    """A named group of members, such as an editorial board."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="groups")
    slug = models.SlugField(max_length=50)
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    members = models.ManyToManyField(Membership, related_name="groups", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "slug"], name="group_slug")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CharterVersion(models.Model):
    """`answers` maps a principle's key to {"nl": markdown, "en": markdown}. Never changed."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="charter_versions")
    number = models.PositiveIntegerField()
    answers = models.JSONField(default=dict)
    author = models.ForeignKey(Actor, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["commons", "number"], name="charter_number")]

    def __str__(self) -> str:
        return f"charter {self.number} of {self.commons_id}"


class PresentQuestions(models.Manager["Question"]):
    """Leaves out what was removed, so that nobody shows it by accident."""

    def get_queryset(self) -> "models.QuerySet[Question]":
        return super().get_queryset().filter(removed__isnull=True)


class Question(models.Model):
    """`text` and `explanation` by language. Of those that are there, at most one is `main`.

    A removed question can be put back for 30 days; `objects` does not find it, `with_removed` does.
    """

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="questions")
    slug = models.SlugField(max_length=60)
    text = models.JSONField(default=dict)
    explanation = models.JSONField(default=dict, blank=True)
    main = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    removed = models.DateTimeField(null=True, blank=True)

    objects = PresentQuestions()
    with_removed: ClassVar[models.Manager["Question"]] = models.Manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commons", "slug"], name="question_slug"),
            models.UniqueConstraint(
                fields=["commons"],
                condition=models.Q(main=True, removed__isnull=True),
                name="one_main_question",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Phase(models.Model):
    """A stretch of time with its question, what is planned and what came of it, by language."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="phases")
    title = models.JSONField(default=dict)
    starts = models.DateField()
    ends = models.DateField()
    question = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    questions = models.ManyToManyField(Question, related_name="phases", blank=True)

    class Meta:
        ordering = ["starts", "ends", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")), name="phase_order"
            )
        ]

    def __str__(self) -> str:
        return f"phase {self.pk}"
