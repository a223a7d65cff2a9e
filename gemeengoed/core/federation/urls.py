"""Addresses for other servers that belong to no actor; the rest is answered near the door."""

from django.urls import path, re_path

from .identity import views
from .steering import urls as steering

urlpatterns = [
    *steering.urlpatterns,
    path(".well-known/webfinger", views.webfinger),
    path(".well-known/nodeinfo", views.nodeinfo_index),
    re_path(r"^nodeinfo/(?P<version>2\.[01])$", views.nodeinfo),
]
