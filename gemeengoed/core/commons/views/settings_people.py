"""Members, groups, join links and applications, as stewards handle them."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gemeengoed.core.commons import queries
from gemeengoed.core.commons.access import Access
from gemeengoed.core.commons.forms.people import GroupForm, LinkForm, ReasonForm, RoleForm
from gemeengoed.core.commons.models import Group, JoinLink, Membership
from gemeengoed.core.commons.services import groups as group_services
from gemeengoed.core.commons.services import joining, membership

from .posting import posted
from .settings import allowed, save, show


def members(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/members/`"""
    access, _person = allowed(request, handle, "commons.change_roles")
    rows = queries.members(access.commons)
    page = Paginator(rows, 60).get_page(request.GET.get("page"))
    return show(request, "settings_members", "members", {"page_obj": page, "title": _("Members")})


def _member(access: Access, name: str) -> Membership:
    rows = Membership.objects.select_related("person__actor")
    return get_object_or_404(rows, commons=access.commons, person__username=name)


def member(request: HttpRequest, handle: str, name: str) -> HttpResponse:
    """`/@handle/settings/members/<handle>/`: the role of one member."""
    access, person = allowed(request, handle, "commons.change_roles")
    present = _member(access, name)
    form = RoleForm(posted(request), initial={"role": present.role})
    if save(
        request,
        form,
        lambda: membership.change_role(
            access.commons, present.person, form.cleaned_data["role"], person
        ),
    ):
        # Whoever stepped down may not see the settings any more.
        own = present.person_id == person.pk
        return redirect("commons:people" if own else "commons:settings_members", handle=handle)
    context = {"form": form, "member": present, "title": present.person.name}
    return show(request, "settings_members", "member", context)


def remove(request: HttpRequest, handle: str, name: str) -> HttpResponse:
    """`/@handle/settings/members/<handle>/remove/`: with a reason."""
    access, person = allowed(request, handle, "commons.remove_member")
    present = _member(access, name)
    form = ReasonForm(posted(request))
    if save(
        request,
        form,
        lambda: membership.remove_member(
            access.commons, present.person, form.cleaned_data["reason"], person
        ),
        _("The membership has ended."),
    ):
        own = present.person_id == person.pk
        return redirect("commons:people" if own else "commons:settings_members", handle=handle)
    context = {"form": form, "member": present, "title": _("End a membership")}
    return show(request, "settings_members", "remove_member", context)


def groups(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/groups/`"""
    access, _person = allowed(request, handle, "commons.change_groups")
    context = {"groups": queries.in_groups(access.commons), "title": _("Groups")}
    return show(request, "settings_groups", "groups", context)


def group(request: HttpRequest, handle: str, slug: str = "") -> HttpResponse:
    """`/@handle/settings/groups/new/` and `…/groups/<slug>/`"""
    access, person = allowed(request, handle, "commons.change_groups")
    present = get_object_or_404(Group, commons=access.commons, slug=slug) if slug else None
    form = GroupForm(access.commons, present, posted(request))
    if save(
        request,
        form,
        lambda: group_services.save_group(
            access.commons, person, group=present, **form.cleaned_data
        ),
    ):
        return redirect("commons:settings_groups", handle=handle)
    title = _("Change the group") if present else _("Make a group")
    return show(request, "settings_groups", "form", {"form": form, "title": title})


def remove_group(request: HttpRequest, handle: str, slug: str) -> HttpResponse:
    """Asks once."""
    access, person = allowed(request, handle, "commons.change_groups")
    present = get_object_or_404(Group, commons=access.commons, slug=slug)
    if request.method == "POST":
        group_services.remove_group(present, person)
        messages.success(request, _("The group is gone; its people are still members."))
        return redirect("commons:settings_groups", handle=handle)
    context = {
        "title": _("Remove a group"),
        "what": present.name,
        "told": _("The group goes for good; its people stay members."),
        "back": reverse("commons:settings_groups", args=[handle]),
    }
    return show(request, "settings_groups", "remove", context)


def links(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/links/`: a new link is shown once, in the answer to the form."""
    access, person = allowed(request, handle, "commons.invite")
    form = LinkForm(posted(request))
    made: list[str] = []
    if save(
        request,
        form,
        lambda: made.append(joining.make_link(access.commons, person, **form.cleaned_data)[1]),
        _("The link is made."),
    ):
        form = LinkForm()
    rows = JoinLink.objects.filter(commons=access.commons, expires__gt=timezone.now())
    context = {
        "form": form,
        "made": _address(handle, made[0]) if made else "",
        "links": rows.filter(revoked__isnull=True, uses_left__gt=0).select_related(
            "inviter__actor"
        ),
        "title": _("Join links"),
    }
    return show(request, "settings_links", "links", context)


def _address(handle: str, token: str) -> str:
    return settings.BASE_URL + reverse("commons:by_link", args=[handle, token])


@require_POST
def revoke(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    access, person = allowed(request, handle, "commons.invite")
    try:
        joining.revoke_link(access.commons, number, person)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The link no longer works."))
    return redirect("commons:settings_links", handle=handle)


def applications(request: HttpRequest, handle: str) -> HttpResponse:
    """`/@handle/settings/applications/`"""
    access, _person = allowed(request, handle, "commons.answer_applications")
    rows = queries.applications(access.commons)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {"page_obj": page, "title": _("Applications")}
    return show(request, "settings_applications", "applications", context)


@require_POST
def accept(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    access, person = allowed(request, handle, "commons.answer_applications")
    try:
        accepted = joining.accept(access.commons, number, person)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        name = {"name": accepted.person.name}
        messages.success(request, _("%(name)s is a member now and has been told.") % name)
    return redirect("commons:settings_applications", handle=handle)


def decline(request: HttpRequest, handle: str, number: int) -> HttpResponse:
    """`/@handle/settings/applications/<id>/decline/`: with a reason."""
    access, person = allowed(request, handle, "commons.answer_applications")
    form = ReasonForm(posted(request))
    if save(
        request,
        form,
        lambda: joining.decline(access.commons, number, form.cleaned_data["reason"], person),
        _("The answer is sent."),
    ):
        return redirect("commons:settings_applications", handle=handle)
    application = queries.applications(access.commons).filter(pk=number).first()
    context = {"form": form, "application": application, "title": _("Decline")}
    return show(request, "settings_applications", "decline", context)
