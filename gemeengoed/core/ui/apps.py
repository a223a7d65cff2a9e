"""The look: emblem, stylesheet, base templates, forms and the words around them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "gemeengoed.core.ui"
    label = "ui"
    verbose_name = _("The look")
