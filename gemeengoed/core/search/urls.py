"""Search of the whole server, and of one commons."""

from django.urls import path

from . import views

urlpatterns = [
    path("search/", views.everywhere, name="search"),
    path("@<str:handle>/search/", views.in_commons, name="in_commons"),
]
