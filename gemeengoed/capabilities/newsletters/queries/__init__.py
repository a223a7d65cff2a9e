"""Reads of letters and their list."""
