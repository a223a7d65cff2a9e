"""Addresses of persons, organisations and what one decides for oneself."""

from django.urls import path

from .views import choosing_language, invitation, operating, organisations, profiles, settings

urlpatterns = [
    path("settings/", settings.hub, name="settings"),
    path("settings/profile/", profiles.edit, name="edit_profile"),
    path("settings/profile/remove-picture/", profiles.remove_picture, name="remove_picture"),
    path("settings/language/", settings.language, name="language"),
    path("language/", choosing_language.choose, name="choose_language"),
    path("settings/security/", settings.security, name="security"),
    path("settings/tokens/", settings.token_list, name="tokens"),
    path("settings/tokens/<int:pk>/end/", settings.revoke, name="revoke_token"),
    path("settings/organisations/", organisations.mine, name="my_organisations"),
    path("settings/organisations/<int:pk>/confirm/", organisations.confirm, name="confirm"),
    path("settings/organisations/<int:pk>/leave/", organisations.leave, name="leave"),
    path("settings/server/people/", operating.people, name="operate_people"),
    path("settings/server/people/invite/", operating.invite, name="invite"),
    path("settings/server/people/invite/<int:pk>/end/", operating.withdraw, name="withdraw"),
    path("settings/server/people/<str:handle>/", operating.person, name="operate_person"),
    path("settings/server/people/<str:handle>/<str:act>/", operating.act, name="operate"),
    path("organisations/", organisations.all_of_them, name="organisations"),
    path("organisations/new/", organisations.new, name="new_organisation"),
    path("organisations/<str:handle>/edit/", organisations.edit, name="edit_organisation"),
    path("organisations/<str:handle>/people/", organisations.people, name="organisation_people"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
]
