from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionConfig(AppConfig):
    name = "gemeengoed.core.discussion"
    label = "discussion"

    def ready(self) -> None:
        from gemeengoed.core import registry
        from gemeengoed.core.commons import settings_pages

        from .declaration import DISCUSSION

        registry.register(DISCUSSION)
        settings_pages.add("discussion:settings", _("Discussion"))
