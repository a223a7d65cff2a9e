"""Which language somebody writes in, by its small words; a light rule for the languages of this server."""

import re

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Q

from gemeengoed.core.people.models import Person
from gemeengoed.core.text import languages

from .mime import Headers

_SMALL_WORDS = {
    "nl": "ik je jij u de het een en niet van dat die is zijn was met voor op naar bij ook maar wel heb hebt "
    "heeft graag bedankt dank hallo beste groet groeten vraag ja nee aanmelden afmelden mij mijn wij we "
    "jullie kan kunnen wil willen over geen nog al hoe wat wanneer waarom waar deze dit er aan",
    "en": "i you the a an and not of that is are was with for on to at also but have has please thanks thank "
    "hello dear regards question yes no subscribe unsubscribe me my we us your can could would about how "
    "what when why where this there it be from",
}
_KNOWN = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
LOOKED_AT = 4000
"""Characters that are counted."""


def of_words(words: str) -> str:
    """The code of the language, or an empty string when the words do not tell."""
    said = re.findall(r"[a-zà-ÿ]+", words[:LOOKED_AT].lower())
    counts = {code: sum(word in known for word in said) for code, known in _KNOWN.items()}
    best = max(counts, key=lambda code: counts[code])
    others = max(count for code, count in counts.items() if code != best)
    return best if counts[best] > 1.5 * others else ""


def of_message(headers: Headers) -> str:
    """What the mail program says of itself (RFC 3282)."""
    said = [headers.get("Content-Language"), *languages.accepted(headers.get("Accept-Language"))]
    available = [code for code, _name in settings.LANGUAGES]
    return languages.lookup(available, [tag for tag in map(languages.normal, said) if tag])


def of_person(address: str) -> str:
    """What somebody with an account here chose."""
    theirs = EmailAddress.objects.filter(email__iexact=address).values("user_id")
    people = Person.objects.filter(Q(email__iexact=address) | Q(pk__in=theirs)).exclude(language="")
    return people.values_list("language", flat=True).first() or ""
