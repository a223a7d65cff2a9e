"""Addresses of the look itself; `/@handle/emblem.svg` stands in the urls of actors."""

from django.urls import path

from gemeengoed.core.ui import views

app_name = "ui"

urlpatterns = [
    path("favicon.svg", views.favicon, name="favicon"),
    path("favicon.ico", views.favicon),
]
