from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Role


class ConversationsConfig(AppConfig):
    name = "gemeengoed.core.conversations"
    label = "conversations"

    def ready(self) -> None:
        registry.register(
            registry.Capability(
                slug="conversations",
                name=_("Conversations"),
                built_in=True,
                permissions={
                    "conversations.read": Role.EDITOR,
                    "conversations.answer": Role.EDITOR,
                },
            )
        )
