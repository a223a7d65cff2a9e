from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "gemeengoed.core.sources"
    label = "sources"
