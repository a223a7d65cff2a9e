"""Addresses of the mail that goes out."""

from django.urls import path, re_path

from .views import mailings, messages

MAILINGS = "settings/server/mail/mailings/"

urlpatterns = [
    path("settings/server/mail/", messages.messages, name="list"),
    path("settings/server/mail/<int:pk>/", messages.message, name="message"),
    path("settings/server/mail/<int:pk>/html/", messages.html_part, name="html_part"),
    path(MAILINGS, mailings.mailings, name="mailings"),
    path(f"{MAILINGS}<int:pk>/", mailings.mailing, name="mailing"),
    path(f"{MAILINGS}<int:pk>/html/", mailings.sample_html, name="sample_html"),
    re_path(
        rf"{MAILINGS}(?P<pk>\d{{1,18}})/(?P<act>pause|resume|cancel)/", mailings.act, name="act"
    ),
]
