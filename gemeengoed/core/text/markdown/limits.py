"""Bounds on size and time, so that no text can hold a thread or fill a disk."""

import time
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

MAX_BYTES = 1_000_000
# Processor seconds of this thread, so that a busy machine does not refuse a good text. They cover
# parsing, changing, writing HTML and cleaning it. The longest honest text allowed takes about 1.
MAX_SECONDS = 4.0
DEADLINE = "deadline"
# Characters of HTML: ordinary text gives 1.1 to 2 for each of its own, a table of numbers up to 7.
MOST_OUTPUT = 1_000_000
MOST_OUTPUT_FOR_EACH = 4
ROOM = "room"


def check_size(text: str) -> None:
    """Raises ValidationError when `text` is over MAX_BYTES in UTF-8."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ValidationError(
            _("This text is larger than 1 MB. Divide it into several texts."), code="too-large"
        )


def new_deadline() -> float:
    return time.thread_time() + MAX_SECONDS


def new_env(text: str, until: float | None) -> dict[str, Any]:
    """What one rendering shares: until when it may take, and how much HTML it may still write."""
    room = MOST_OUTPUT + MOST_OUTPUT_FOR_EACH * len(text)
    return {DEADLINE: new_deadline() if until is None else until, ROOM: room}


def add_deadline(md: MarkdownIt) -> None:
    """Makes the parser look at the clock wherever it tries a rule; env[DEADLINE] says until when."""
    md.inline.ruler.before("text", "deadline", _inline)
    md.inline.ruler2.before("balance_pairs", "deadline", _after_inline)
    md.block.ruler.before("code", "deadline", _block)
    md.core.ruler.push("deadline", _core)


def check_time(env: Any) -> None:
    if time.thread_time() > env[DEADLINE]:
        raise too_intricate()


def too_intricate() -> ValidationError:
    return ValidationError(
        _("This text is too intricate to show. Use fewer brackets, asterisks or levels."),
        code="too-intricate",
    )


def _inline(state: StateInline, silent: bool) -> bool:
    check_time(state.env)
    return False


def _after_inline(state: StateInline) -> None:
    check_time(state.env)


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    check_time(state.env)
    return False


def _core(state: StateCore) -> None:
    check_time(state.env)


class BoundedRenderer(RendererHTML):
    """Looks at the clock and at the room that is left after each token, block or inline."""

    def render(self, tokens: Sequence[Token], options: OptionsDict, env: Any) -> str:
        return "".join(
            self.renderInline(token.children or [], options, env)
            if token.type == "inline"
            else self._one(tokens, index, options, env)
            for index, token in enumerate(tokens)
        )

    def renderInline(  # noqa: N802 - markdown-it's own name
        self, tokens: Sequence[Token], options: OptionsDict, env: Any
    ) -> str:
        return "".join(self._one(tokens, index, options, env) for index in range(len(tokens)))

    def _one(self, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any) -> str:
        check_time(env)
        rule = self.rules.get(tokens[index].type)
        if rule is None:
            written = self.renderToken(tokens, index, options, env)
        else:
            written = rule(tokens, index, options, env)
        env[ROOM] -= len(written)
        if env[ROOM] < 0:
            raise too_intricate()
        return written
