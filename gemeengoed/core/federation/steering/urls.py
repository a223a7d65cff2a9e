"""Addresses of what operators see of other servers; under the namespace of federation."""

from django.urls import path

from . import views

SERVERS, PEOPLE = "settings/server/other-servers/", "settings/server/other-people/"
SAID, REPORTS = "settings/server/other-words/", "settings/server/reports/"

urlpatterns = [
    path(SERVERS, views.servers, name="servers"),
    path(f"{SERVERS}<str:name>/", views.server, name="server"),
    path(f"{SERVERS}<str:name>/<slug:verb>/", views.server_act, name="server_act"),
    path(f"{PEOPLE}<int:pk>/", views.person, name="person"),
    path(f"{PEOPLE}<int:pk>/<slug:verb>/", views.person_act, name="person_act"),
    path(f"{SAID}<int:pk>/", views.said, name="said"),
    path(REPORTS, views.reports, name="reports"),
    path(f"{REPORTS}<int:pk>/seen/", views.report_seen, name="report_seen"),
]
