"""The hotline's queue and the screener's own answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from oscr.agency.models import User
from oscr.agency.triggers import append_only
from oscr.flow.report.models import Report


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """Which places in the queue."""

    def visible_to(self, user: User) -> "WaitingQuerySet":
        """The places of reports that this user may see."""
        return self.filter(report__in=Report.objects.visible_to(user))

    def in_order(self) -> "WaitingQuerySet":
        """Emergencies first, then the oldest."""
        return self.order_by("-emergency", "received_at").select_related("report", "held_by")


class Waiting(models.Model):
    """A report's place in the queue: written with the report, removed when the hotline has done its part.

    Whoever holds the report is a column here, so that two people can never hold it. That a claim or release happened is in
    the record. The table stays as small as the queue, however large the archive.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, primary_key=True, related_name="waiting")
    emergency = models.BooleanField()
    received_at = models.DateTimeField()
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="holding")
    held_at = models.DateTimeField(null=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="waiting_holder_and_time",
                condition=Q(held_by__isnull=True, held_at__isnull=True)
                | Q(held_by__isnull=False, held_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} waits"


class Answer(models.Model):
    """One fact as the screener settled it, over what the report said. The latest row of a fact counts."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="settled")
    unit = models.CharField(
        max_length=8, blank=True, help_text="Empty for the call, A for a child, 1 for a suspect, A/1 for a pair"
    )
    fact = models.CharField(max_length=80)
    value = models.CharField(max_length=40, help_text="yes, no, unknown, or a value of the fact's closed list")
    why = models.TextField(blank=True, help_text="Where it is known from, or why it is answered against the records")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.fact}: {self.value}"
