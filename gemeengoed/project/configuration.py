"""Every setting of an installation, with what it means: environment first, then gemeengoed.toml.

`gemeengoed check` prints this table with each value's origin. No Django here: the supervisor reads it.
"""

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """`name` in the environment; in gemeengoed.toml the same in lower case without GEMEENGOED_."""

    name: str
    default: str
    means: str
    secret: bool = False

    @property
    def key(self) -> str:
        return self.name.removeprefix("GEMEENGOED_").lower()


SETTINGS = (
    Setting(
        "GEMEENGOED_DATA", "data", "Folder that holds everything: database, files, queue, secret."
    ),
    Setting(
        "GEMEENGOED_DOMAIN", "localhost", "Domain name that people type; part of every address."
    ),
    Setting("GEMEENGOED_SCHEME", "http", "https on the internet; http only on this machine."),
    Setting(
        "DATABASE_URL",
        "",
        "postgres://user:password@host/name; empty: SQLite in the data folder.",
        True,
    ),
    Setting(
        "GEMEENGOED_QUEUE_URL",
        "",
        "Where wake-ups wait: redis:// or postgres://; empty: SQLite in the data folder.",
        True,
    ),
    Setting(
        "GEMEENGOED_CACHE_URL",
        "",
        "redis:// shared by many web processes (rate limits); empty: memory of the one web process.",
        True,
    ),
    Setting(
        "GEMEENGOED_EMAIL_URL",
        "",
        "Relay for outgoing mail, smtp://user:password@host:587 or smtps://; empty: mail is kept here.",
        True,
    ),
    Setting(
        "GEMEENGOED_EMAIL_FROM", "", "Sender of the server's own mail; empty: noreply@ the domain."
    ),
    Setting(
        "GEMEENGOED_MAIL_DOMAIN",
        "",
        "What stands after the @ in the addresses of commons and letters; empty: the domain.",
    ),
    Setting(
        "GEMEENGOED_MAIL_IN",
        "",
        "Where mail comes in: smtp://host:port or lmtp://host:port to listen, or a mailbox to fetch from, "
        "imaps://user:password@host/folder; empty: no mail is taken.",
        True,
    ),
    Setting(
        "GEMEENGOED_DNS",
        "",
        "Name servers to ask about mail, such as 9.9.9.9 or [::1]:5353, separated by spaces; empty: those "
        "of this machine.",
    ),
    Setting(
        "GEMEENGOED_OPENID_CONNECT",
        "",
        "Other servers to log in with: JSON list of {provider_id, name, client_id, secret, server_url}.",
        True,
    ),
    Setting(
        "GEMEENGOED_SECRET_KEY",
        "",
        "Signs cookies and links; empty: made once in the data folder.",
        True,
    ),
    Setting(
        "GEMEENGOED_TRUSTED_PROXIES",
        "127.0.0.0/8 ::1/128",
        "Networks whose X-Forwarded-For and X-Forwarded-Proto are believed, separated by spaces.",
    ),
    Setting(
        "GEMEENGOED_ALLOWED_NETWORKS",
        "",
        "Private networks that this server may fetch from all the same, separated by spaces.",
    ),
    Setting(
        "GEMEENGOED_MEDIA_QUOTA_MB", "2000", "Room for the files of one commons, in megabytes."
    ),
    Setting("GEMEENGOED_MEDIA_MAX_MB", "20", "Largest file that may be uploaded, in megabytes."),
    Setting(
        "GEMEENGOED_MEDIA_MAX_MEGAPIXELS", "24", "Largest picture that is decoded, in megapixels."
    ),
    Setting(
        "GEMEENGOED_DISK_RESERVE_MB",
        "200",
        "Uploads stop when less than this is free, in megabytes.",
    ),
    Setting(
        "GEMEENGOED_WEB_THREADS", "8", "Requests that one web process answers at the same time."
    ),
    Setting("GEMEENGOED_WORK_THREADS", "2", "Jobs that one work process runs at the same time."),
    Setting(
        "GEMEENGOED_WRITES_PER_MINUTE",
        "120",
        "Changes that one person may make in a minute, by pages and API; 0: any number.",
    ),
    Setting(
        "GEMEENGOED_REMOTE_MEDIA_MB",
        "500",
        "Room for copies of pictures on other servers, in megabytes; 0: they are not shown.",
    ),
    Setting(
        "GEMEENGOED_INBOX_PER_HOST", "30000", "Activities taken from one other server in a minute."
    ),
    Setting(
        "GEMEENGOED_INBOX_PER_ACTOR",
        "3000",
        "Activities taken from one actor elsewhere in a minute.",
    ),
    Setting(
        "GEMEENGOED_AUTHORIZED_FETCH",
        "",
        "1: other servers read only with a signature, so that who is blocked cannot read.",
    ),
    Setting("GEMEENGOED_DEBUG", "", "1 shows errors in the browser; never on the internet."),
)

INTERNAL = {"GEMEENGOED_LIFELINE", "GEMEENGOED_TEST_DATABASE"}


def data_folder() -> Path:
    return Path(os.environ.get("GEMEENGOED_DATA", "data")).resolve()


def from_file(folder: Path) -> dict[str, str]:
    """What gemeengoed.toml in the data folder says, as strings. Raises ValueError with the line."""
    path = folder / "gemeengoed.toml"
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(
            f"{path} cannot be read: {error}.\nEach line is a name, = and a value; words stand in "
            'quotes, such as domain = "commons.example.org".'
        ) from error
    return {key: _text(value) for key, value in table.items()}


def _text(value: object) -> str:
    """A value of the file as it would stand in the environment."""
    if isinstance(value, bool):
        return "1" if value else ""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def read(folder: Path | None = None) -> dict[str, str]:
    """The value of every setting by its name: environment, else the file, else the default.

    The file is the one in `folder`, by default the data folder.
    """
    written = from_file(folder or data_folder())
    values = {setting.name: _value(setting, written)[0] for setting in SETTINGS}
    values["GEMEENGOED_DATA"] = str(data_folder())
    return values


def origins() -> dict[str, str]:
    """Where the value of each setting comes from: 'environment', 'gemeengoed.toml' or 'default'."""
    written = from_file(data_folder())
    return {setting.name: _value(setting, written)[1] for setting in SETTINGS}


def unknown() -> list[str]:
    """Keys in gemeengoed.toml, and GEMEENGOED_ variables, that are no setting: most likely a typo."""
    known = {setting.name for setting in SETTINGS} | INTERNAL
    keys = {setting.key for setting in SETTINGS}
    variables = [name for name in os.environ if name.startswith("GEMEENGOED_")]
    return [name for name in variables if name not in known] + [
        key for key in from_file(data_folder()) if key not in keys
    ]


def _value(setting: Setting, written: dict[str, str]) -> tuple[str, str]:
    if setting.name in os.environ:
        return os.environ[setting.name], "environment"
    if setting.key in written:
        return written[setting.key], "gemeengoed.toml"
    return setting.default, "default"
