import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Sources are records of their own now; the table has gone to them, with its rows and its keys."""

    dependencies = [
        ("documents", "0001_initial"),
        ("sources", "0001_initial"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="citation",
                    name="source",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="sources.source",
                    ),
                ),
                migrations.DeleteModel(name="Source"),
            ]
        )
    ]
