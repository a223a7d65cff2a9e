from django.apps import AppConfig


class DiscussionConfig(AppConfig):
    name = "gemeengoed.core.discussion"
    label = "discussion"
