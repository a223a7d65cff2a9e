"""Addresses of the mail that goes out, and of what came in."""

from django.urls import path, re_path

from .incoming import views as incoming
from .views import mailings, messages

IN = "settings/server/mail/incoming/"
MAILINGS = "settings/server/mail/mailings/"

urlpatterns = [
    path("settings/server/mail/", messages.messages, name="list"),
    path(IN, incoming.listed, name="incoming"),
    path(f"{IN}<int:pk>/", incoming.message, name="incoming_message"),
    path(f"{IN}<int:pk>/raw/", incoming.raw, name="incoming_raw"),
    path(f"{IN}<int:pk>/<slug:verb>/", incoming.act, name="incoming_act"),
    path("settings/server/mail/<int:pk>/", messages.message, name="message"),
    path("settings/server/mail/<int:pk>/html/", messages.html_part, name="html_part"),
    path(MAILINGS, mailings.mailings, name="mailings"),
    path(f"{MAILINGS}let-go/", mailings.let_go, name="let_go"),
    path(f"{MAILINGS}<int:pk>/", mailings.mailing, name="mailing"),
    path(f"{MAILINGS}<int:pk>/html/", mailings.sample_html, name="sample_html"),
    re_path(
        rf"{MAILINGS}(?P<pk>\d{{1,18}})/(?P<act>pause|resume|cancel)/", mailings.act, name="act"
    ),
]
