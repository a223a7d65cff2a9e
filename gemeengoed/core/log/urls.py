"""Inside `/@<handle>/log/`."""

from django.urls import path

from . import views

app_name = "log"
urlpatterns = [
    path("", views.log, name="log"),
    path("<int:number>/", views.entry, name="entry"),
    path("feed.atom", views.atom, name="feed"),
    path("log.json", views.whole, name="whole"),
]
