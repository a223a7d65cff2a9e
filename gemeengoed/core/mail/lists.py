"""The header fields of a mailing list (RFC 2369, RFC 2919, RFC 8058)."""

from dataclasses import dataclass
from email.header import Header
from email.utils import quote


@dataclass(frozen=True, kw_only=True)
class MailList:
    """`identifier` is the list's own, such as `brief.werkplaats.example.org`. `unsubscribe` is an address
    (https) that takes a POST from whoever holds it, without cookies (RFC 8058, section 3.1), and
    `unsubscribe_mail` a mail address that takes the same; both may hold slots. `post` is the mail address to
    which readers write, empty when they cannot."""

    identifier: str
    name: str
    unsubscribe: str
    unsubscribe_mail: str = ""
    help: str = ""
    subscribe: str = ""
    archive: str = ""
    owner: str = ""
    post: str = ""


def fields(of: MailList) -> dict[str, str]:
    """For `compose.Mail.headers`. One-click unsubscribing is offered over https only (RFC 8058, section 3.1),
    and on this machine."""
    ways = [f"<{of.unsubscribe}>"]
    ways += [f"<mailto:{of.unsubscribe_mail}>"] if of.unsubscribe_mail else []
    found = {
        "List-Id": f"{_phrase(of.name)} <{of.identifier}>".strip(),
        "List-Unsubscribe": ", ".join(ways),
        "List-Post": f"<mailto:{of.post}>" if of.post else "NO",
    }
    if of.unsubscribe.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    others = {
        "List-Help": of.help,
        "List-Subscribe": of.subscribe,
        "List-Archive": of.archive,
        "List-Owner": of.owner,
    }
    return found | {name: f"<{address}>" for name, address in others.items() if address}


def _phrase(name: str) -> str:
    """`name` as it may stand before `<…>`: in quotes (RFC 5322, section 3.2.4), or in encoded words (RFC
    2047, section 5) where it holds what ASCII has not, or what would be taken for an encoded word."""
    if name.isascii() and name.isprintable() and "=?" not in name:
        return f'"{quote(name)}"' if name else ""
    return " ".join(Header(name, "utf-8", 66).encode(linesep="\n").split())
