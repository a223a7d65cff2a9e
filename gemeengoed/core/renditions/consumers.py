"""What happened, for the forms of a text."""

from gemeengoed.core import registry
from gemeengoed.core.activity.models import Activity

from . import services

CHANGES = frozenset({"publish", "revise", "withdraw", "arrange"})
"""Verbs after which a text says something else on paper."""


def follow(activity: Activity) -> None:
    """The same however often it is called."""
    if activity.verb in CHANGES and registry.document_kind(activity.object_type) is not None:
        services.follow(activity.object)
