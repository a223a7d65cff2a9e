"""Dates as people say them, in the reader's language and zone."""

import datetime as dt

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Moment = dt.datetime | dt.date


def plain_date(moment: Moment, now: dt.datetime | None = None) -> str:
    """`today at 14:03`, `yesterday`, `12 March` (this year) or `12 March 2023`.

    Aware datetimes are shown in the reader's zone; a bare date has no hour.
    """
    today = timezone.localtime(now).date()
    day, hour = _day_and_hour(moment)
    names = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    near = names.get((day - today).days)
    if near and hour:
        return _("%(day)s at %(time)s") % {"day": near, "time": hour}
    return near or formats.date_format(day, _long_format(day.year == today.year))


def time_element(moment: Moment) -> SafeString:
    """A <time> element: plain words, the exact moment as attribute, the full date as title."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        full_date(moment),
        plain_date(moment),
    )


def full_date(moment: Moment) -> str:
    """`Tuesday 12 March 2024, 14:03`, in the reader's language and zone."""
    day, hour = _day_and_hour(moment)
    return ", ".join(filter(None, [formats.date_format(day, "l j F Y"), hour]))


def _day_and_hour(moment: Moment) -> tuple[dt.date, str]:
    if not isinstance(moment, dt.datetime):
        return moment, ""
    if timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return moment.date(), formats.time_format(moment, "H:i")


def _long_format(same_year: bool) -> str:
    if same_year:
        return pgettext("Django date format, this year", "j F")
    return pgettext("Django date format, another year", "j F Y")
