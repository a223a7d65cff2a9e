"""From here on the database refuses to change or remove entries."""

from django.db import migrations

from gemeengoed.core.log import triggers


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]

    operations = [migrations.RunPython(triggers.forwards, triggers.backwards, elidable=False)]
