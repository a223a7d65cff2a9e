"""A refused form keeps the picture; a picture needs words."""

import re

import pytest
from django import forms
from django.utils.datastructures import MultiValueDict

from gemeengoed.core.actors.models import Actor, ActorKind
from gemeengoed.core.actors.services import create_actor
from gemeengoed.core.media.forms import PictureField, clean_picture_and_alt
from gemeengoed.core.media.models import MediaFile

from .making import picture

pytestmark = pytest.mark.django_db


class CoverForm(forms.Form):
    title = forms.CharField()
    picture = PictureField(required=False)
    picture_alt = forms.CharField(required=False)

    def __init__(self, owner: Actor, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].belongs_to(owner, None)

    def clean(self) -> None:
        super().clean()
        clean_picture_and_alt(self)


def files(**chosen: object) -> MultiValueDict:
    return MultiValueDict({name: [upload] for name, upload in chosen.items()})


def kept_token(html: str) -> str:
    found = re.search(r'name="picture-kept" value="([^"]+)"', html)
    assert found, html
    return found[1]


def test_without_words_it_is_refused_and_kept(owner: Actor) -> None:
    form = CoverForm(owner, {"title": "A"}, files(picture=picture(name="veld.png")))
    assert not form.is_valid()
    assert list(form.errors) == ["picture_alt"]
    html = str(form)
    assert "veld.png" in html
    again = CoverForm(
        owner, {"title": "A", "picture_alt": "A field", "picture-kept": kept_token(html)}, files()
    )
    assert again.is_valid(), again.errors
    assert again.cleaned_data["picture"] == MediaFile.objects.get(owner=owner)
    assert MediaFile.objects.get(owner=owner).kept_until is None


def test_an_error_elsewhere_keeps_it_too(owner: Actor) -> None:
    form = CoverForm(owner, {"picture_alt": "A field"}, files(picture=picture()))
    assert not form.is_valid()
    assert kept_token(str(form))
    assert MediaFile.objects.get(owner=owner).kept_until is not None


def test_no_picture_needs_no_words(owner: Actor) -> None:
    form = CoverForm(owner, {"title": "A"}, files())
    assert form.is_valid()
    assert form.cleaned_data["picture"] is None


def test_a_picture_that_is_there_already_needs_words(owner: Actor) -> None:
    first = CoverForm(owner, {"title": "A", "picture_alt": "x"}, files(picture=picture()))
    assert first.is_valid()
    there = {"picture": first.cleaned_data["picture"]}
    assert not CoverForm(owner, {"title": "A"}, files(), initial=there).is_valid()
    assert "is there now" in str(CoverForm(owner, initial=there))


def test_anothers_picture_cannot_be_claimed(owner: Actor) -> None:
    other = create_actor("akker", ActorKind.COMMONS, "Akker")
    form = CoverForm(other, {"title": "A"}, files(picture=picture()))
    token = kept_token(str(form))
    claim = CoverForm(owner, {"title": "A", "picture_alt": "x", "picture-kept": token}, files())
    assert "picture" in claim.errors
    forged = CoverForm(owner, {"title": "A", "picture-kept": "1:forged"}, files())
    assert "picture" in forged.errors


def test_what_is_no_picture_is_told_at_the_field(owner: Actor) -> None:
    upload = picture()
    upload.file.seek(0)
    upload.file.truncate(30)
    form = CoverForm(owner, {"title": "A"}, files(picture=upload))
    assert not form.is_valid()
    assert list(form.errors) == ["picture"]
