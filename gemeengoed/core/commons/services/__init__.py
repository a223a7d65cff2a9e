"""Verbs of a commons. Every write goes through here: forms, API and demonstration alike."""

from .making import create_commons

__all__ = ["create_commons"]
