from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "gemeengoed.core.actors"
    label = "actors"
