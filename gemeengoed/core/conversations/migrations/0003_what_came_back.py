from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0002_what_was_asked")]

    operations = [
        migrations.AddField(
            model_name="conversation",
            name="came_back",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
