"""What search keeps of a commons: itself, its charter and questions, who has a public role, its partners."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.people.models import Organisation, Person, PersonState
from gemeengoed.core.registry import Audience, Searchable, SearchEntry
from gemeengoed.core.text import languages, markdown

from .models import CharterVersion, Commons, MemberRole, Membership, Partnership, Question
from .principles import principles

Words = dict[str, str]


def _spoken(*texts: Words) -> list[str]:
    """The languages in which there is something to find."""
    return sorted({code for words in texts for code, text in words.items() if text})


def _plain(text: str) -> str:
    return markdown.render(text).plain if text else ""


def _handle(uri: str) -> str:
    return uri.removeprefix("/@").partition("/")[0]


def _commons(uri: str) -> Commons | None:
    rows = Commons.objects.filter(actor__handle=_handle(uri), actor__gone__isnull=True)
    return rows.select_related("actor").first()


def commons_entries(uri: str) -> list[SearchEntry]:
    """The commons at `/@handle/`, in each language of its name and purpose."""
    commons = _commons(uri)
    if commons is None:
        return []
    return [
        SearchEntry(
            uri=commons.get_absolute_url(),
            language=code,
            title=languages.best(commons.names, [code])[1] or commons.actor.name,
            text=_plain(commons.purpose.get(code, "")),
            audience=Audience.PUBLIC,
            commons=commons.handle,
            kind=_("Commons"),
            published=commons.created,
        )
        for code in _spoken(commons.names, commons.purpose)
    ]


def _all_commons() -> Iterable[str]:
    rows = Commons.objects.filter(actor__gone__isnull=True).order_by("pk")
    return (f"/@{handle}/" for handle in rows.values_list("actor__handle", flat=True).iterator())


def charter_entries(uri: str) -> list[SearchEntry]:
    """The version that holds, of the charter at `/@handle/charter/`."""
    commons = _commons(uri)
    version = CharterVersion.objects.filter(commons=commons).first() if commons else None
    if commons is None or version is None:
        return []
    return [_charter_entry(commons, version, code) for code in _spoken(*version.answers.values())]


def _charter_entry(commons: Commons, version: CharterVersion, code: str) -> SearchEntry:
    answered = [
        f"{languages.best(one.title, [code])[1]}. {_plain(version.answers[one.key].get(code, ''))}"
        for one in principles()
        if version.answers.get(one.key, {}).get(code)
    ]
    with override(code if code in dict(settings.LANGUAGES) else commons.language):
        title = gettext("Our rules (charter)")
    return SearchEntry(
        uri=f"{commons.get_absolute_url()}charter/",
        language=code,
        title=title,
        text="\n\n".join(answered),
        audience=Audience.PUBLIC,
        commons=commons.handle,
        kind=_("Charter"),
        published=version.created,
    )


def _all_charters() -> Iterable[str]:
    rows = Commons.objects.filter(actor__gone__isnull=True, charter_versions__number=1)
    handles = rows.order_by("pk").values_list("actor__handle", flat=True)
    return (f"/@{handle}/charter/" for handle in handles.iterator())


def question_entries(uri: str) -> list[SearchEntry]:
    """The question at `/@handle/questions/<slug>/`; nothing while it is removed."""
    rows = Question.objects.filter(
        commons__actor__handle=_handle(uri),
        commons__actor__gone__isnull=True,
        slug=uri.rstrip("/").rpartition("/")[2],
    )
    question = rows.select_related("commons__actor").first()
    if question is None:
        return []
    return [
        SearchEntry(
            uri=uri,
            language=code,
            title=languages.best(question.text, [code])[1],
            text=_plain(question.explanation.get(code, "")),
            audience=Audience.PUBLIC,
            commons=question.commons.handle,
            kind=_("Question"),
        )
        for code in _spoken(question.text, question.explanation)
    ]


def _all_questions() -> Iterable[str]:
    rows = Question.objects.filter(commons__actor__gone__isnull=True).order_by("pk")
    named = rows.values_list("commons__actor__handle", "slug")
    return (f"/@{handle}/questions/{slug}/" for handle, slug in named.iterator())


def person_entries(uri: str) -> list[SearchEntry]:
    """Somebody with a public role, found in each commons where they have it; nobody else is."""
    rows = Membership.objects.exclude(role=MemberRole.MEMBER).filter(
        person__username=_handle(uri),
        person__state=PersonState.ACTIVE,
        commons__actor__gone__isnull=True,
    )
    roles = list(rows.select_related("person__actor", "commons__actor").order_by("pk"))
    return [_person_entry(roles, code) for code in dict(settings.LANGUAGES)] if roles else []


def _person_entry(roles: list[Membership], code: str) -> SearchEntry:
    person: Person = roles[0].person
    with override(code):
        told = [f"{one.get_role_display()}, {one.commons.name}." for one in roles]
    return SearchEntry(
        uri=person.get_absolute_url(),
        language=code,
        title=person.name,
        text="\n".join([*told, _plain(person.summary)]),
        audience=Audience.PUBLIC,
        commons="",
        kind=_("Person"),
        found_in=[one.commons.handle for one in roles],
    )


def _all_people() -> Iterable[str]:
    rows = Membership.objects.exclude(role=MemberRole.MEMBER).order_by("person__username")
    names = rows.values_list("person__username", flat=True).distinct()
    return (f"/@{name}/" for name in names.iterator())


def organisation_entries(uri: str) -> list[SearchEntry]:
    """An organisation, found in each commons of which it is a partner."""
    rows = Organisation.objects.filter(actor__handle=_handle(uri), actor__gone__isnull=True)
    organisation = rows.select_related("actor").first()
    if organisation is None:
        return []
    ties = Partnership.objects.filter(organisation=organisation, commons__actor__gone__isnull=True)
    partners = list(ties.order_by("pk").values_list("commons__actor__handle", flat=True))
    return [
        SearchEntry(
            uri=organisation.get_absolute_url(),
            language=code,
            title=organisation.name,
            text=_plain(organisation.description.get(code, "")),
            audience=Audience.PUBLIC,
            commons="",
            kind=_("Organisation"),
            found_in=partners,
        )
        for code in _spoken(organisation.description) or [settings.LANGUAGE_CODE]
    ]


def _all_organisations() -> Iterable[str]:
    rows = Organisation.objects.filter(actor__gone__isnull=True).order_by("pk")
    return (f"/@{handle}/" for handle in rows.values_list("actor__handle", flat=True).iterator())


SEARCHABLE = (
    Searchable("commons", commons_entries, _all_commons),
    Searchable("charter", charter_entries, _all_charters),
    Searchable("question", question_entries, _all_questions),
    Searchable("person", person_entries, _all_people),
    Searchable("organisation", organisation_entries, _all_organisations),
)
