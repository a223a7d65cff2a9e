from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("federation", "0003_moving"),
    ]

    operations = [
        migrations.AddField(
            "federationsettings",
            "told",
            models.CharField(max_length=64, blank=True, default=""),
            preserve_default=False,
        ),
    ]
