"""Addresses of notices."""

from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/seen/", views.all_seen, name="all_seen"),
    path("notices/<int:pk>/", views.follow, name="follow"),
    path("notices/<int:pk>/seen/", views.seen, name="seen"),
    path("settings/notices/", views.settings, name="settings"),
]
