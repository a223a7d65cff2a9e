"""Persons with an account here, organisations, invitations to the instance, and API tokens."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.media.models import MediaFile

from .tokens import SCOPES


class PersonState(models.TextChoices):
    WAITING = "waiting", _("waiting for approval")
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    GONE = "gone", _("gone")


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """`username` equals the actor's handle (allauth wants a field of its own to log in with).

    `is_steward`: steward of the instance, on the screen 'serverbeheerder' / 'operator'.
    `summary` is Markdown; `picture_alt` is required where there is a picture (services hold this).
    """

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="person")
    username = models.CharField(max_length=30, unique=True)
    email = models.EmailField(blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=PersonState.choices, default=PersonState.ACTIVE)
    is_steward = models.BooleanField(default=False)
    language = models.CharField(max_length=20, blank=True)
    time_zone = models.CharField(max_length=40, blank=True)
    summary = models.TextField(blank=True)
    picture = models.ForeignKey(
        MediaFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture_alt = models.CharField(max_length=300, blank=True)
    motivation = models.TextField(blank=True)
    name_travels = models.BooleanField(default=False)
    """Whether the name goes along when a commons they wrote for moves to another server."""
    date_joined = models.DateTimeField(default=timezone.now)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    def __str__(self) -> str:
        return self.actor.name

    def get_absolute_url(self) -> str:
        return f"/@{self.username}/"

    @property
    def is_active(self) -> bool:  # type: ignore[override] # Django's own is a plain attribute
        return self.state == PersonState.ACTIVE

    @property
    def name(self) -> str:
        return self.actor.name

    @property
    def handle(self) -> str:
        return self.username


class Organisation(models.Model):
    """A partner, an employer, a publisher. `description` is {"nl": ..., "en": ...}."""

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="organisation")
    description = models.JSONField(default=dict, blank=True)
    website = models.URLField(blank=True)
    logo = models.ForeignKey(
        MediaFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    logo_alt = models.CharField(max_length=300, blank=True)
    people = models.ManyToManyField(Person, through="Affiliation", related_name="organisations")

    def __str__(self) -> str:
        return self.actor.name

    def get_absolute_url(self) -> str:
        return f"/@{self.actor.handle}/"

    @property
    def name(self) -> str:
        return self.actor.name


class Affiliation(models.Model):
    """A person works for or belongs to an organisation; `may_speak` lets them write on its behalf,
    `may_manage` lets them edit it and its people. It counts once the person has `confirmed` it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    position = models.CharField(max_length=120, blank=True)
    may_speak = models.BooleanField(default=False)
    may_manage = models.BooleanField(default=False)
    confirmed = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="affiliation_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.organisation_id}"


class Invitation(models.Model):
    """A link that lets somebody sign up here. `token` is the SHA-256 of what the link holds."""

    token = models.CharField(max_length=64, unique=True)
    inviter = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(blank=True)
    commons = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Token(models.Model):
    """A bearer token for every API. `digest` is the SHA-256 of the token, which is shown once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80, blank=True)
    scopes = models.CharField(max_length=120, default="read write follow")
    created = models.DateTimeField(auto_now_add=True)
    last_used = models.DateField(null=True, blank=True)
    expires = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or f"token {self.pk}"

    @property
    def scopes_in_words(self) -> str:
        return ", ".join(str(SCOPES.get(scope, scope)) for scope in self.scopes.split())
