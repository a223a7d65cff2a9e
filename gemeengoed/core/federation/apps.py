from django.apps import AppConfig

from gemeengoed.core import registry


class FederationConfig(AppConfig):
    name = "gemeengoed.core.federation"
    label = "federation"

    def ready(self) -> None:
        from gemeengoed.core.commons import settings_pages as of_commons
        from gemeengoed.core.people import settings_pages as of_people

        from .declaration import FEDERATION
        from .settings_entries import FOLLOWERS, SERVERS

        registry.register(FEDERATION)
        of_people.add(FOLLOWERS)
        of_people.add(SERVERS)
        of_commons.add("followers:followers", FEDERATION.name)
