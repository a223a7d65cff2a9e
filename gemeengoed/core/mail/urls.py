"""Addresses of the outbox, and of what came in."""

from django.urls import path

from . import views
from .incoming import views as incoming

urlpatterns = [
    path("settings/server/mail/", views.messages, name="list"),
    path("settings/server/mail/incoming/", incoming.listed, name="incoming"),
    path("settings/server/mail/incoming/<int:pk>/", incoming.message, name="incoming_message"),
    path("settings/server/mail/incoming/<int:pk>/raw/", incoming.raw, name="incoming_raw"),
    path("settings/server/mail/incoming/<int:pk>/<slug:verb>/", incoming.act, name="incoming_act"),
    path("settings/server/mail/<int:pk>/", views.message, name="message"),
    path("settings/server/mail/<int:pk>/html/", views.html_part, name="html_part"),
]
