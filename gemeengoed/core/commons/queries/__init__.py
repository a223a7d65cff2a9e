"""Reads of a commons, each with as few queries as its page needs whatever its size."""

from .menu import MenuEntry, empty_sections, menu, sections, switched_on, without_section
from .people import (
    application_of,
    applications,
    declined,
    followers_of,
    in_groups,
    is_last_steward,
    is_steward_somewhere,
    last_stewardships,
    member_count,
    members,
    public_members,
    ties,
)
from .programme import charter_sentence, latest, latest_charter, partners, phases, questions, tied

__all__ = [
    "MenuEntry",
    "application_of",
    "applications",
    "charter_sentence",
    "declined",
    "empty_sections",
    "followers_of",
    "in_groups",
    "is_last_steward",
    "is_steward_somewhere",
    "last_stewardships",
    "latest",
    "latest_charter",
    "member_count",
    "members",
    "menu",
    "partners",
    "phases",
    "public_members",
    "questions",
    "sections",
    "switched_on",
    "tied",
    "ties",
    "without_section",
]
