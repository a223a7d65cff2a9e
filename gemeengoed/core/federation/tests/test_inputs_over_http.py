"""All that servers are known to send, wrapped, signed and handed in at the door."""

from collections.abc import Callable

import pytest
from django.test import Client

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.federation.incoming import processing
from gemeengoed.core.federation.models import Received, ReceivedState, RemoteObject

from . import pasture
from .elsewhere import Elsewhere

pytestmark = pytest.mark.django_db(transaction=True)
ALL = 262


def test_every_example_is_taken_and_processed_and_no_page_breaks(
    make_commons: Callable[..., Commons], client_for: Callable[..., Client]
) -> None:
    werf, ada = make_commons("werf"), Elsewhere()
    ada.know()
    examples = list(pasture.activities(ada.uri, "http://localhost/@werf"))
    refused = {}
    for name, activity in examples:
        status = ada.post(activity).status_code
        if status != 202:
            refused[name] = status
    processing.process()
    assert len(examples) == ALL
    assert refused == {}
    # Two name a document of a server that there is none of: these wait for it.
    rows = Received.objects.exclude(last_error__startswith="FetchError: name")
    left = rows.exclude(state__in=[ReceivedState.DONE, ReceivedState.DROPPED])
    assert list(left.values_list("uri", "last_error")) == []
    assert RemoteObject.objects.count() > ALL / 2
    editor = client_for(werf.memberships.get().person)
    assert editor.get("/@werf/inbox/").status_code == 200
    for conversation in werf.conversations.all()[:40]:
        page = editor.get(conversation.get_absolute_url())
        assert page.status_code == 200
        assert "<script>" not in page.content.decode()
