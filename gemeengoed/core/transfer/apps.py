from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "gemeengoed.core.transfer"
    label = "transfer"
