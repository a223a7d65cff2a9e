"""`/setup/<token>/`: the first steward names the server, makes an account and begins the first commons.

The link was printed when the server started (`instance.services.setup_link`) and works once.
"""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services import create_commons
from gemeengoed.core.instance import services as instances
from gemeengoed.core.instance.forms import SetupForm
from gemeengoed.core.people.models import Person
from gemeengoed.core.people.services import create_person

BACKEND = "gemeengoed.core.people.backend.AuthenticationBackend"
# Where an error of a service belongs in the form, by the service and the field it names.
_PERSON = {"handle": "handle", "name": "name", "email": "email"}
_COMMONS = {"handle": "commons_handle", "names": "commons_name", "purpose": "purpose"}
_SERVER = {"name": "server_name", "language": "language", "sign_up": "sign_up"}


class Refused(Exception):
    """A service did not take what was filled in; `places` says which field it spoke of."""

    def __init__(self, error: ValidationError, places: dict[str, str]) -> None:
        super().__init__(str(error))
        self.error, self.places = error, places


@never_cache
@sensitive_post_parameters("password")
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """One page; on success the steward is logged in and at the new commons."""
    if not instances.opens_setup(token):
        return render(request, "instance/setup_ended.html", status=404)
    form = SetupForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        try:
            person, commons = _set_up(token, form.cleaned_data)
        except Refused as refused:
            _tell(form, refused)
        else:
            login(request, person, backend=BACKEND)
            return redirect(commons)
    return render(request, "instance/setup.html", {"form": form})


@transaction.atomic
def _set_up(token: str, given: dict[str, Any]) -> tuple[Person, Commons]:
    """All or nothing; the row of the server is locked, so that the link works once."""
    instances.locked()
    if not instances.opens_setup(token):
        raise Refused(instances.link_used(), {})
    person = _person(given)
    commons = _commons(given, person)
    _server(given, person)
    instances.mark_set_up()
    return person, commons


def _person(given: dict[str, Any]) -> Person:
    try:
        return create_person(
            given["handle"],
            given["name"],
            given["email"],
            given["password"],
            is_steward=True,
            language=given["language"],
        )
    except ValidationError as error:
        raise Refused(error, _PERSON) from error


def _commons(given: dict[str, Any], person: Person) -> Commons:
    language = given["language"]
    try:
        return create_commons(
            given["commons_handle"],
            {language: given["commons_name"]},
            person,
            purpose={language: given["purpose"]},
            language=language,
        )
    except ValidationError as error:
        raise Refused(error, _COMMONS) from error


def _server(given: dict[str, Any], person: Person) -> None:
    try:
        instances.change(
            person.actor,
            name=given["server_name"],
            language=given["language"],
            sign_up=given["sign_up"],
            front_commons=given["commons_handle"],
        )
    except ValidationError as error:
        raise Refused(error, _SERVER) from error


def _tell(form: forms.Form, refused: Refused) -> None:
    error = refused.error
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, errors in by_field.items():
        form.add_error(refused.places.get(name), errors)
