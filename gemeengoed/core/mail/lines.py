"""The open connections of one run: which are idle, what the others carry, which answers came."""

import selectors
import smtplib
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor

from . import addresses, relay
from .dialogue import Answer, Dialogue
from .ledger import Letter, Waiting
from .relay import Relay

_NO_ANSWER = "the mail server did not answer in time"
Errors = (OSError, smtplib.SMTPException)


class Lines:
    """`carried` is what each busy connection carries."""

    def __init__(self, to: Relay) -> None:
        self._relay = to
        self._selector = selectors.DefaultSelector()
        self._dialogues: list[Dialogue] = []
        self._most = to.pace.connections
        self._opener = ThreadPoolExecutor(1, "mail-connection")
        self._opening: Future[Dialogue] | None = None
        self._writing: set[Dialogue] = set()
        self.carried: dict[Dialogue, Waiting] = {}

    def __len__(self) -> int:
        return len(self._dialogues)

    def idle(self) -> list[Dialogue]:
        return [one for one in self._dialogues if not one.is_busy]

    def open(self) -> None:
        """One more connection, waited for. Raises `Errors`."""
        self._add(self._opened())

    def open_another(self) -> None:
        """One more in the background, while there may be more. One that fails is not missed."""
        if self._opening is None and len(self._dialogues) < self._most:
            self._opening = self._opener.submit(self._opened)

    def begin(
        self, dialogue: Dialogue, row: Waiting, letter: Letter
    ) -> list[tuple[Waiting, Answer]]:
        """Puts a message on an idle connection; it is answered at once when that turns out to be broken."""
        self.carried[dialogue] = row
        answer = dialogue.begin(letter.sender, letter.recipient, letter.wire)
        return self._after(dialogue, answer)

    def poll(self, seconds: float) -> list[tuple[Waiting, Answer]]:
        """Waits at most `seconds` and returns what has been answered."""
        self._take_opened()
        answered = []
        for key, events in self._selector.select(seconds):
            dialogue: Dialogue = key.data
            answer = dialogue.flush() if events & selectors.EVENT_WRITE else None
            if answer is None and events & selectors.EVENT_READ and dialogue.is_open:
                answer = dialogue.receive()
            answered += self._after(dialogue, answer)
        return answered

    def overdue(self) -> list[tuple[Waiting, Answer]]:
        """Gives up connections that stay silent."""
        now, answered = time.monotonic(), []
        for dialogue in [one for one in self.carried if one.deadline < now]:
            answered += self._after(dialogue, dialogue.lose(_NO_ANSWER))
        return answered

    def close(self) -> None:
        self._opener.shutdown(wait=True)
        if self._opening is not None and self._opening.exception() is None:
            self._opening.result().quit()
        for dialogue in self._dialogues:
            dialogue.quit()
        self._selector.close()

    def _opened(self) -> Dialogue:
        domain = addresses.domain()
        session = relay.connect(self._relay, domain if "." in domain else None)
        return Dialogue(session, self._relay.pace.timeout)

    def _add(self, dialogue: Dialogue) -> None:
        self._dialogues.append(dialogue)
        self._selector.register(dialogue.sock, selectors.EVENT_READ, dialogue)

    def _take_opened(self) -> None:
        if self._opening is None or not self._opening.done():
            return
        try:
            self._add(self._opening.result())
        except Errors:
            self._most = len(self._dialogues)
        self._opening = None

    def _after(self, dialogue: Dialogue, answer: Answer | None) -> list[tuple[Waiting, Answer]]:
        self._watch(dialogue)
        if answer is None:
            return []
        return [(self.carried.pop(dialogue), answer)]

    def _watch(self, dialogue: Dialogue) -> None:
        """Asks the selector for what matters now, and forgets what is closed."""
        if not dialogue.is_open:
            if dialogue in self._dialogues:
                self._dialogues.remove(dialogue)
                self._writing.discard(dialogue)
                self._forget(dialogue.sock)
            return
        if dialogue.wants_to_write != (dialogue in self._writing):
            self._writing ^= {dialogue}
            write = selectors.EVENT_WRITE if dialogue.wants_to_write else 0
            self._selector.modify(dialogue.sock, selectors.EVENT_READ | write, dialogue)

    def _forget(self, sock: socket.socket) -> None:
        """A closed socket has no number any more; the selector finds it by the object."""
        self._selector.unregister(sock)
