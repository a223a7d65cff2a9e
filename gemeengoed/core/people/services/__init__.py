"""Verbs of persons and organisations. Every write goes through here."""

from .forgetting import forget
from .making import create_person
from .organisations import create_organisation
from .telling import tell_changed
from .tokens import make_token

__all__ = ["create_organisation", "create_person", "forget", "make_token", "tell_changed"]
