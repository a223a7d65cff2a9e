"""Joining, members, groups and links."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.commons.models import Commons, Group, MemberRole, Membership
from gemeengoed.core.commons.queries import members
from gemeengoed.core.commons.services.groups import LONGEST_DESCRIPTION
from gemeengoed.core.commons.services.joining import LONGEST_LINK, LONGEST_WORDS, MOST_USES
from gemeengoed.core.database.choices import RowsField


class ApplicationForm(forms.Form):
    words = forms.CharField(
        label=_("Who are you, and what brings you here?"),
        max_length=LONGEST_WORDS,
        error_messages={"required": _("Tell the stewards who you are.")},
        help_text=_("Only the stewards read this. It is deleted once they have answered."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        error_messages={"required": _("State the reason.")},
        max_length=1000,
        help_text=_(
            "The person concerned reads this reason. The reason also stands in the public log."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=MemberRole.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "An editor may publish. A steward lets people in and changes the charter "
            "and these settings."
        ),
    )


class LinkForm(forms.Form):
    days = forms.IntegerField(
        label=_("Days that the link works"), initial=14, min_value=1, max_value=LONGEST_LINK
    )
    uses = forms.IntegerField(
        label=_("How many people can join with it"), initial=1, min_value=1, max_value=MOST_USES
    )


class GroupForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        error_messages={"required": _("Give the group a name.")},
    )
    description = forms.CharField(
        label=_("What it does"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    members = RowsField(
        label=_("Members"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, commons: Commons, group: Group | None, *args: Any, **kwargs: Any) -> None:
        if group is not None:
            kwargs["initial"] = {
                "name": group.name,
                "description": group.description,
                "members": list(group.members.all()),
            }
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        field.queryset = members(commons)  # type: ignore[attr-defined]
        field.label_from_instance = _member_label  # type: ignore[attr-defined]


def _member_label(membership: Membership) -> str:
    return f"{membership.person.name} (@{membership.person.handle})"
