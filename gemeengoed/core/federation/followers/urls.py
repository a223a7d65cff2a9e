"""Addresses about followers of an actor here, under `/@<handle>/`."""

from django.urls import path

from . import views

LIST = "settings/followers/"

urlpatterns = [
    path(LIST, views.followers, name="followers"),
    path(f"{LIST}all/<slug:verb>/", views.decide_all, name="decide_all"),
    path(f"{LIST}<int:pk>/<slug:verb>/", views.decide, name="decide"),
    path("settings/other-servers/", views.change, name="preferences"),
    path("settings/other-servers/move/", views.move, name="moving"),
    path("follow/", views.follow, name="follow"),
]
