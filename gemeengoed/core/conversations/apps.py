from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "gemeengoed.core.conversations"
    label = "conversations"

    def ready(self) -> None:
        from gemeengoed.core import registry

        from .declaration import CONVERSATIONS

        registry.register(CONVERSATIONS)
