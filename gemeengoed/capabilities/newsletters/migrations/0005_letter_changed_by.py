import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "__first__"),
        ("newsletters", "0004_topics_gone"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="actors.actor",
            ),
        ),
    ]
