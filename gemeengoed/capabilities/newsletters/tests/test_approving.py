"""Approval is of one edition of a letter: another edition needs another approval."""

import json
import re

import pytest

from gemeengoed.capabilities.newsletters.models import Letter, LetterState, LetterText
from gemeengoed.capabilities.newsletters.services import approving, arranging, sending, writing

from .conftest import Scene
from .test_api import call
from .test_sending import letter

pytestmark = pytest.mark.django_db(transaction=True)
NL = {"accept-language": "nl"}


@pytest.fixture
def text(scene: Scene) -> LetterText:
    """In two languages, about one topic, where a second editor approves."""
    arranging.change_settings(scene.werf, scene.bea.actor, needs_approval=True)
    for name in ("Bouwen", "Geld"):
        arranging.add_topic(scene.werf, {"nl": name})
    made = letter(scene)
    writing.add_language(made.letter, "en", made, scene.eva.actor)
    writing.set_topics(made.letter, [scene.werf.topics.first().pk], scene.eva.actor)
    return made


def home(text: LetterText) -> str:
    return f"/@werf/newsletters/{text.letter.slug}/send/"


def edition_seen(scene: Scene, text: LetterText) -> str:
    page = scene.clients["ko"].get(home(text)).text
    found = re.search(r'name="edition" value="(\w+)"', page)
    assert found is not None
    return found[1]


def approve(scene: Scene, text: LetterText, seen: str) -> str:
    answer = scene.clients["ko"].post(
        f"{home(text)}approve/", {"edition": seen}, headers=NL, follow=True
    )
    return answer.text


CHANGES = {
    "other words": lambda scene, text: writing.save(
        LetterText.objects.get(pk=text.pk),
        subject="Anders",
        preview="",
        content=text.blocks,
        edition=LetterText.objects.get(pk=text.pk).edition,
        by=scene.eva.actor,
    ),
    "another language": lambda scene, text: writing.remove_language(
        text.letter.texts.get(language="en"), scene.eva.actor
    ),
    "other topics": lambda scene, text: writing.set_topics(
        text.letter, [scene.werf.topics.last().pk], scene.eva.actor
    ),
    "everybody": lambda scene, text: writing.set_topics(text.letter, [], scene.eva.actor),
    "another foot": lambda scene, text: arranging.change_settings(
        scene.werf, scene.bea.actor, postal_address="Kade 2"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_what_was_approved_does_not_go(
    scene: Scene, text: LetterText, change: str
) -> None:
    approve(scene, text, edition_seen(scene, text))
    assert Letter.objects.get().state == LetterState.APPROVED
    CHANGES[change](scene, text)
    scene.clients["eva"].post(f"{home(text)}schedule/")
    kept = Letter.objects.get()
    assert (kept.state, kept.approved_by, kept.went_out) == (LetterState.DRAFT, None, None)


@pytest.mark.parametrize("change", CHANGES)
def test_an_editor_approves_only_what_they_saw(scene: Scene, text: LetterText, change: str) -> None:
    seen = edition_seen(scene, text)
    CHANGES[change](scene, text)
    assert "is veranderd nadat je hem opende" in approve(scene, text, seen)
    assert Letter.objects.get().state == LetterState.DRAFT
    approve(scene, text, edition_seen(scene, text))
    assert Letter.objects.get().state == LetterState.APPROVED


def test_what_changes_while_it_waits_for_its_moment_does_not_go(
    scene: Scene, text: LetterText
) -> None:
    approve(scene, text, edition_seen(scene, text))
    later = {"goes_out_0": "2050-01-01", "goes_out_1": "09:00"}
    scene.clients["eva"].post(f"{home(text)}schedule/", later)
    CHANGES["another foot"](scene, text)
    Letter.objects.update(goes_out="2020-01-01T09:00Z")
    sending.send_due()
    kept = Letter.objects.get()
    assert (kept.state, kept.went_out) == (LetterState.DRAFT, None)
    assert (
        "veranderde nadat hij was goedgekeurd"
        in scene.clients["eva"].get(home(text), headers=NL).text
    )


def test_without_naming_what_was_seen_nobody_approves(scene: Scene, text: LetterText) -> None:
    approve(scene, text, "")
    here = f"/letters/{text.letter.slug}"
    assert call(scene.ko, "POST", f"{here}/approve", {"edition": "x"})[0] == 422
    assert call(scene.ko, "POST", f"{here}/approve", {})[0] == 422
    assert Letter.objects.get().state == LetterState.DRAFT
    _status, seen = call(scene.ko, "GET", f"{here}/edition")
    assert seen == {"edition": approving.edition(text.letter)}, json.dumps(seen)
    assert call(scene.eva, "POST", f"{here}/approve", seen)[0] == 422
    assert call(scene.ko, "POST", f"{here}/approve", seen)[1]["state"] == "approved"


def test_nobody_approves_what_they_changed_last(scene: Scene, text: LetterText) -> None:
    here = f"/letters/{text.letter.slug}"
    words = {"subject": "Van Ko", "blocks": [{"kind": "words", "markdown": "Alles van Ko"}]}
    typed = {"subject": "Van Ko", "do": "save", "block-0-kind": "words", "block-0-markdown": "Ko"}
    write = f"/@werf/newsletters/{text.letter.slug}/write/nl/"
    changes = (
        lambda: scene.clients["ko"].post(write, typed | {"edition": 2}),
        lambda: call(scene.ko, "PUT", f"{here}/texts/nl", words | {"edition": 3}),
        lambda: call(scene.ko, "PUT", f"{here}/topics", {"topics": []}),
        lambda: scene.clients["ko"].post(f"{home(text)}topics/", {"topics": ["1"]}),
        lambda: call(scene.ko, "DELETE", f"{here}/texts/en"),
        lambda: call(scene.ko, "POST", f"{here}/texts", {"language": "en"}),
    )
    for change in changes:
        Letter.objects.update(changed_by=None)
        change()
        assert "veranderde deze brief het laatst" in approve(scene, text, edition_seen(scene, text))
    assert LetterText.objects.get(language="nl").edition == 4
    assert Letter.objects.get().state == LetterState.DRAFT
    scene.clients["eva"].post(write, typed | {"edition": 4})
    approve(scene, text, edition_seen(scene, text))
    assert Letter.objects.get().state == LetterState.APPROVED
