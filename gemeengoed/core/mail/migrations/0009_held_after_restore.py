from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("mail", "0008_untold"),
    ]

    operations = [
        migrations.AddField(
            model_name="relaystate",
            name="held",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
