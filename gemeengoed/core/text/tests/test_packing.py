"""A text packed beside another comes back as it was, or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gemeengoed.core.text import packing

TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(["een plan ", "van ons ", "\n\n", "é", "日本"]), max_size=80).map(
        "".join
    ),
)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.one_of(st.none(), TEXTS))
def test_packing_gives_back_every_text(text: str, neighbour: str | None) -> None:
    assert packing.unpack(packing.pack(text, neighbour), neighbour) == text


def test_a_small_edit_is_small() -> None:
    text = " ".join(f"woord{number * 7919 % 100_003}" for number in range(5000))
    edited = text.replace("woord7919 ", "een ander woord ", 1)
    assert len(packing.pack(text, edited)) < 100 < len(text) / 500


@pytest.mark.parametrize("damaged", [b"", b"abc", b"\x00" * 40])
def test_damaged_bytes_are_told(damaged: bytes) -> None:
    with pytest.raises(packing.DamagedError):
        packing.unpack(damaged)
