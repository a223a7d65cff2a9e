import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0004_what_came_along'),
        ('federation', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='correspondent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='federation.remoteactor'),
        ),
        migrations.AddField(
            model_name='conversation',
            name='shows_further',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='message',
            name='changed',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='conversations.message'),
        ),
        migrations.AddField(
            model_name='message',
            name='remote',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='message', to='federation.remoteobject'),
        ),
        migrations.AddField(
            model_name='message',
            name='shown',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='version',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='message',
            name='withheld',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
