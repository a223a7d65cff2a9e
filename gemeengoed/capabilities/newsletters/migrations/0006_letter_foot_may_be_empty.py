from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0005_letter_changed_by")]

    operations = [
        migrations.AlterField(
            model_name="settings",
            name="footer",
            field=models.JSONField(blank=True, default=dict),
        )
    ]
