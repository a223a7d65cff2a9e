"""The core's own pages about a text, mounted at `/@<handle>/texts/`."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/sources.<slug:ending>", views.sources, name="sources"),
]
