from django.apps import AppConfig


class RenditionsConfig(AppConfig):
    name = "gemeengoed.core.renditions"
    label = "renditions"
