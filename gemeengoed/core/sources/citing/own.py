"""Our own plain way to write a source: always there, also before and beside the styles."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..models import Source


def own(source: Source) -> SafeString:
    """Author (date). Title. Container volume(issue), pages. Publisher. DOI, ISBN, number of a law."""
    date = f"({source.date})" if source.date else ""
    title = _title(source)
    if source.author:
        first = [" ".join(filter(None, (source.author, date))), title]
    else:
        first = [format_html("{} {}", title, date) if date else title]
    parts = [*first, _container(source), source.publisher, *_numbers(source)]
    return format_html("{}.", format_html_join(". ", "{}", ((part,) for part in parts if part)))


def _title(source: Source) -> SafeString:
    language = format_html(' lang="{}"', source.language) if source.language else ""
    title = format_html("<cite{}>{}</cite>", language, source.title)
    return _link(source.url, title) if source.url else title


def _container(source: Source) -> str:
    issue = f"({source.issue})" if source.issue else ""
    where = " ".join(filter(None, (source.container, f"{source.volume}{issue}")))
    return ", ".join(filter(None, (where, source.pages)))


def _numbers(source: Source) -> list[SafeString | str]:
    doi = _link(f"https://doi.org/{source.doi}", f"doi:{source.doi}") if source.doi else ""
    isbn = f"ISBN {source.isbn}" if source.isbn else ""
    law = _link(source.law_address, source.law) if source.law_address else source.law
    return [doi, isbn, law]


def _link(address: str, words: str) -> SafeString:
    return format_html('<a href="{}" rel="noopener nofollow">{}</a>', address, words)
