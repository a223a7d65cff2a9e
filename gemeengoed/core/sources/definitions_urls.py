"""Addresses under `/@<handle>/definitions/`."""

from django.urls import path

from .views import definitions

app_name = "definitions"
urlpatterns = [
    path("", definitions.index, name="index"),
    path("new/", definitions.new, name="new"),
    path("<slug:slug>/", definitions.term, name="term"),
    path("<slug:slug>/new/", definitions.new, name="another"),
    path("<slug:slug>/<int:number>/edit/", definitions.edit, name="edit"),
    path("<slug:slug>/<int:number>/remove/", definitions.remove, name="remove"),
]
