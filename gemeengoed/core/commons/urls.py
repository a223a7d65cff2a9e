"""Addresses of a commons, under `/@<handle>/`."""

from django.urls import path

from gemeengoed.core.registry import Menu

from .views import charter, front, joining, people, sections, settings
from .views import settings_partners as partners
from .views import settings_people as by_stewards
from .views import settings_programme as plan

_LANDINGS = [
    path(f"{menu}/", sections.landing, {"menu": menu}, name=str(menu))
    for menu in Menu
    if menu != Menu.ABOUT
]

_SETTINGS = [
    path("settings/", settings.general, name="settings"),
    path("settings/begin/", settings.begin, name="begin"),
    path("settings/picture/", settings.picture, name="picture"),
    path("settings/sections/", settings.sections, name="sections"),
    path("settings/questions/", plan.questions, name="settings_questions"),
    path("settings/questions/new/", plan.question, name="new_question"),
    path("settings/questions/<slug:slug>/", plan.question, name="change_question"),
    path("settings/questions/<slug:slug>/remove/", plan.remove_question, name="remove_question"),
    path("settings/questions/<slug:slug>/restore/", plan.restore_question, name="restore_question"),
    path("settings/questions/<slug:slug>/move/", plan.move_question, name="move_question"),
    path("settings/phases/", plan.phases, name="settings_phases"),
    path("settings/phases/new/", plan.phase, name="new_phase"),
    path("settings/phases/<int:number>/", plan.phase, name="change_phase"),
    path("settings/phases/<int:number>/remove/", plan.remove_phase, name="remove_phase"),
    path("settings/partners/", partners.partners, name="settings_partners"),
    path("settings/partners/new/", partners.new, name="new_partner"),
    path("settings/partners/<str:name>/remove/", partners.remove, name="remove_partner"),
    path("settings/partners/<str:name>/move/", partners.move, name="move_partner"),
    path("settings/members/", by_stewards.members, name="settings_members"),
    path("settings/members/<str:name>/", by_stewards.member, name="change_member"),
    path("settings/members/<str:name>/remove/", by_stewards.remove, name="remove_member"),
    path("settings/groups/", by_stewards.groups, name="settings_groups"),
    path("settings/groups/new/", by_stewards.group, name="new_group"),
    path("settings/groups/<slug:slug>/", by_stewards.group, name="change_group"),
    path("settings/groups/<slug:slug>/remove/", by_stewards.remove_group, name="remove_group"),
    path("settings/links/", by_stewards.links, name="settings_links"),
    path("settings/links/<int:number>/revoke/", by_stewards.revoke, name="revoke_link"),
    path("settings/applications/", by_stewards.applications, name="settings_applications"),
    path("settings/applications/<int:number>/accept/", by_stewards.accept, name="accept"),
    path("settings/applications/<int:number>/decline/", by_stewards.decline, name="decline"),
]

_CHARTER = [
    path("charter/", charter.charter, name="charter"),
    path("charter/edit/", charter.edit, name="charter_edit"),
    path("charter/versions/", charter.versions, name="charter_versions"),
    path("charter/versions/<int:number>/", charter.version, name="charter_version"),
    path("charter/compare/<int:old>/<int:new>/", charter.compare, name="charter_compare"),
]

urlpatterns = [
    path("about/", sections.about, name="about"),
    path("people/", people.people, name="people"),
    path("questions/<slug:slug>/", front.question, name="question"),
    path("join/", joining.join, name="join"),
    path("join/<str:token>/", joining.by_link, name="by_link"),
    path("joined/", joining.joined, name="joined"),
    path("withdraw/", joining.withdraw, name="withdraw"),
    path("leave/", joining.leave, name="leave"),
    *_LANDINGS,
    *_CHARTER,
    *_SETTINGS,
]
