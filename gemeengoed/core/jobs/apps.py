from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "gemeengoed.core.jobs"
    label = "jobs"
