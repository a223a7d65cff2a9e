from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "gemeengoed.core.sources"
    label = "sources"

    def ready(self) -> None:
        # Not before: the declaration needs the models.
        from gemeengoed.core import registry

        from .declaration import DEFINITIONS, SOURCES

        registry.register(SOURCES)
        registry.register(DEFINITIONS)
