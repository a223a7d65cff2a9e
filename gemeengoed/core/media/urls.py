"""Inside `/media/`."""

from django.urls import path

from . import views

app_name = "media"
urlpatterns = [path("<path:path>", views.file, name="file")]
