"""What mail servers said is kept without the addresses in it, and not of who was erased."""

import re

from django.db import migrations

_ADDRESS = re.compile(r"\S*@\S*")
_BATCH = 1000


def _blank(apps, schema_editor):
    copies = apps.get_model("mail", "Copy").objects
    copies.filter(recipient="").exclude(state="skipped").exclude(answer="").update(answer="")
    _without(copies, "answer")
    _without(apps.get_model("mail", "OutgoingMessage").objects.defer("raw"), "last_error")
    _without(apps.get_model("mail", "Mailing").objects.defer("template"), "why")
    _without(apps.get_model("mail", "RelayState").objects, "trouble")


def _without(rows, column):
    named, last = rows.filter(**{f"{column}__contains": "@"}).order_by("pk"), 0
    while batch := list(named.filter(pk__gt=last)[:_BATCH]):
        for row in batch:
            setattr(row, column, _ADDRESS.sub("…", getattr(row, column)))
        named.model.objects.bulk_update(batch, [column])
        last = batch[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0005_copies_of_whom"),
    ]

    operations = [
        migrations.RunPython(_blank, migrations.RunPython.noop),
    ]
