import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '__first__'),
        ('commons', '__first__'),
        ('newsletters', '0006_letter_foot_may_be_empty'),
    ]

    operations = [
        migrations.CreateModel(
            name='ListImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.TextField()),
                ('language', models.CharField(max_length=20)),
                ('confirm', models.BooleanField()),
                ('file', models.CharField(blank=True, max_length=120)),
                ('lines', models.PositiveIntegerField()),
                ('line', models.PositiveIntegerField(default=0)),
                ('added', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('going', 'being brought in'), ('done', 'brought in'), ('cancelled', 'stopped'), ('failed', 'failed')], default='going', max_length=9)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_try', models.DateTimeField(default=django.utils.timezone.now)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='actors.actor')),
                ('commons', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='list_imports', to='commons.commons')),
            ],
        ),
        migrations.CreateModel(
            name='RefusedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('address', models.CharField(blank=True, max_length=80)),
                ('why', models.CharField(choices=[('quote', 'A quote is opened in this row and not closed.'), ('address', 'This is not an e-mail address: check it, such as name@example.org.')], max_length=7)),
                ('list_import', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refused_lines', to='newsletters.listimport')),
            ],
        ),
        migrations.AddIndex(
            model_name='listimport',
            index=models.Index(condition=models.Q(('state', 'going')), fields=['next_try'], name='list_imports_due'),
        ),
        migrations.AddConstraint(
            model_name='listimport',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'going')), fields=('commons',), name='one_list_import_at_a_time'),
        ),
    ]
