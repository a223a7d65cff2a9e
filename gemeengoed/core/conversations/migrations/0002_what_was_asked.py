import re

from django.db import migrations, models

TOKEN = re.compile(r"(?<![^\W_])[a-z2-7]{25}(?![^\W_])", re.IGNORECASE)
LETTERS_ONLY = re.compile(r"(?<!\S)[a-z]{25}(?=[\s.,;:!?]|$)", re.IGNORECASE)


def fill(apps, schema_editor):
    """Links that were mailed go on working; who was asked about n messages was asked about the first n kept."""
    Conversation = apps.get_model("conversations", "Conversation")
    for one in Conversation.objects.exclude(consent="").iterator():
        numbers = one.messages.order_by("pk").values_list("pk", flat=True)
        one.asked_until = max(numbers[: one.asked_to_publish], default=None)
        one.consent_token = one.token
        one.save(update_fields=["asked_until", "consent_token"])


def blank(apps, schema_editor):
    """Takes readers' tokens out of what is kept, as `blanking.py` does for what comes in."""
    for model, names in (("Message", ("words", "quoted")), ("Conversation", ("subject",))):
        for row in apps.get_model("conversations", model).objects.only(*names).iterator():
            for name in names:
                words = getattr(row, name)
                setattr(row, name, TOKEN.sub(lambda found: _blanked(found, words), words))
            row.save(update_fields=names)


def _blanked(found, words):
    return found[0] if LETTERS_ONLY.match(words, found.start()) else "…"


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="consent_token",
            field=models.CharField(blank=True, max_length=40, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="conversation",
            name="asked_until",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(blank, migrations.RunPython.noop, elidable=True),
    ]
