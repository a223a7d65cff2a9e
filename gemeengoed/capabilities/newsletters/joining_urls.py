"""Addresses of the list, below `/@<handle>/newsletters/`."""

from django.urls import path

from .views import importing, joining, listing

urlpatterns = [
    path("join/", joining.join, name="join"),
    path("asked/", joining.asked, name="asked"),
    path("confirm/<slug:token>/", joining.confirm, name="confirm"),
    path("leave/<slug:token>/", joining.leave, name="leave"),
    path("mine/<slug:token>/", joining.mine, name="mine"),
    path("mine/<slug:token>/download/", joining.download, name="download"),
    path("mine/<slug:token>/erase/", joining.erase, name="erase"),
    path("list/", listing.listed, name="list"),
    path("list/import/", importing.bring, name="import"),
    path("list/import/<int:pk>/", importing.one, name="import_one"),
    path("list/import/<int:pk>/refused.csv", importing.refused, name="import_refused"),
    path("list/import/<int:pk>/cancel/", importing.cancel, name="import_cancel"),
    path("list/export/", listing.export, name="export"),
    path("list/<int:pk>/", listing.one, name="subscriber"),
    path("list/<int:pk>/<slug:verb>/", listing.act, name="subscriber_act"),
    path("settings/", listing.settings, name="settings"),
    path("settings/topics/", listing.add_topic, name="add_topic"),
    path("settings/topics/<int:pk>/<slug:verb>/", listing.topic, name="topic"),
]
