"""Other servers, who is there, and their keys."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Measure(models.TextChoices):
    """What stewards decided about a server or somebody on it; each includes the one before."""

    NONE = "", _("none")
    SILENCE = "silence", _("what comes from there waits for approval, whatever the policy")
    SUSPEND = "suspend", _("nothing comes from there, nothing goes there")


class Host(models.Model):
    """Another server, by its name with the port where it has one. The circuit: after failures nothing is sent
    before `open_until`; after seven failing days it is `given_up`, until it says something itself.
    `dialect` is the signature it took last ('rfc9421' or 'cavage', empty: not known)."""

    name = models.CharField(max_length=260, primary_key=True)
    dialect = models.CharField(max_length=10, blank=True)
    first_seen = models.DateTimeField(default=timezone.now)
    heard = models.DateTimeField(null=True, blank=True)
    delivered = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    given_up = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    measure = models.CharField(max_length=8, choices=Measure.choices, default="", blank=True)
    reject_media = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class RemoteActor(models.Model):
    """Somebody on another server. `uri` is their id; `username` what they are called there (acct without
    the host), and `domain` the host of that, where both sides say it is another than that of their id;
    `icon` the address of their picture there. `gone`: their server says they left. `moved_to` is the id of
    who they became."""

    uri = models.CharField(max_length=500, unique=True)
    host = models.ForeignKey(Host, on_delete=models.CASCADE, related_name="actors")
    type = models.CharField(max_length=40)
    username = models.CharField(max_length=120)
    domain = models.CharField(max_length=260, blank=True, default="")
    name = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    icon = models.CharField(max_length=1000, blank=True)
    inbox = models.CharField(max_length=500)
    shared_inbox = models.CharField(max_length=500, blank=True)
    followers = models.CharField(max_length=500, blank=True)
    outbox = models.CharField(max_length=500, blank=True)
    also_known_as = models.JSONField(default=list, blank=True)
    moved_to = models.CharField(max_length=500, blank=True)
    fetched = models.DateTimeField(default=timezone.now)
    gone = models.DateTimeField(null=True, blank=True)
    measure = models.CharField(max_length=8, choices=Measure.choices, default="", blank=True)

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """`@name@host`, as people write it."""
        return f"@{self.username}@{self.domain or self.host_id}"


class RemoteKey(models.Model):
    """A public key by its id. `algorithm`: 'rsa' or 'ed25519'; `public` is SubjectPublicKeyInfo (DER).
    `tried`: when it was last fetched or tried, so that a bad signature makes us ask once, not for ever."""

    key_id = models.CharField(max_length=500, unique=True)
    owner = models.ForeignKey(RemoteActor, on_delete=models.CASCADE, related_name="keys")
    algorithm = models.CharField(max_length=10)
    public = models.BinaryField()
    tried = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key_id
