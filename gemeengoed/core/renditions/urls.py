"""Under `/@<handle>/texts/`, beside the other pages about a text."""

from django.urls import path

from . import views

urlpatterns = [path("<int:pk>/draft.pdf", views.draft, name="draft")]
