"""The core's own pages about a text, mounted at `/@<handle>/texts/`."""

from django.urls import URLPattern, path, re_path

from .views import authors, drafts, history, lists, writing

TEXT = r"(?P<pk>\d{1,9})"
NUMBER = r"(?P<number>\d{1,9})"
# BCP 47: a primary subtag of two or three letters, then further subtags.
LANGUAGE = r"(?P<language>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)"

urlpatterns: list[URLPattern] = [
    path("convert/", writing.convert, name="convert"),
    re_path(rf"^preview/(?P<work>\d{{1,9}})/{LANGUAGE}/$", writing.preview, name="live_preview"),
    re_path(rf"^picture/(?P<work>\d{{1,9}})/{LANGUAGE}/$", writing.picture, name="picture"),
    re_path(rf"^file/(?P<work>\d{{1,9}})/{LANGUAGE}/$", writing.file, name="file"),
    re_path(rf"^draft/(?P<work>\d{{1,9}})/{LANGUAGE}/$", drafts.draft, name="draft"),
    re_path(rf"^{TEXT}/history/$", history.history, name="history"),
    re_path(rf"^{TEXT}/history/{NUMBER}/$", history.revision, name="revision"),
    re_path(
        rf"^{TEXT}/compare/(?P<old>\d{{1,9}})\.\.(?P<new>\d{{1,9}})/$",
        history.compare,
        name="compare",
    ),
    re_path(rf"^{TEXT}/undo/{NUMBER}/$", history.undo, name="undo"),
    re_path(rf"^{TEXT}/return/{NUMBER}/$", history.go_back, name="go_back"),
    re_path(rf"^{TEXT}/authors/$", authors.authors, name="authors"),
    path("<int:pk>/sources.<slug:ending>", lists.sources, name="sources"),
]
