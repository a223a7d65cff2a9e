"""Set FORM_RENDERER to this class and every {{ form }} wears the look."""

from django.forms.renderers import DjangoTemplates


class GemeengoedRenderer(DjangoTemplates):
    """Label, help, error and control per field; a linked summary of errors on top.

    Finds Django's own widget templates and those of every installed app.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
