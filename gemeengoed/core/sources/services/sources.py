"""Adding, changing, merging and removing sources."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from gemeengoed.core.activity import services as activity
from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.models import Commons
from gemeengoed.core.commons.services.lock import locked
from gemeengoed.core.jobs import wake
from gemeengoed.core.registry import Audience

from .. import details, names
from ..models import CopiesFor, Definition, Source, SourceSettings
from ..ties import all_ties
from . import copies, formatting

OBJECT_TYPE = "source"
MOST_AT_ONCE = 500


def save_source(
    commons: Commons, by: Actor, typed: dict[str, Any], source: Source | None = None
) -> Source:
    """A new source, or `source` changed to what was typed (see `details.tidied`). Raises
    ValidationError by field; then nothing is stored. Saving what is there already changes nothing."""
    kept = details.tidied(typed)
    with transaction.atomic():
        if source is None:
            source = Source.objects.create(commons=commons, added_by=by, **kept)
            copies.want(source)
            _record(source, by, "add")
        else:
            source = _change(source, by, kept)
    wake(formatting.write_out)
    return source


def _change(source: Source, by: Actor, kept: dict[str, Any]) -> Source:
    source = _locked(source)
    changed = [name for name, value in kept.items() if getattr(source, name) != value]
    if changed:
        for name in changed:
            setattr(source, name, kept[name])
        source.version = F("version") + 1
        source.save(update_fields=[*changed, "version"])
        source.refresh_from_db(fields=["version"])
        if {"url", "keep_copy"} & set(changed):
            copies.want(source, anew=True)
        _record(source, by, "change")
    return source


def add_sources(commons: Commons, by: Actor, many: Sequence[dict[str, Any]]) -> list[Source]:
    """Several at once, from a reading list: all of them or, with a ValidationError, none."""
    if len(many) > MOST_AT_ONCE:
        raise ValidationError(
            _("Bring in %(most)d sources at most at once.") % {"most": MOST_AT_ONCE}
        )
    kept = [details.tidied(typed) for typed in many]
    with transaction.atomic():
        commons = locked(commons)
        made = Source.objects.bulk_create(
            Source(commons=commons, added_by=by, **values) for values in kept
        )
        copies.want_all(made)
        if made:
            _record(made[0], by, "import")
    wake(formatting.write_out)
    return made


def complete(source: Source) -> Source:
    """A source made elsewhere with an author in a line only: gives it structured names (unsaved)."""
    if source.author and not source.authors:
        source.authors = names.parse(source.author)
    return source


def store(sources: Iterable[Source], commons: Commons) -> None:
    """Within a transaction: stores sources made or changed elsewhere, with what follows from it."""
    known: list[Source] = []
    new: list[Source] = []
    for source in sources:
        source.commons = commons
        complete(source)
        (known if source.pk else new).append(source)
    for source in known:
        source.version += 1
    made = Source.objects.bulk_create(new)
    Source.objects.bulk_update(known, [*details.FIELDS, "version"])
    copies.want_all(made)
    wake(formatting.write_out)


def merge_sources(kept: Source, gone: Source, by: Actor) -> Source:
    """Two that turned out to be the same: whatever rests on `gone` now rests on `kept`, which takes
    over what it did not say itself. Raises ValidationError when they are one, or of two commons."""
    if kept.pk == gone.pk or kept.commons_id != gone.commons_id:
        raise ValidationError(_("Choose another source of this commons."))
    with transaction.atomic():
        kept, gone = _locked(kept), _locked(gone)
        empty = [name for name in details.FIELDS if getattr(kept, name) in ("", [])]
        for name in empty:
            setattr(kept, name, getattr(gone, name))
        kept.version += 1
        kept.save(update_fields=[*empty, "version"])
        for ties in all_ties:
            ties.move(gone, kept)
        Definition.objects.filter(source=gone).update(source=kept)
        _record(gone, by, "merge")
        copies.take_over(gone, kept)
        gone.delete()
        _record(kept, by, "change")
    wake(formatting.write_out)
    return kept


def remove_source(source: Source, by: Actor) -> None:
    """Takes away a source that nothing rests on. Raises ValidationError while something does."""
    with transaction.atomic():
        source = _locked(source)
        in_use = source.definitions.exists() or any(ties.is_cited(source) for ties in all_ties)
        if in_use:
            raise ValidationError(
                _("A text or a definition rests on this source. Take it from there first.")
            )
        _record(source, by, "remove")
        copies.drop(source)
        source.delete()


def set_settings(commons: Commons, by: Actor, *, style: str, copies_for: str) -> SourceSettings:
    """Style of citing and who may read the copies. Copies that were kept stay when it is switched off;
    remove them one by one."""
    with transaction.atomic():
        commons = locked(commons)
        chosen, _new = SourceSettings.objects.update_or_create(
            commons=commons, defaults={"style": style, "copies": copies_for}
        )
        if copies_for == CopiesFor.NOBODY:
            copies.stop(commons)
        _record_at(commons, f"{commons.get_absolute_url()}sources/", by, "arrange")
    wake(formatting.write_out)
    return chosen


def _locked(source: Source) -> Source:
    rows = Source.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("commons__actor").get(pk=source.pk)


def _record(source: Source, by: Actor, verb: str) -> None:
    _record_at(source.commons, source.get_absolute_url(), by, verb, source.title)


def _record_at(commons: Commons, address: str, by: Actor, verb: str, title: str = "") -> None:
    """For the editors: readers are told of texts, not of the index cards behind them."""
    activity.record(
        by, verb, address, Audience.EDITORS,
        object_type=OBJECT_TYPE, commons=commons.actor, title=title,
    )  # fmt: skip
