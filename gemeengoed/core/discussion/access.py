"""Coming to the discussion of one text: what this person sees and may do there."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from gemeengoed.core.actors.models import Actor
from gemeengoed.core.commons.access import Access
from gemeengoed.core.documents.access import TextAccess, enter_text
from gemeengoed.core.documents.models import Document, DocumentState, Revision
from gemeengoed.core.text.markdown import Block

from . import queries
from .models import Comment, Rules, Thread
from .services.places import settle
from .spots import Spot, blocks_of, spot


@dataclass(frozen=True)
class Discussing:
    """One person (or a visitor) at the discussion of one text. Writers see the newest revision, others
    the published one."""

    text: TextAccess
    rules: Rules
    revision: Revision

    @property
    def access(self) -> Access:
        return self.text.access

    @property
    def document(self) -> Document:
        return self.text.document

    @property
    def actor(self) -> Actor:
        return self.access.actor

    @property
    def me(self) -> Actor | None:
        person = self.access.person
        return person.actor if person else None

    @property
    def may_comment(self) -> bool:
        return self.access.may("discussion.comment")

    @property
    def may_suggest(self) -> bool:
        return self.access.may("discussion.suggest")

    @property
    def may_moderate(self) -> bool:
        return self.access.may("discussion.moderate")

    @property
    def is_published(self) -> bool:
        """Whether readers see this very revision."""
        shown = self.document.published_id == self.revision.pk
        return shown and self.document.state == DocumentState.PUBLISHED

    @cached_property
    def blocks(self) -> list[Block]:
        return blocks_of(self.document, self.revision)

    def spot(self, number: int) -> Spot:
        """Raises ValidationError where there is nothing to point at."""
        return spot(self.document, self.revision, self.blocks, number)

    def threads(self) -> list[Thread]:
        """What this person may read, each with its place here."""
        settle(self.document, self.revision, self.blocks)
        return queries.threads(self.document, self.revision.number, writer=self.text.may_write)

    def thread(self, pk: int) -> Thread:
        """Raises Http404."""
        try:
            found = queries.thread_of(self.document, pk, writer=self.text.may_write)
        except Thread.DoesNotExist:
            raise Http404 from None
        found.document = self.document
        return found

    def comment(self, pk: int) -> Comment:
        """Raises Http404."""
        try:
            found = queries.comment_of(self.document, pk, writer=self.text.may_write)
        except Comment.DoesNotExist:
            raise Http404 from None
        found.thread.document = self.document
        return found

    def may_resolve(self, opener: Actor | None) -> bool:
        """Writers of the text, and who began the thread."""
        mine = self.me is not None and opener is not None and opener.pk == self.me.pk
        return self.text.may_write or (mine and self.may_comment)

    def require_resolver(self, thread: Thread) -> None:
        """Raises PermissionDenied or LoginRequired."""
        self.access.require("discussion.comment")
        if not self.may_resolve(queries.opener_of(thread).author):
            raise PermissionDenied(
                _("Only who began this, or who may write the text, can do this.")
            )

    def require_own(self, comment: Comment) -> None:
        """Raises PermissionDenied or LoginRequired."""
        self.access.require("discussion.comment")
        if comment.author_id != self.actor.pk:
            raise PermissionDenied(_("These are not your words."))


def may_read(text: TextAccess, rules: Rules) -> bool:
    """Members always; others where the commons chose so (they can read the text already)."""
    return rules.readers == "everybody" or text.access.may("discussion.comment")


def enter_discussion(request: HttpRequest, handle: str, pk: int) -> Discussing:
    """Raises Http404 as `enter_text` does, LoginRequired or PermissionDenied for who may not read it."""
    text = enter_text(request, handle, pk)
    text.document.work.commons = text.access.commons
    rules = queries.rules_of(text.access.commons)
    if not may_read(text, rules):
        text.access.require("discussion.comment")
    revision = text.document.head if text.may_write else text.document.published
    if revision is None:
        raise Http404
    return Discussing(text, rules, revision)
