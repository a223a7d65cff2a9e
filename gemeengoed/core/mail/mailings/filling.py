"""Joining a copy: the pieces of a template with the values of one recipient, and then its signatures."""

import html as markup
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from .. import headers, quoting, signing, slots
from . import template as templates
from .template import Template

_TOKEN = re.compile(r"[!#-'*+\--;=?-\[\]-~]+", re.ASCII)
"""What fills a slot in a structured field: nothing that ends or begins something there."""


class MissingValue(ValueError):
    """A slot for which a recipient has no value."""


@dataclass(frozen=True)
class Filled:
    """A message that is not signed: header fields in order (name, value), and the body."""

    fields: list[tuple[str, str]]
    body: bytes

    def to_bytes(self) -> bytes:
        return signing.lines(self.fields) + b"\r\n" + self.body


class Filler:
    """A template made ready for one process: what does not differ is joined once."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self._words = [words for words, _, _ in template.body]
        self._open = [(part, slot) for _, part, slot in template.body if slot]
        self._distinct = sorted(set(self._open))

    def fill(
        self,
        values: Mapping[str, str],
        recipient: str,
        message_id: str,
        date: datetime,
        name: str = "",
    ) -> Filled:
        """Raises MissingValue, and headers.BadHeader for a value or an address that cannot stand there."""
        template = self.template
        missing = template.slots - values.keys()
        if missing:
            raise MissingValue(f"There is no value for {', '.join(sorted(missing))}.")
        fields = [
            ("Date", _date(date.replace(microsecond=0))),
            ("To", headers.mailbox("To", name, recipient)),
            ("Message-ID", message_id),
            *template.fields,
            *((name, _structured(name, pieces, values)) for name, pieces in template.open_fields),
        ]
        if template.open_subject:
            subject = slots.SLOT.sub(lambda slot: values[slot[1]], template.open_subject)
            fields.append(("Subject", headers.words("Subject", subject)))
        return Filled(fields, self._body(values))

    def _body(self, values: Mapping[str, str]) -> bytes:
        quoted = {
            (part, slot): quoting.value(
                markup.escape(values[slot]) if part == templates.HTML else values[slot]
            )
            for part, slot in self._distinct
        }
        whole = [""] * (len(self._words) + len(self._open))
        whole[::2] = self._words
        whole[1::2] = [quoted[place] for place in self._open]
        return "".join(whole).encode("ascii")


def _structured(name: str, pieces: list[tuple[str, str]], values: Mapping[str, str]) -> str:
    found = []
    for words, slot in pieces:
        value = values[slot] if slot else ""
        if slot and not _TOKEN.fullmatch(value):
            raise headers.BadHeader(f"{value!r} cannot stand in {name}.")
        found += [words, value]
    return "".join(found)


@lru_cache(4)
def _date(moment: datetime) -> str:
    return format_datetime(moment)
