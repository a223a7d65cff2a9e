"""Addresses below `/@<handle>/newsletters/`."""

from .joining_urls import urlpatterns as joining

urlpatterns = [*joining]
