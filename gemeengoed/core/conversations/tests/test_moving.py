"""What readers asked, on the way to another server."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.people.models import Person
from gemeengoed.core.transfer import arriving, leaving

from .. import demonstration, queries
from ..models import Conversation

pytestmark = pytest.mark.django_db


def test_only_what_may_be_read_moves_and_without_the_address(
    make_person: Callable[..., Person],
    make_commons: Callable[..., Commons],
    client_for: Callable[[Person], Client],
    tmp_path: Path,
) -> None:
    eva = make_person("eva", is_steward=True)
    werf = make_commons("werf", eva)
    demonstration.build("werf", {"editor": eva})
    with (tmp_path / "werf.zip").open("w+b") as file:
        leaving.write(werf, file)
    arriving.arrive(tmp_path / "werf.zip", eva, into="nieuw")
    came = Conversation.objects.get(commons__actor__handle="nieuw")
    left = Conversation.objects.get(commons=werf, published__isnull=False)
    assert came.about == left.about.replace("/@werf/", "/@nieuw/")
    assert (came.address, came.name) == ("", "")
    (shown,) = queries.published_about(came.about)
    words = [message.words for message in shown.messages_shown]  # type: ignore[attr-defined]
    assert words == [message.words for message in queries.messages(left)]
    page = client_for(eva).get("/@werf/settings/take-along/").text
    assert "het adres van wie vroeg" in page
    assert "het bewijs dat ze erom vroegen" in page
