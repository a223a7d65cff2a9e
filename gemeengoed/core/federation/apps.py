from django.apps import AppConfig

from gemeengoed.core import registry


class FederationConfig(AppConfig):
    name = "gemeengoed.core.federation"
    label = "federation"

    def ready(self) -> None:
        from .declaration import FEDERATION

        registry.register(FEDERATION)
