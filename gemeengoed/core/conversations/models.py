"""What people write to a commons, by mail or on other servers, and what its editors answer."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.models import RemoteActor, RemoteObject


class ConversationState(models.TextChoices):
    OPEN = "open", _("to be answered")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")
    SPAM = "spam", _("unwanted")


class Consent(models.TextChoices):
    NONE = "", _("not asked")
    ASKED = "asked", _("asked")
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")


class Conversation(models.Model):
    """One exchange with one person outside, or one thread of answers on other servers, which `correspondent`
    began. `about` is the address (path) of what it is about: a letter, a
    publication, a question; empty for mail to the commons itself. `token` stands in the address that
    answers go to (`thread+<token>@…`), `consent_token` in that of the page where the person says whether the
    exchange may be read; neither opens what the other does. `consent` is about publishing the exchange under
    `about`, which stays as it is from then on."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="conversations")
    subject = models.CharField(max_length=300)
    about = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=20)
    name = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=254, blank=True)
    token = models.CharField(max_length=40, unique=True)
    state = models.CharField(
        max_length=8, choices=ConversationState.choices, default=ConversationState.OPEN
    )
    consent = models.CharField(
        max_length=7, choices=Consent.choices, default=Consent.NONE, blank=True
    )
    consent_token = models.CharField(max_length=40, null=True, blank=True, unique=True)
    asked_to_publish = models.PositiveIntegerField(default=0)
    """Not read any more: it counted messages in the order in which they were sent. `asked_until` holds."""
    asked_until = models.BigIntegerField(null=True, blank=True)
    """Number (pk) of the last message that the person was asked about; what came later is not published."""
    named = models.BooleanField(default=False)
    """Whether the person wants their name with what is published."""
    published = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField(default=timezone.now)
    moved = models.DateTimeField(default=timezone.now)
    """When the last message came or went."""
    came_back = models.DateTimeField(null=True, blank=True)
    """When mail to the person came back; empty again once they write or are answered anew."""
    correspondent = models.ForeignKey(
        RemoteActor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    """Who began it on another server; empty for mail."""
    shows_further = models.BooleanField(default=False)
    """An editor decided that what follows in this thread is shown at once."""

    class Meta:
        indexes = [
            models.Index(fields=["commons", "state", "-moved"], name="conversations_of_commons"),
            models.Index(fields=["about", "published"], name="conversations_about"),
        ]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return f"/@{self.commons.handle}/inbox/{self.pk}/"


class Message(models.Model):
    """One message of a conversation. `author` is the editor who answered; empty for who wrote in. `words` is
    plain text: only what is new in it, the quoted rest stands in `quoted`. `message_id` is that of the mail
    (RFC 5322, section 3.6.4), by which answers thread."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="messages"
    )
    author = models.ForeignKey(
        Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    words = models.TextField()
    quoted = models.TextField(blank=True)
    message_id = models.CharField(max_length=300, blank=True, db_index=True)
    answers = models.CharField(max_length=300, blank=True)
    """The Message-ID that it answers."""
    from_elsewhere = models.BooleanField(default=False)
    """It came from another address than that of the conversation, or one that was forged."""
    attachments = models.JSONField(default=list, blank=True)
    """Files that came along, which are not kept: [{"name": …, "type": "application/pdf", "size": bytes}]."""
    created = models.DateTimeField(default=timezone.now)
    remote = models.OneToOneField(
        RemoteObject, null=True, blank=True, on_delete=models.CASCADE, related_name="message"
    )
    """What it is on the server where it was written; `words` are its plain text."""
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    """What it answers in this thread; empty for mail, and for what answers the object itself."""
    version = models.CharField(max_length=64, blank=True)
    """SHA-256 of what others would see of `remote`: what an editor let be read is this and nothing later."""
    shown = models.DateTimeField(null=True, blank=True)
    """When an editor or the policy of the commons let what came from another server be read here."""
    withheld = models.DateTimeField(null=True, blank=True)
    """When an editor decided that it is not shown, or took their own answer back."""
    changed = models.DateTimeField(null=True, blank=True)
    """When its author changed it after it came in."""

    class Meta:
        ordering = ("created", "pk")

    def __str__(self) -> str:
        return self.words[:60]

    def get_absolute_url(self) -> str:
        """For editors; also what notices of it are known by."""
        return f"{self.conversation.get_absolute_url()}#m{self.pk}"
