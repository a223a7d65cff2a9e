"""Verbs of letters and their list."""
