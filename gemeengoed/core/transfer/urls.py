"""Addresses under `/@<handle>/`."""

from django.urls import path

from . import views

urlpatterns = [path("settings/take-along/", views.take_along, name="take_along")]
