"""Publications: works in series, with a kind and a number."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gemeengoed.core.commons.models import Commons
from gemeengoed.core.documents.models import Work


class Kind(models.TextChoices):
    EXPLAINER = "explainer", _("Explainer")
    REPORT = "report", _("Report")
    ARTICLE = "article", _("Article")


class Series(models.Model):
    """`title` and `description` by language; `total` is how many are planned (0 when open-ended)."""

    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="series")
    slug = models.SlugField(max_length=60)
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict, blank=True)
    total = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "series"
        constraints = [models.UniqueConstraint(fields=["commons", "slug"], name="series_slug")]

    def __str__(self) -> str:
        return self.slug


class Publication(models.Model):
    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="publication")
    commons = models.ForeignKey(Commons, on_delete=models.CASCADE, related_name="publications")
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.ARTICLE)
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.SET_NULL, related_name="publications"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commons", "slug"], name="publication_slug"),
            models.UniqueConstraint(fields=["series", "number"], name="number_in_series"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return self.work.uri
