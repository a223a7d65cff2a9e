"""Counts of what was refused are kept for thirty days by host; the totals by reason stay (`tallies`)."""

from datetime import timedelta

from django.utils import timezone

from ..models import Refused

DAYS = 30


def tidy() -> None:
    Refused.objects.filter(day__lt=timezone.now().date() - timedelta(days=DAYS)).delete()
