"""The persons of the demonstration: roles, not invented people. Their passwords are made once."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File

from gemeengoed.core.media.services import store_image
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import create_person
from gemeengoed.core.people.services.profile import change_profile, set_picture

LOG_INS = "demo-logins.json"
Table = dict[str, Any]


def make(described: list[Table], content: Path) -> tuple[dict[str, Person], dict[str, str]]:
    """The persons by role, and the passwords of those that were made now."""
    persons: dict[str, Person] = {}
    passwords: dict[str, str] = {}
    for one in described:
        found = Person.objects.select_related("actor").filter(username=one["handle"]).first()
        if found is None:
            password = passwords[one["handle"]] = secrets.token_urlsafe(12)
            found = _person(one, password, content)
        persons[one["role"]] = found
    if passwords:
        _note(passwords)
    return persons, passwords


def _person(described: Table, password: str, content: Path) -> Person:
    person = create_person(
        described["handle"],
        described["name"]["nl"],
        f"{described['handle']}@example.org",
        password,
        is_steward=described["role"] == "steward",
    )
    person = change_profile(person, name=person.name, summary=described["summary"]["nl"])
    if "picture" not in described:
        return person
    with (content / described["picture"]).open("rb") as file:
        picture = store_image(File(file), person.actor, person.actor)
    return set_picture(person, picture, described["picture_alt"]["nl"])


def _note(passwords: dict[str, str]) -> None:
    """Adds to the file that the start prints from; only its owner may read it."""
    path = Path(settings.DATA_DIR) / LOG_INS
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, 0o600)
        json.dump(known | passwords, file, indent=2)
