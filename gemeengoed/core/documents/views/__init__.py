"""The core's own pages about a text."""
