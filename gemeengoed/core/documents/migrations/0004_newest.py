from django.db import migrations, models


def fill(apps, schema_editor):
    """When the newest text that is out came out, for every work there is, in one statement."""
    Document = apps.get_model("documents", "Document")
    Work = apps.get_model("documents", "Work")
    out = Document.objects.filter(work=models.OuterRef("pk"), state="published").order_by()
    newest = out.values("work").annotate(newest=models.Max("published_at")).values("newest")
    Work.objects.update(newest=models.Subquery(newest))


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_revisions")]

    operations = [
        migrations.AddField(
            model_name="work",
            name="newest",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="work",
            index=models.Index(
                condition=models.Q(("newest__isnull", False)),
                fields=["commons", "object_type", "-newest", "-id", "audience"],
                name="work_out",
            ),
        ),
    ]
