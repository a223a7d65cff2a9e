"""A letter by the address of its page. Each raises Http404 when there is none."""

from django.shortcuts import get_object_or_404

from gemeengoed.core.commons.access import Access

from .models import Letter, LetterText


def find(access: Access, slug: str) -> Letter:
    letter = get_object_or_404(Letter, commons=access.commons, slug=slug)
    letter.commons = access.commons
    return letter


def find_text(access: Access, slug: str, language: str) -> LetterText:
    letter = find(access, slug)
    text = get_object_or_404(LetterText, letter=letter, language=language)
    text.letter = letter
    return text
