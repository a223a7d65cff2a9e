from django.apps import AppConfig


class CommonsConfig(AppConfig):
    name = "gemeengoed.core.commons"
    label = "commons"

    def ready(self) -> None:
        # Not before: the declaration needs the models.
        from gemeengoed.core import registry
        from gemeengoed.core.people import permissions, second_factor, settings_pages
        from gemeengoed.core.people import queries as people

        from .declaration import COMMONS
        from .queries import is_steward_somewhere, ties
        from .settings_entries import PARTNERSHIPS

        registry.register(COMMONS)
        settings_pages.add(PARTNERSHIPS)
        # A steward has a second factor where the operator wants it, and makes partners.
        for asked in (second_factor.demanded_of, permissions.organisation_makers):
            if is_steward_somewhere not in asked:
                asked.append(is_steward_somewhere)
        if ties not in people.ties_of:
            people.ties_of.append(ties)
