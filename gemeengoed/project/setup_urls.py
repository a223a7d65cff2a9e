"""Addresses that need more than one part of the core: setting up, and what is waiting."""

from django.urls import path

from . import backlog, metrics, setup

urlpatterns = [
    path("setup/<str:token>/", setup.begin, name="setup"),
    path("settings/server/backlog/", backlog.backlog, name="backlog"),
    path("metrics", metrics.metrics, name="metrics"),
]
