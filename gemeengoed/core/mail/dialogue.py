"""One connection to the relay that carries one message at a time, without waiting (RFC 5321, RFC 2920).

Whoever uses it waits for the sockets of all connections together, and calls `receive` or `flush` for one
that is ready.
"""

import smtplib
import socket
import ssl
import time
from contextlib import suppress
from enum import Enum
from typing import NamedTuple

_CHUNK = 65536
_BUFFER = 1 << 19
_LONGEST_REPLY = 1 << 16
_SHUTTING_DOWN = 421
_RSET, _DATA = b"RSET\r\n", b"DATA\r\n"
_DATA_FACTOR = 5
"""How many times longer the answer to the message itself may take (RFC 5321, section 4.5.3.2.6)."""


class Stage(Enum):
    """What an answer is an answer to; LOST: there was none, the connection broke or stayed silent."""

    SENDER = "MAIL"
    RECIPIENT = "RCPT"
    MESSAGE = "DATA"
    LOST = "lost"


class Answer(NamedTuple):
    """`code` is 0 when the connection was lost; `in_doubt` when that was after DATA had begun: the message
    may have been accepted."""

    code: int
    words: str
    stage: Stage
    in_doubt: bool = False

    @property
    def is_accepted(self) -> bool:
        return self.stage == Stage.MESSAGE and 200 <= self.code < 300


class Dialogue:
    """Over a session that has greeted and logged in. `sock` can be given to a selector."""

    def __init__(self, session: smtplib.SMTP, seconds: float) -> None:
        if session.sock is None:
            raise smtplib.SMTPServerDisconnected("the session is not connected")
        self.sock: socket.socket = session.sock
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        self.sock.setblocking(False)
        self._seconds = seconds
        self._pipelining = session.has_extn("pipelining")
        self._out: memoryview = memoryview(b"")
        self._in = self._begun = b""
        self._left: list[bytes] = []
        self._asked: list[bytes] = []
        self._message = b""
        self._refusal: Answer | None = None
        self._needs_reset = False
        self.is_busy = False
        self.is_open = True
        self.deadline = 0.0

    @property
    def wants_to_write(self) -> bool:
        return bool(self._out)

    def begin(self, sender: str, recipient: str, message: bytes) -> Answer | None:
        """Begins with one message, `stuffed`; an answer only when the connection turns out to be broken."""
        self.is_busy, self._refusal, self._message = True, None, message
        mail = f"MAIL FROM:<{sender}>\r\n".encode("ascii", "replace")
        to = f"RCPT TO:<{recipient}>\r\n".encode("ascii", "replace")
        self._left = [_RSET, mail, to, _DATA] if self._needs_reset else [mail, to, _DATA]
        self._needs_reset = False
        self.deadline = time.monotonic() + self._seconds
        return self._ask()

    def receive(self) -> Answer | None:
        """Takes what came in; the answer to the message once it is there."""
        try:
            found = self.sock.recv(_CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return None
        except OSError as error:
            return self.lose(str(error))
        if not found or len(self._in) > _LONGEST_REPLY:
            return self.lose("the mail server closed the connection")
        self._in += found
        lines = self._in.split(b"\n")
        self._in = lines.pop()
        for line in lines:
            if line[3:4] == b"-":
                self._begun += line[4:] + b" "
                continue
            words, self._begun = self._begun + line[4:], b""
            answer = self._take(int(line[:3]) if line[:3].isdigit() else 0, words)
            if answer is not None:
                return answer
        return None

    def flush(self) -> Answer | None:
        """Sends what the socket takes now."""
        try:
            while self._out:
                self._out = self._out[self.sock.send(self._out) :]
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return None
        except OSError as error:
            return self.lose(str(error))
        return None

    def lose(self, why: str) -> Answer | None:
        """Gives the connection up; the answer for the message that it carried."""
        was_busy, self.is_busy, self.is_open = self.is_busy, False, False
        with suppress(OSError):
            self.sock.close()
        return Answer(0, why, Stage.LOST, self._is_given()) if was_busy else None

    def quit(self) -> None:
        """Takes leave; waits a second at most."""
        self.is_open = False
        with suppress(OSError):
            self.sock.settimeout(1)
            self.sock.sendall(b"QUIT\r\n")
            self.sock.recv(_CHUNK)
        with suppress(OSError):
            self.sock.close()

    def _is_given(self) -> bool:
        """Whether (part of) the message itself went over the line."""
        return not self._asked and not self._left and self._refusal is None

    def _ask(self) -> Answer | None:
        """All that may go in one piece: with pipelining everything up to DATA."""
        number = len(self._left) if self._pipelining else 1
        asked, self._left = self._left[:number], self._left[number:]
        self._asked += asked
        return self._send(b"".join(asked))

    def _send(self, given: bytes) -> Answer | None:
        self._out = memoryview(bytes(self._out) + given) if self._out else memoryview(given)
        return self.flush()

    def _take(self, code: int, words: bytes) -> Answer | None:
        """One whole reply (section 4.2.1)."""
        if code == _SHUTTING_DOWN or code < 200:
            return self.lose(f"{code} {_text(words)}")
        if not self.is_busy:
            return None
        if not self._asked:
            return self._ended(Answer(code, _text(words), Stage.MESSAGE))
        asked = self._asked.pop(0)
        return self._data(code, words) if asked is _DATA else self._envelope(asked, code, words)

    def _envelope(self, asked: bytes, code: int, words: bytes) -> Answer | None:
        """A reply to RSET, MAIL or RCPT."""
        if code >= 300 and self._refusal is None and asked is not _RSET:
            stage = Stage.SENDER if asked.startswith(b"MAIL") else Stage.RECIPIENT
            self._refusal = Answer(code, _text(words), stage)
        if self._asked:
            return None
        if self._refusal is not None:
            self._left = []
            self._needs_reset = True
            return self._ended(self._refusal)
        return self._ask()

    def _data(self, code: int, words: bytes) -> Answer | None:
        if code != 354:
            self._needs_reset = True
            return self._ended(self._refusal or Answer(code, _text(words), Stage.MESSAGE))
        self.deadline = time.monotonic() + self._seconds * _DATA_FACTOR
        if self._refusal is not None:  # RFC 2920, section 3.1: nothing but the end of a message
            return self._send(b".\r\n")
        return self._send(self._message)

    def _ended(self, answer: Answer) -> Answer:
        self.is_busy, self._message = False, b""
        return self._refusal or answer


def _text(words: bytes) -> str:
    return " ".join(words.decode("utf-8", "replace").split())


def stuffed(message: bytes) -> bytes:
    """A message as `begin` takes it (RFC 5321, section 4.5.2)."""
    if b"\n." in message:
        message = message.replace(b"\r\n.", b"\r\n..")
    end = b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n"
    return message + end
