"""Addresses under `/@<handle>/sources/`."""

from django.urls import path

from .views import copies, sources

app_name = "sources"
urlpatterns = [
    path("", sources.index, name="index"),
    path("new/", sources.new, name="new"),
    path("settings/", sources.settings, name="settings"),
    path("<int:number>/", sources.source, name="source"),
    path("<int:number>/edit/", sources.edit, name="edit"),
    path("<int:number>/merge/", sources.merge, name="merge"),
    path("<int:number>/remove/", sources.remove, name="remove"),
    path("<int:number>/copy/", copies.copy, name="copy"),
    path("<int:number>/copy/fetch/", copies.fetch, name="fetch_copy"),
    path("<int:number>/copy/remove/", copies.remove, name="remove_copy"),
]
