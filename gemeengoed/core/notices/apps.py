from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gemeengoed.core.notices"
    label = "notices"
