"""What is not there, with words for the reader."""

from django.http import Http404


class NotFound(Http404):
    """`NotFound(_("This link has ended."))`: the page for status 404 says these words, where it says of a
    plain Http404 only that there is nothing at this address."""
