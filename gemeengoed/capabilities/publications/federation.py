"""A publication as other servers read it: an Article in all languages in which it is out."""

import re
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import override

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.documents.models import Document
from gemeengoed.core.documents.queries import best_of, published
from gemeengoed.core.federation import addresses
from gemeengoed.core.people.models import Person, PersonState
from gemeengoed.core.registry import Audience, Federated, FederatedObject
from gemeengoed.core.text import licences
from gemeengoed.core.ui.emblem_picture import COVER

from . import queries
from .models import OBJECT_TYPE, Publication
from .search import all_uris

Json = dict[str, Any]
_LOCAL = re.compile(r'\b(href|src)="([/#][^"]*)"')


def document(uri: str) -> FederatedObject | None:
    """What everybody may read of the publication at `uri`."""
    rows = Publication.objects.filter(work__uri=uri, work__audience=Audience.PUBLIC)
    publication = (
        queries.with_texts(rows).select_related("work__commons__actor", "commons__actor").first()
    )
    texts = published(publication.work.documents.all()) if publication else []
    commons = publication.work.commons if publication else None
    main = best_of(texts, [commons.language]) if commons else None
    if publication is None or commons is None or main is None:
        return None
    speaker = _speaker(publication, texts) or commons.actor
    with override(main.language):  # for words of ours in it, such as what the cover shows
        article = _article(publication, texts, main, speaker)
    return FederatedObject(speaker=speaker.handle, commons=commons.handle, json=article)


def _speaker(publication: Publication, texts: list[Document]) -> Actor | None:
    """The one person who wrote what readers see. Several speak through the commons, and so does who wrote on
    behalf of an organisation or left."""
    if publication.work.on_behalf_of.exists():
        return None
    shown = {text.pk: text.published.number for text in texts if text.published}
    wrote = {
        author
        for text in texts
        for author in text.revisions.filter(
            number__lte=shown.get(text.pk, 0), author__isnull=False
        ).values_list("author", flat=True)
    }
    if len(wrote) != 1:
        return None
    person = Person.objects.select_related("actor").filter(actor__in=wrote).first()
    is_here = person is not None and person.state == PersonState.ACTIVE
    return person.actor if person is not None and is_here else None


def _article(
    publication: Publication, texts: list[Document], main: Document, speaker: Actor
) -> Json:
    """ActivityStreams vocabulary, section 3.3 (Article). Mastodon shows name, summary and url."""
    address = addresses.absolute(publication.work.uri)
    revision = main.published
    assert revision is not None  # noqa: S101 - it is published
    by_language = {text.language: text.published for text in texts if text.published}
    found: Json = {
        "id": address,
        "type": "Article",
        "attributedTo": addresses.actor(speaker.handle),
        "url": address,
        "name": revision.title,
        "nameMap": {language: one.title for language, one in by_language.items()},
        "content": _absolute(revision.html, address),
        "contentMap": {
            language: _absolute(one.html, address) for language, one in by_language.items()
        },
        "published": _first(texts).isoformat(),
    }
    summaries = {language: one.summary for language, one in by_language.items() if one.summary}
    if summaries:
        found["summary"] = summaries.get(main.language) or next(iter(summaries.values()))
        found["summaryMap"] = summaries
    changed = [text.changed_at for text in texts if text.changed_at]
    if changed and max(changed) > _first(texts):
        found["updated"] = max(changed).isoformat()
    cover = _cover(publication, revision.title)
    found["image"], found["attachment"] = cover, [cover]
    licence = licences.describe(publication.work.licence)
    if licence.url:
        found["license"] = licence.url
    return found


def _cover(publication: Publication, title: str) -> Json:
    """Drawn from the name of the text; Mastodon shows what is attached, others the image."""
    query = {"part": publication.slug}
    if publication.series and publication.number:
        query["number"] = str(publication.number)
    address = f"/@{publication.commons.handle}/emblem.png?{urlencode(query)}"
    return {
        "type": "Image",
        "mediaType": "image/png",
        "url": addresses.absolute(address),
        "name": _("Cover of “%(title)s”: fields with lines and hatchings") % {"title": title},
        "width": COVER[0],
        "height": COVER[1],
    }


def _first(texts: list[Document]) -> Any:
    return min(text.published_at for text in texts if text.published_at)


def _absolute(html: str, address: str) -> str:
    """With whole addresses for what points into this server or into the text itself."""

    def whole(found: re.Match[str]) -> str:
        where = found[2]
        if where.startswith("//"):
            return found[0]
        target = f"{address}{where}" if where.startswith("#") else addresses.absolute(where)
        return f'{found[1]}="{target}"'

    return _LOCAL.sub(whole, html)


FEDERATED = Federated(OBJECT_TYPE, document, all_uris)
