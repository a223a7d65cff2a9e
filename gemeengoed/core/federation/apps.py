from django.apps import AppConfig

from gemeengoed.core import registry


class FederationConfig(AppConfig):
    name = "gemeengoed.core.federation"
    label = "federation"

    def ready(self) -> None:
        from .declaration import FEDERATION
        from .steering.settings_entries import add_all

        registry.register(FEDERATION)
        add_all()
