from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gemeengoed.core.search"
    label = "search"

    def ready(self) -> None:
        # Not before: the declaration needs the models.
        from gemeengoed.core import registry

        from .declaration import SEARCH

        registry.register(SEARCH)
