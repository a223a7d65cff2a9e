"""Pictures in a text: `![what it shows](figure:name "Caption")`."""

from collections.abc import Callable

from django.db import transaction
from django.utils.text import slugify

from gemeengoed.core.media import queries as media
from gemeengoed.core.media.models import MediaFile
from gemeengoed.core.text import markdown

from .models import Figure, Work


def resolver(work: Work, language: str) -> Callable[[str], markdown.Figure | None]:
    """Finds the pictures of `work` by name, the one in `language` before the one for all."""
    found: dict[str, markdown.Figure] = {}
    if work.pk:
        figures = work.figures.filter(language__in=["", language]).select_related("file")
        for figure in figures.order_by("language"):
            file = figure.file
            found[figure.name] = markdown.Figure(media.address(file), file.width, file.height)
    return found.get


def add_figure(work: Work, file: MediaFile, *, name: str = "", language: str = "") -> Figure:
    """Gives a picture of the commons a name that is free in this work."""
    with transaction.atomic():
        Work.objects.select_for_update(no_key=True).get(pk=work.pk)  # one name at a time
        same_language = work.figures.filter(language=language)
        taken = set(same_language.values_list("name", flat=True))
        wanted = slugify(name or file.original_name.rsplit(".", 1)[0])[:50] or "figure"
        return Figure.objects.create(
            work=work, name=_free(wanted, taken), language=language, file=file
        )


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
