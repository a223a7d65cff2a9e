"""Of mail that came in, who wrote it, so that it goes with them."""

from django.db import migrations, models

from gemeengoed.core.mail.incoming.mime import headers_of


def _fill(apps, schema_editor):
    from gemeengoed.core.mail.incoming.reading import author  # noqa: PLC0415 - it needs the models

    rows = apps.get_model("mail", "IncomingMessage").objects
    for row in rows.filter(whose="").iterator(chunk_size=10):
        address = author(headers_of(bytes(row.raw)))[1].replace("\0", "").lower()
        rows.filter(pk=row.pk).update(whose=address)


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0006_answers_without_addresses"),
    ]

    operations = [
        migrations.AddField(
            model_name="incomingmessage",
            name="whose",
            field=models.CharField(blank=True, db_index=True, default="", max_length=254),
            preserve_default=False,
        ),
        migrations.RunPython(_fill, migrations.RunPython.noop),
    ]
