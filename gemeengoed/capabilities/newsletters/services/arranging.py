"""What stewards arrange: topics, the foot of letters, approval by a second editor."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.actors.services import touch
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.log import services as log

from .. import languages
from ..models import Settings, Topic

MOST_TOPICS = 12
LONGEST = 300
"""Characters of a postal address, and of a sentence at the foot."""


def settings_of(commons: Commons) -> Settings:
    """Those of this commons; an unsaved row with the defaults when nothing was set."""
    return Settings.objects.filter(commons=commons).first() or Settings(commons=commons)


def change_settings(commons: Commons, by: Actor, **given: Any) -> Settings:
    """Sets any of postal_address, needs_approval, footer ({"nl": …}). Raises ValidationError (postal_address,
    footer, language)."""
    if len(given.get("postal_address", "")) > LONGEST:
        raise ValidationError({"postal_address": _too_long()})
    for language, words in given.get("footer", {}).items():
        languages.checked(language)
        if len(words) > LONGEST:
            raise ValidationError({"footer": _too_long()})
    with transaction.atomic():
        kept, _new = Settings.objects.get_or_create(commons=commons)
        for name, value in given.items():
            setattr(kept, name, value)
        kept.save(update_fields=list(given))
        log.append(commons.actor, "letters.settings_changed", by)
    return kept


def _too_long() -> str:
    return _("Say it in at most %(most)d characters.") % {"most": LONGEST}


def add_topic(commons: Commons, name: dict[str, str]) -> Topic:
    """Raises ValidationError (name, language)."""
    name = {language: words.strip()[:80] for language, words in name.items() if words.strip()}
    if not name:
        raise ValidationError({"name": _("Give the topic a name.")})
    for language in name:
        languages.checked(language)
    slug = slugify(next(iter(name.values())))[:60] or "topic"
    with transaction.atomic():
        rows = Topic.objects.filter(commons=commons)
        if rows.count() >= MOST_TOPICS:
            raise ValidationError({"name": _("Twelve topics are the most: readers must choose.")})
        if rows.filter(slug=slug).exists():
            raise ValidationError({"name": _("There is a topic with this name.")})
        last = rows.aggregate(last=Max("place"))["last"] or 0
        topic = Topic.objects.create(commons=commons, slug=slug, name=name, place=last + 1)
        touch(commons.actor)
    return topic


def remove_topic(topic: Topic) -> None:
    with transaction.atomic():
        commons = topic.commons
        topic.delete()
        touch(commons.actor)
