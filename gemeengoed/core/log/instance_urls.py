"""Inside `/log/`: the log of the server itself."""

from django.urls import path

from . import views

app_name = "instance_log"
urlpatterns = [
    path("", views.log, name="log"),
    path("<int:number>/", views.entry, name="entry"),
    path("feed.atom", views.atom, name="feed"),
    path("log.json", views.whole, name="whole"),
]
