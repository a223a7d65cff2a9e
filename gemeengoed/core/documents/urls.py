"""The core's own pages about a text, mounted at `/@<handle>/texts/`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
