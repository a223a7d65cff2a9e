"""Header fields in ASCII (RFC 5322, RFC 2047). A line end in one is refused: it would begin another."""

import re
from email.header import Header
from email.utils import formataddr, parseaddr

_WIDTH = 76
_NAME = re.compile(r"[!-9;-~]+", re.ASCII)
_BREAKS = re.compile(r"[\r\n\0\v\f\x1c-\x1e\x85\u2028\u2029]")
_PLAIN = re.compile(r"[a-zA-Z0-9._+-]{1,36}@[a-zA-Z0-9.-]{1,36}", re.ASCII)
"""An address in which there is nothing to check or to fold."""
_LOCAL = re.compile(r"""[^\s<>,;:\\"()\[\]@\x00-\x20\x7f]+|"[^"\\\x00-\x1f\x7f]+\"""", re.ASCII)
_DOMAIN = re.compile(r"[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:.IPv]+\]", re.ASCII)
_PHRASE = re.compile(r"(.*?)\s*(<[!-~]*>)\s*", re.ASCII | re.DOTALL)


class BadHeader(ValueError):
    """What cannot stand in a header, and why."""


def words(name: str, value: str) -> str:
    """An unstructured field, such as Subject."""
    value = _checked(name, value)
    return Header(value, _charset(value), _WIDTH, name).encode(linesep="\r\n")


def mailbox(name: str, display: str, address: str) -> str:
    """A field with one address, such as From. Raises BadHeader when the address cannot be used."""
    if not display and _PLAIN.fullmatch(address):
        return address
    checked = ascii_address(address)
    _checked(name, display)
    return _folded(name, formataddr((" ".join(display.split()), checked)))


def tokens(name: str, value: str) -> str:
    """A structured field, such as List-Id: ASCII, but for the words before `<…>`."""
    value = _checked(name, value)
    if not value.isascii():
        found = _PHRASE.fullmatch(value)
        if not found:
            raise BadHeader(f"{name} may hold ASCII only, and is {value!r}.")
        phrase = Header(found[1].strip(' "'), "utf-8", 1000).encode()
        value = f"{phrase} {found[2]}"
    return _folded(name, value)


def ascii_address(address: str) -> str:
    """The address with its domain in ASCII (RFC 5890). Raises BadHeader when nobody can be reached there."""
    _checked("address", address)
    local, at, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError as error:
        raise BadHeader(f"{address!r} is no mail address.") from error
    found = f"{local}{at}{domain}"
    if not local.isascii() and at:
        raise BadHeader(f"{address!r} has letters before the @ that mail servers do not all take.")
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise BadHeader(f"{address!r} is no mail address.")
    if len(local) > 64 or len(found) > 254:  # RFC 5321, section 4.5.3.1
        raise BadHeader(f"{address!r} is longer than a mail address can be.")
    return found


def split(sender: str) -> tuple[str, str]:
    """The name and the address of `Name <address>`."""
    return parseaddr(sender)


def name_of(name: str) -> str:
    """Raises BadHeader when `name` is no name of a field (RFC 5322, section 2.2)."""
    if not _NAME.fullmatch(name):
        raise BadHeader(f"{name!r} is no name of a header.")
    return name


def _checked(name: str, value: str) -> str:
    if _BREAKS.search(value):
        raise BadHeader(f"{name} may not hold a line end or a NUL, and is {value!r}.")
    return value.strip()


def _charset(value: str) -> str:
    """What looks encoded already is encoded again, so that it is read as it was written."""
    is_plain = value.isascii() and value.isprintable() and "=?" not in value
    folds = all(len(word) < _WIDTH - 20 for word in value.split(" "))
    return "us-ascii" if is_plain and folds else "utf-8"


def _folded(name: str, value: str) -> str:
    """Folded at spaces only: what has none, such as an address of a page, stays whole."""
    lines, line = [], f"{name}:"
    for word in value.split(" "):
        if len(line) + 1 + len(word) > _WIDTH + 2 and line.strip() and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {word}"
    return "\r\n".join([*lines, line])[len(name) + 2 :]
