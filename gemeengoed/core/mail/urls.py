"""Addresses of the outbox."""

from django.urls import path

from . import views

urlpatterns = [
    path("settings/server/mail/", views.messages, name="list"),
    path("settings/server/mail/<int:pk>/", views.message, name="message"),
    path("settings/server/mail/<int:pk>/html/", views.html_part, name="html_part"),
]
