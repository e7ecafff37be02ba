"""What every row of a response has: of which alert, by whom, when it happened and when it was entered."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models

from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Report
from oscr.law import happened

D_co = TypeVar("D_co", bound="Deed", covariant=True)


class DeedQuerySet(models.QuerySet[D_co]):
    """Which rows of one kind."""

    def of(self, report: Report) -> Self:
        """Those of a report, whichever office responded then."""
        return self.filter(alert__classification__report=report).select_related("by")


class Deed(models.Model):
    """One row of a response. The alert says which office responded; what belongs together is asked by report."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    at = models.DateTimeField(help_text="When it was entered")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def entered_later(self) -> bool:
        """Whether a page says when it was entered."""
        return happened.entered_later(self.happened_at, self.at)
