"""What the tests of federation share: a queue that runs at once waits for nothing."""

import pytest

from gemeengoed.core.federation.incoming import appending, known_keys, processing, refusing


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appending, "EVERY", 0.0)
    monkeypatch.setattr(processing, "LINGER", 0.0)
    known_keys.forget()
    refusing._counted.clear()
