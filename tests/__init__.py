"""Tests that no single part owns, and the fixtures of all (conftest.py in the folder above)."""
