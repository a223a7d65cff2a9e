from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gemeengoed.core import registry
from gemeengoed.core.registry import Role

ACTS = {
    "people.see_all": Role.OPERATOR,
    "people.approve": Role.OPERATOR,
    "people.suspend": Role.OPERATOR,
    "people.invite": Role.OPERATOR,
    "people.make_operator": Role.OPERATOR,
    # Stewards of a commons too, through `permissions.organisation_makers`.
    "organisations.create": Role.OPERATOR,
}


class PeopleConfig(AppConfig):
    name = "gemeengoed.core.people"
    label = "people"

    def ready(self) -> None:
        from . import settings_entries
        from .log_sentences import SENTENCES
        from .personal_data import PERSONAL_DATA
        from .services.sweeping import sweep

        registry.register(
            registry.Capability(
                slug="people",
                name=_("People"),
                built_in=True,
                api="gemeengoed.core.people.api.router",
                permissions=ACTS,
                log_sentences=SENTENCES,
                personal_data=PERSONAL_DATA,
                scheduled=[
                    registry.Scheduled(
                        "people", 60 * 24, sweep, _("Forgetting old invitations and sessions")
                    )
                ],
            )
        )
        settings_entries.add_all()
