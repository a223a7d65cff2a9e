"""Addresses for other servers that belong to no actor; the rest is answered near the door."""

from django.urls import path, re_path

from .followers.urls import urlpatterns as of_an_actor
from .identity import views
from .remote import views as remote_views
from .steering import urls as steering

urlpatterns = [
    *steering.urlpatterns,
    path("media/remote/<str:digest>", remote_views.picture, name="remote_picture"),
    path(".well-known/webfinger", views.webfinger),
    path(".well-known/nodeinfo", views.nodeinfo_index),
    re_path(r"^nodeinfo/(?P<version>2\.[01])$", views.nodeinfo),
    *(one for one in of_an_actor if one.name != "follow"),  # the same for oneself
]
