from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "gemeengoed.core.text"
    label = "text"
