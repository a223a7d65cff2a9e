"""One conversation with whoever brings mail (RFC 5321, RFC 2033), by aiosmtpd with tighter bounds.

aiosmtpd reads a message into a list of its lines and, where one never ends, without bound; so DATA is our
own: one buffer, counted among those of all sessions.
"""

import asyncio
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP

from .door import MOST_IN_MEMORY, Door, name_of
from .receiving import MOST_BYTES

IDLE = 300.0
"""Seconds between two commands (RFC 5321, section 4.5.3.2.7)."""
IDLE_IN_A_CROWD = 30.0
LONGEST_DATA = 600.0
LONGEST_LINE = 64 * 1024
"""Longer than the standard's 1000, since many programs write longer ones."""
COMMANDS = {"MAIL": 100, "DATA": 100, "RCPT": 1000, "RSET": 100, "NOOP": 100, "*": 20}
TOO_MUCH = f"552 5.3.4 The message is larger than {MOST_BYTES // 1024 // 1024} MB"
TOO_LONG = f"500 5.5.2 A line is longer than {LONGEST_LINE // 1024} kB"
NO_ROOM = "452 4.3.1 Too much comes in at this moment; try again later"


class Session(SMTP):
    """A session; `door` is that of the listener."""

    line_length_limit = LONGEST_LINE

    def __init__(self, handler: object, door: Door, **more: Any) -> None:
        idle = IDLE_IN_A_CROWD if door.is_crowded else IDLE
        super().__init__(
            handler,
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            ident="Gemeengoed",
            timeout=idle,
            command_call_limit=COMMANDS,
            auth_exclude_mechanism=("LOGIN", "PLAIN"),
            **more,
        )
        self.door = door
        self.peer = ""
        """Set once it may come in."""
        self.content = bytearray()
        """The message that is coming in."""
        self.unknown = 0
        """Addresses asked for that nobody has."""

    async def _handle_client(self) -> None:
        peer = name_of(self.session.peer if self.session else None)
        if self.door.enter(peer):
            self.peer = peer
            await super()._handle_client()
        else:
            await self.push("421 4.7.0 Too many connections; try again later")
            if self.transport is not None:
                self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if self.peer:
            self.door.leave(self.peer)
            self.peer = ""
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's name
        if await self.check_helo_needed():
            return
        if self.envelope is None or not self.envelope.rcpt_tos or arg:
            await self.push("501 Syntax: DATA" if arg else "503 5.5.1 Error: need RCPT command")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self._reset_timeout(LONGEST_DATA)
        try:
            answer = await self._read() or await self._call_handler_hook("DATA")
        finally:
            self.door.in_memory -= len(self.content)
            self.content = bytearray()
            self._set_post_data_state()
        self._reset_timeout()
        await self.push(answer)

    async def _read(self) -> str:
        """Reads up to the line with one dot; returns why the message is refused, or an empty string.

        What is refused is read on and thrown away: an answer may come only at the end (RFC 5321, 4.2.5).
        """
        refusal, goes_on = "", False
        while True:
            try:
                line = await self._reader.readuntil(b"\r\n")
            except asyncio.LimitOverrunError as error:
                await self._reader.read(error.consumed)
                refusal, goes_on = refusal or TOO_LONG, True
                continue
            if line == b".\r\n" and not goes_on:
                return refusal
            goes_on = False
            refusal = refusal or self._take(line)

    def _take(self, line: bytes) -> str:
        """Adds a line, without the dot that was put before its own (RFC 5321, section 4.5.2)."""
        line = line[1:] if line.startswith(b".") else line
        if len(self.content) + len(line) > MOST_BYTES:
            return TOO_MUCH
        if self.door.in_memory + len(line) > MOST_IN_MEMORY:
            return NO_ROOM
        self.content += line
        self.door.in_memory += len(line)
        return ""


class LmtpSession(Session, LMTP):
    """The same by LMTP: another greeting, and an answer for each recipient."""
