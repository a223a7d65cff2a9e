"""What search hands to the core: a consumer, a sweep and an API."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry

from .consumers import index_activity
from .counting import count

SEARCH = registry.Capability(
    slug="search",
    name=_("Search"),
    built_in=True,
    api="gemeengoed.core.search.api.router",
    consumers=[index_activity],
    scheduled=[
        registry.Scheduled("search.count_words", 5, count, _("Counting the words of the search"))
    ],
)
