"""Verbs of sources, copies and definitions. Every write goes through here."""
