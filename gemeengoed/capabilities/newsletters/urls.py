"""Addresses below `/@<handle>/newsletters/`."""

from django.urls import path

from .joining_urls import urlpatterns as joining
from .views import letters, sending, writing

urlpatterns = [
    path("", letters.letters, name="letters"),
    path("feed.atom", letters.feed, name="feed"),
    *joining,
    path("new/", writing.begin, name="begin"),
    path("<slug:slug>/write/<str:language>/", writing.write, name="write"),
    path("<slug:slug>/languages/", writing.language, name="language"),
    path("<slug:slug>/throw-away/", writing.throw_away, name="throw_away"),
    path("<slug:slug>/throw-away/<str:language>/", writing.throw_away, name="remove_language"),
    path("<slug:slug>/preview/<str:language>/", writing.preview, name="preview"),
    path("<slug:slug>/preview/<str:language>/<slug:scheme>/", writing.frame, name="frame"),
    path("<slug:slug>/test/<str:language>/", sending.test, name="test"),
    path("<slug:slug>/send/", sending.send, name="send"),
    path("<slug:slug>/send/schedule/", sending.schedule, name="schedule"),
    path("<slug:slug>/send/copies/", sending.copies, name="copies"),
    path("<slug:slug>/send/copies.csv", sending.copies_csv, name="copies_csv"),
    path("<slug:slug>/send/<slug:verb>/", sending.act, name="act"),
    path("<slug:slug>/", letters.letter, name="letter"),
    path("<slug:slug>/<str:language>/", letters.letter, name="letter_in"),
]
