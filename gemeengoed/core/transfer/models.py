"""Where a commons came from, and how far its arrival is."""

from django.db import models
from django.utils import timezone

from gemeengoed.core.commons.models import Commons


class Arrived(models.Model):
    """A commons that came from another server. While `finished` is null nobody sees it; whoever brings
    the same file (`digest`, SHA-256) again goes on where it stopped. `counts` is rows by part."""

    commons = models.OneToOneField(Commons, on_delete=models.CASCADE, related_name="arrived")
    origin = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    began = models.DateTimeField(default=timezone.now)
    finished = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "arrived"

    def __str__(self) -> str:
        return f"{self.commons_id} from {self.origin}"
