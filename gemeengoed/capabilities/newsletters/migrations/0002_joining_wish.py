from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="wish",
            field=models.JSONField(default=dict),
        ),
    ]
