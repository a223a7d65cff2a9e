import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0002_picture_host"),
    ]

    operations = [
        migrations.AddField(
            "federationsettings", "moving_to", models.CharField(max_length=500, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "federationsettings", "moving_error", models.CharField(max_length=30, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "federationsettings",
            "moving_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="actors.actor"
            ),
        ),
    ]
