"""Addresses below `/@<handle>/newsletters/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
