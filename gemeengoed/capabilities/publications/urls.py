"""Addresses under `/@<handle>/publications/`."""

from django.urls import path, re_path

from . import downloads, kinds_pages, releases, views, writing

# BCP 47: a primary subtag of two or three letters, then further subtags.
LANGUAGE = r"(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)"
SLUG = r"(?P<slug>[-a-z0-9_]+)"
FORM = r"\.(?P<form>pdf|epub|docx|odt|md)"

urlpatterns = [
    path("", views.index, name="index"),
    path("feed.atom", views.feed, name="feed"),
    path("new/", writing.new, name="new"),
    path("kinds/", kinds_pages.index, name="kinds"),
    path("kinds/<slug:kind>/remove/", kinds_pages.remove, name="remove_kind"),
    path("early/<str:secret>/", releases.early, name="early"),
    path("series/new/", writing.new_series, name="new_series"),
    path("series/<slug:series>/", views.series, name="series"),
    path("series/<slug:series>.zip", downloads.series_bundle, name="series_bundle"),
    path("series/<slug:series>.epub", downloads.series_volume, name="series_volume"),
    re_path(
        rf"^series/(?P<series>[-a-z0-9_]+)/{LANGUAGE}\.epub$",
        downloads.series_volume,
        name="series_volume_in",
    ),
    path("<slug:slug>/", views.publication, name="publication"),
    path("<slug:slug>/details/", writing.details, name="details"),
    path("<slug:slug>/sources/", writing.sources, name="sources"),
    re_path(rf"^{SLUG}/{LANGUAGE}/$", views.publication, name="in_language"),
    re_path(rf"^{SLUG}/{LANGUAGE}/(?P<version>\d{{1,9}})/$", views.version, name="version"),
    re_path(rf"^{SLUG}{FORM}$", downloads.text, name="best_form"),
    re_path(rf"^{SLUG}/{LANGUAGE}{FORM}$", downloads.text, name="form"),
    re_path(
        rf"^{SLUG}/{LANGUAGE}/(?P<version>\d{{1,9}}){FORM}$", downloads.text, name="form_of_version"
    ),
    re_path(rf"^{SLUG}/{LANGUAGE}/write/$", writing.write, name="write"),
    re_path(rf"^{SLUG}/{LANGUAGE}/preview/$", writing.preview, name="preview"),
    re_path(rf"^{SLUG}/{LANGUAGE}/publish/$", writing.publish, name="publish"),
    re_path(rf"^{SLUG}/{LANGUAGE}/release/$", releases.release, name="release"),
    re_path(rf"^{SLUG}/{LANGUAGE}/release/cancel/$", releases.cancel, name="cancel_release"),
    re_path(rf"^{SLUG}/{LANGUAGE}/release/invite/$", releases.invite, name="invite_reader"),
    re_path(
        rf"^{SLUG}/{LANGUAGE}/release/(?P<pk>\d{{1,15}})/end/$",
        releases.end_invitation,
        name="end_invitation",
    ),
    re_path(rf"^{SLUG}/{LANGUAGE}/withdraw/$", writing.withdraw, name="withdraw"),
    re_path(rf"^{SLUG}/{LANGUAGE}/history/$", views.history, name="history"),
    re_path(
        rf"^{SLUG}/{LANGUAGE}/compare/(?P<old>\d{{1,9}})/(?P<new>\d{{1,9}})/$",
        views.compare,
        name="compare",
    ),
]
