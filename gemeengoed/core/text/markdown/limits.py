"""Bounds on size and time, so that no text can hold a thread."""

import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

MAX_BYTES = 1_000_000
# Processor seconds of this thread, so that a busy machine does not refuse a good text.
# The longest honest text allowed takes about 1.
MAX_SECONDS = 4.0
DEADLINE = "deadline"


def check_size(text: str) -> None:
    """Raises ValidationError when `text` is over MAX_BYTES in UTF-8."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ValidationError(
            _("This text is larger than 1 MB. Divide it into several texts."), code="too-large"
        )


def new_deadline() -> float:
    return time.thread_time() + MAX_SECONDS


def add_deadline(md: MarkdownIt) -> None:
    """Makes the parser look at the clock wherever it tries a rule; env[DEADLINE] says until when."""
    md.inline.ruler.before("text", "deadline", _inline)
    md.block.ruler.before("code", "deadline", _block)


def check_time(env: dict[str, float]) -> None:
    if time.thread_time() > env[DEADLINE]:
        raise ValidationError(
            _("This text is too intricate to show. Use fewer brackets, asterisks or levels."),
            code="too-intricate",
        )


def _inline(state: StateInline, silent: bool) -> bool:
    check_time(state.env)  # type: ignore[arg-type]
    return False


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    check_time(state.env)  # type: ignore[arg-type]
    return False
