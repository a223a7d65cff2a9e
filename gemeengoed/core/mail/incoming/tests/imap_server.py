"""A small real IMAP server (RFC 9051) on a socket of this machine, with one mailbox.

`breaks_at` is a command, such as 'STORE', at which the connection is broken, once, as a crash would.
"""

import re
import socketserver
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "werf@commons.example", 'gehéim "1"'


@dataclass
class Held:
    """A message: its flags, and the folder that it was moved to."""

    raw: bytes
    seen: bool = False
    folder: str = "INBOX"
    fetched: list[str] = field(default_factory=list)


@dataclass
class Mailbox:
    port: int = 0
    messages: list[Held] = field(default_factory=list)
    breaks_at: str = ""
    offers: str = "MOVE"
    """What it says that it can once somebody logged in."""
    commands: list[str] = field(default_factory=list)

    def unseen(self) -> list[int]:
        held = enumerate(self.messages, 1)
        return [uid for uid, one in held if not one.seen and one.folder == "INBOX"]


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.logged_in = False
        self.box: Mailbox = self.server.box  # type: ignore[attr-defined]
        self.say("* OK ready")
        while line := self.rfile.readline().decode("utf-8").strip():
            tag, _, command = line.partition(" ")
            verb = command.removeprefix("UID ").split(" ")[0].upper()
            self.box.commands.append(command)
            if verb == self.box.breaks_at:
                self.box.breaks_at = ""
                return
            answer = getattr(self, f"do_{verb.lower()}", self.refuse)(command)
            self.say(f"{tag} {answer}")
            if verb == "LOGOUT":
                return

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def refuse(self, command: str) -> str:
        return "BAD unknown command"

    def do_capability(self, command: str) -> str:
        after = f" {self.box.offers}" if self.logged_in else ""
        self.say(f"* CAPABILITY IMAP4rev1 AUTH=PLAIN{after}")
        return "OK done"

    def do_authenticate(self, command: str) -> str:
        self.say("+ ")
        said = b64decode(self.rfile.readline()).decode()
        self.logged_in = True
        return (
            "OK done"
            if said == f"\0{USER}\0{PASSWORD}"
            else "NO [AUTHENTICATIONFAILED] wrong password"
        )

    def do_select(self, command: str) -> str:
        if "INBOX" not in command:
            return "NO no such folder"
        self.say(f"* {len(self.box.messages)} EXISTS")
        return "OK [READ-WRITE]"

    def do_search(self, command: str) -> str:
        self.say(" ".join(["* SEARCH", *map(str, self.box.unseen())]))
        return "OK done"

    def do_fetch(self, command: str) -> str:
        uid = int(command.split(" ")[2])
        held = self.box.messages[uid - 1]
        if "RFC822.SIZE" in command:
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(held.raw)})")
            return "OK done"
        what = re.search(r"\((BODY\.PEEK\[.*)\)$", command)
        assert what, command
        held.fetched.append(what[1])
        raw = held.raw.partition(b"\r\n\r\n")[0] if "HEADER" in what[1] else held.raw
        self.say(f"* {uid} FETCH (UID {uid} BODY[] {{{len(raw)}}}")
        self.wfile.write(raw)
        self.say(")")
        return "OK done"

    def do_store(self, command: str) -> str:
        self.box.messages[int(command.split(" ")[2]) - 1].seen = True
        return "OK done"

    def do_move(self, command: str) -> str:
        uid, folder = command.split(" ")[2:4]
        self.box.messages[int(uid) - 1].folder = folder.strip('"')
        return "OK done"

    def do_logout(self, command: str) -> str:
        return "OK bye"


@contextmanager
def imap_server() -> Iterator[Mailbox]:
    box = Mailbox()
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.box = box  # type: ignore[attr-defined]
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
