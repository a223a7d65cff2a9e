from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "gemeengoed.core.demonstration"
    label = "demonstration"
