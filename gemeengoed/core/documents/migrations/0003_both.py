from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_revisions"), ("documents", "0002_sources_apart")]
    operations: list = []
