"""`/commons/…`: all commons of this server, and making one."""

from django.urls import path

from .views import front, making

urlpatterns = [
    path("commons/", front.all_commons, name="all"),
    path("commons/new/", making.new, name="new"),
    path("commons/rules/", making.rules, name="rules"),
]
