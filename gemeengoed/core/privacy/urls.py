"""At the root of the instance."""

from django.urls import path

from . import views

app_name = "privacy"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/register/", views.register, name="register"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("toegankelijkheid/", views.accessibility, name="toegankelijkheid"),
    path(".well-known/security.txt", views.security, name="security"),
    path("settings/privacy/", views.mine, name="mine"),
    path("settings/privacy/download/", views.everything, name="download"),
    path("settings/privacy/delete/", views.give_up, name="give_up"),
]
