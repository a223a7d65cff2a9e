from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletters", "0003_stuck_and_approved")]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="topics_gone",
            field=models.BooleanField(default=False),
        ),
    ]
