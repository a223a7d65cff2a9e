"""DATABASE_URL to Django's DATABASES; SQLite in the data folder when it is empty."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL lets readers go on while one writes; NORMAL is durable over a crash of the process (not of the
# machine's power for the very last commits); 64 MiB of pages mapped; foreign keys are Django's default.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=67108864;"
    " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY"
)


def database(url: str, data: Path) -> dict[str, Any]:
    """One entry for DATABASES. Raises ValueError for a scheme that is not supported."""
    if not url:
        return sqlite(data / "gemeengoed.sqlite3")
    parts = urlsplit(url)
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(url)
    raise ValueError(
        f"DATABASE_URL begins with {parts.scheme}://; use postgres:// or leave it empty"
    )


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "gemeengoed.core.database.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": SQLITE_PRAGMAS,
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
