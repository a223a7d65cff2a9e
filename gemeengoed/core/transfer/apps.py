from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransferConfig(AppConfig):
    name = "gemeengoed.core.transfer"
    label = "transfer"

    def ready(self) -> None:
        from gemeengoed.core import registry
        from gemeengoed.core.commons import settings_pages

        registry.register(
            registry.Capability(
                slug="transfer",
                name=_("Moving"),
                built_in=True,
                api="gemeengoed.core.transfer.api.router",
                permissions={"commons.take_along": registry.Role.STEWARD},
                log_sentences={
                    "commons.arrived": _("%(actor)s brought this commons here from %(origin)s"),
                    "commons.taken_along": _("%(actor)s took a copy of everything along"),
                },
                log_details={"digest": _("Hash of the file"), "origin": _("Where it came from")},
            )
        )
        settings_pages.add("transfer:take_along", _("Take everything along"))
