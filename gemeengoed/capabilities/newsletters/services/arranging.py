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
from ..models import Settings, Subscriber, Topic
from ..queries import letters as queries

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
    """Raises ValidationError while a letter that has not gone out has it: without it that letter would go to
    everybody. Who chose nothing else gets no letter that they did not choose."""
    with transaction.atomic():
        # The lock: whoever gives a letter this topic at this moment waits.
        topic = Topic.objects.select_for_update().get(pk=topic.pk)
        waits = queries.unfinished(topic.commons).filter(topics=topic).first()
        if waits is not None:
            words = _(
                "The letter '%(letter)s' is about this topic and has not gone out: give it another topic, or "
                "wait until everybody has it."
            )
            raise ValidationError(words % {"letter": queries.texts(waits)[0].subject})
        _without(topic)
        commons = topic.commons
        topic.delete()
        touch(commons.actor)


def _without(topic: Topic) -> None:
    others = Topic.objects.filter(commons=topic.commons).exclude(pk=topic.pk)
    theirs = Subscriber.objects.filter(commons=topic.commons, topics=topic)
    only = theirs.exclude(topics__in=others).values_list("pk", flat=True)
    Subscriber.objects.filter(pk__in=list(only)).update(topics_gone=True)
