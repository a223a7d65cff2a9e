"""What was asked and answered about a question of the programme, by mail and from other servers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.commons.models import Commons, Question
from gemeengoed.core.registry import TiedObject

from . import queries, thread
from .models import Conversation, Message


def readable(commons: Commons) -> QuerySet[Conversation]:
    """What everybody may read about questions of `commons`, each with a page of its own; newest first."""
    shown = thread.shown().filter(conversation=OuterRef("pk"))
    rows = Conversation.objects.filter(
        commons=commons, about__startswith=queries.questions(commons)
    ).select_related("correspondent")
    rows = rows.filter(queries.PUBLISHED | Q(Exists(shown)))
    rows = rows.prefetch_related(queries.messages_shown())
    return rows.order_by(Coalesce("published", "created").desc(), "-pk")


@dataclass(frozen=True)
class AboutQuestion:
    """What may be read about a question, newest first, of which any slice can be asked."""

    commons: Commons
    rows: QuerySet[Conversation]

    def __len__(self) -> int:
        return self.rows.count()

    def __getitem__(self, part: slice) -> Sequence[TiedObject]:
        rows = list(self.rows[part])
        there = [row.pk for row in rows if row.correspondent_id is not None]
        first = {one.conversation_id: one for one in reversed(_said(there))}
        return [self._shown(row, first.get(row.pk)) for row in rows]

    def _shown(self, row: Conversation, first: Message | None) -> TiedObject:
        row.commons = self.commons
        said: list[Message] = [first] if first else row.messages_shown  # type: ignore[attr-defined]
        return TiedObject(
            uri=queries.read_at(row),
            title=row.subject,
            kind=_("Answers from elsewhere") if first else _("A reader asked"),
            when=row.published or row.created,
            summary=Truncator(" ".join(said[0].words.split())).chars(200) if said else "",
            language=row.language,
        )


def _said(conversations: list[int]) -> list[Message]:
    """What may be read of these; oldest first. Asks nothing when there are none."""
    rows = thread.shown().filter(conversation__in=conversations, remote__sensitive=False)
    return list(rows.filter(remote__summary="")) if conversations else []


def tied_to_question(number: int, language: str) -> AboutQuestion:
    """For the page of a question: in whatever language they were, since they are not translated."""
    question = Question.objects.select_related("commons__actor").get(pk=number)
    commons = question.commons
    about = f"{queries.questions(commons)}{question.slug}/"
    return AboutQuestion(commons, readable(commons).filter(about=about))
