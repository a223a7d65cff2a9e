"""What federation hands to the core."""

from django.utils.translation import gettext_lazy as _

from gemeengoed.core.registry import Capability

FEDERATION = Capability(
    slug="federation",
    name=_("Other servers"),
    built_in=True,
)
