"""Addresses of conversations, under `/@<handle>/`."""

from django.urls import path

from . import views

ONE = "inbox/<int:pk>/"

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path(ONE, views.conversation, name="conversation"),
    path(f"{ONE}answer/", views.answer, name="answer"),
    path(f"{ONE}about/", views.about, name="about"),
    path(f"{ONE}messages/<int:number>/<slug:verb>/", views.act_on, name="act_on"),
    path(f"{ONE}<slug:verb>/", views.act, name="act"),
    path("answers/<int:pk>/", views.given, name="given"),
    path("exchanges/<int:pk>/", views.exchange, name="exchange"),
    path("exchanges/<slug:token>/", views.consent, name="consent"),
]
