"""`/commons/…`: all commons of this server, and making one."""

from django.urls import path

from .views import front, making, partnerships

urlpatterns = [
    path("commons/", front.all_commons, name="all"),
    path("commons/new/", making.new, name="new"),
    path("settings/partnerships/", partnerships.mine, name="partnerships"),
    path("settings/partnerships/<int:number>/end/", partnerships.end, name="end_partnership"),
    path("commons/rules/", making.rules, name="rules"),
]
