"""When each scheduled job last began, so that of many work processes one runs it."""

from django.db import models


class ScheduledRun(models.Model):
    name = models.CharField(max_length=80, primary_key=True)
    last_begun = models.DateTimeField(null=True)
    last_ended = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name
