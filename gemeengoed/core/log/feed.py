"""The newest entries as an Atom feed (RFC 4287)."""

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.text.xml import allowed

from . import queries, sentences

MOST = 50


def atom(owner: Actor) -> str:
    home = settings.BASE_URL + queries.address(owner)
    feed = Atom1Feed(
        title=allowed(_("Public log of %(name)s") % {"name": owner.name}),
        link=home,
        description="",
        language=get_language() or "en",
        feed_url=f"{home}feed.atom",
    )
    for entry in queries.entries(owner)[:MOST]:
        link = f"{home}{entry.number}/"
        feed.add_item(
            title=allowed(sentences.plain(entry)),
            link=link,
            description=escape(allowed(sentences.reason(entry))),  # written as type="html"
            author_name=allowed((entry.words or {}).get("actor_name") or owner.name),
            unique_id=link,
            pubdate=entry.created,
            updateddate=entry.erased or entry.created,
        )
    return feed.writeString("utf-8")
