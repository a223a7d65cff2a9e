"""Ids of activities that are said once, in the transaction in which what they speak of happened."""

from secrets import token_hex

from .. import addresses


def once(handle: str, type_: str) -> str:
    return addresses.activity(handle, f"{type_.lower()}-{token_hex(8)}")
