"""Addresses of discussions and reviews, under `/@<handle>/`."""

from django.urls import path

from .views import comments, page, reviews, suggestions

TEXT = "texts/<int:pk>"
HERE = f"{TEXT}/discussion"

urlpatterns = [
    path(f"{HERE}/", page.discussion, name="discussion"),
    path(f"{HERE}/threads/<int:thread>/", page.thread, name="thread"),
    path(f"{HERE}/threads/<int:thread>/resolve/", page.resolve, name="resolve"),
    path(f"{HERE}/threads/<int:thread>/reopen/", page.reopen, name="reopen"),
    path(f"{HERE}/comments/<int:comment>/edit/", comments.edit, name="edit"),
    path(f"{HERE}/comments/<int:comment>/take-back/", comments.take_back, name="take_back"),
    path(f"{HERE}/comments/<int:comment>/hide/", comments.hide, name="hide"),
    path(f"{HERE}/comments/<int:comment>/show/", comments.show_again, name="show_again"),
    path(f"{HERE}/suggest/<int:block>/", suggestions.suggest, name="suggest"),
    path(f"{HERE}/threads/<int:thread>/accept/", suggestions.accept, name="accept"),
    path(f"{HERE}/threads/<int:thread>/decline/", suggestions.decline, name="decline"),
    path(f"{HERE}/threads/<int:thread>/withdraw/", suggestions.take_back, name="withdraw"),
    path(f"{TEXT}/review/", reviews.review, name="review"),
    path(f"{TEXT}/review/<int:review>/answer/", reviews.answer, name="answer"),
    path(f"{TEXT}/review/<int:review>/withdraw/", reviews.withdraw, name="withdraw_review"),
    path("reviews/", reviews.waiting, name="waiting"),
    path("settings/discussion/", reviews.settings, name="settings"),
]
