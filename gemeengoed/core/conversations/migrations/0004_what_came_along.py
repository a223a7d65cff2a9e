from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0003_what_came_back")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="attachments",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
