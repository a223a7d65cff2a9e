"""The clock's part: what is kept no longer than it is of use."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from ..models import Invitation, Token

KEPT = timedelta(days=30)


def sweep() -> None:
    """Removes log-ins that ended, old invitations and tokens that expired."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    living = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=living).delete()
    Invitation.objects.filter(expires__lt=now - KEPT).delete()
    Token.objects.filter(expires__lt=now - KEPT).delete()
