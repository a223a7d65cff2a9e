"""{% load ui %}: emblem, icon, when, and small things for messages and forms."""

from typing import Any

from django import template
from django.contrib.messages import constants
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, PasswordInput
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gemeengoed.core.ui import browsers, dates, icons, keep
from gemeengoed.core.ui import emblem as emblems

register = template.Library()

_LEVELS = {
    constants.SUCCESS: "success",
    constants.WARNING: "warning",
    constants.ERROR: "error",
}


@register.simple_tag
def emblem(handle: str, **options: Any) -> SafeString:
    """{% emblem handle title="…" shape="banner" %}; without a title it is decoration."""
    options.setdefault("decorative", not options.get("title"))
    return emblems.emblem_svg(str(handle), **options)


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    """{% icon "calendar" %}; give a title only where no word stands beside it."""
    return icons.icon_svg(name, title)


@register.simple_tag
def when(moment: dates.Moment | None) -> SafeString | str:
    """{% when page.changed_at %}: a <time> in plain words; nothing for None."""
    return dates.time_element(moment) if moment else ""


@register.filter
def plain_date(moment: dates.Moment | None) -> str:
    """{{ moment|plain_date }}: the same words without the element, for titles and mail."""
    return dates.plain_date(moment) if moment else ""


@register.filter
def browser(user_agent: str) -> str:
    """{{ session.user_agent|browser }}: 'Firefox on Windows'."""
    return browsers.describe(user_agent)


@register.filter
def minutes(seconds: int) -> int:
    """{{ seconds|minutes }}: whole minutes, rounded up."""
    return -(-seconds // 60)


@register.filter
def keep_key(message: Any) -> str:
    """The key that keep.js may forget now that this message tells of a save."""
    return keep.key_of(message.extra_tags)


@register.filter
def kind(message: Any) -> str:
    """success, warning, error or info, for a message of django.contrib.messages."""
    return _LEVELS.get(message.level, "info")


@register.filter
def is_single_checkbox(field: BoundField) -> bool:
    """Whether the field is one tick box, whose label stands after it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.inclusion_tag("ui/forms/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """{% error_summary form %}, or of all forms of a page: one list of what is wrong, on top."""
    failed = [form for form in forms if form.errors]
    return {
        "failed": failed,
        "asks_password": any(_asks_password(form) for form in failed),
        "typed": any(_typed(form) for form in failed),
    }


def _asks_password(form: BaseForm) -> bool:
    """Whether a browser gets an empty field back: a password is never sent to it."""
    return any(isinstance(field.widget, PasswordInput) for field in form.fields.values())


def _typed(form: BaseForm) -> bool:
    """Whether any words stand in the fields that are shown."""
    return any(
        isinstance(field.data, str) and field.data and not hasattr(field.field, "choices")
        for field in form.visible_fields()
    )


@register.filter
def note(field: BoundField) -> Any:
    """What stands behind the label of a field that may stay empty: "(optional)", or its own `note`."""
    if field.field.required or field.field.disabled:
        return ""
    return getattr(field.field, "note", gettext("(optional)"))


@register.filter
def first_id(field: BoundField) -> str:
    """The id of the field's first control: where a link in the error summary must land."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)


@register.filter
def page_range(page: "Page[Any]") -> list[int | str]:
    """The page numbers to show around a django Page, with "…" for what is left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
