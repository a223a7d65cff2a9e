"""Addresses of the server's own pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("setup/", views.waiting, name="waiting"),
    path("settings/server/", views.change, name="settings"),
    path("settings/server/logo/remove/", views.remove_logo, name="remove_logo"),
    path("colours.css", views.colours_css, name="colours"),
]
