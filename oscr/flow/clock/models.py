"""A clock is a row."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from oscr.agency.models import Level, Office
from oscr.flow.report.models import Report


class ClockQuerySet(models.QuerySet["Clock"]):
    """Which clocks."""

    def running(self) -> "ClockQuerySet":
        """Not yet met."""
        return self.filter(met_at__isnull=True)

    def to_ring(self, at: datetime) -> "ClockQuerySet":
        """Overdue clocks of which the next level of the chain has not been told yet."""
        return self.running().filter(ring_at__lte=at)


class Clock(models.Model):
    """One duty of one office about one report: due then, by that law. Kind and label come from law/data/clocks.toml."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="clocks", help_text="Who must meet it")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    cite = models.CharField(max_length=200)
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    rung = models.PositiveSmallIntegerField(default=0, help_text="The highest level of the call-out chain told so far")
    rang_at = models.DateTimeField(null=True, help_text="When that level was told")
    ring_at = models.DateTimeField(
        null=True, help_text="When the next level is told; empty when nobody is left to tell"
    )

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["office", "due_at"], name="clock_of_office", condition=Q(met_at__isnull=True)),
            # which alerts are out: asked by a beat every two seconds
            models.Index(
                fields=["report"], name="clock_unacknowledged", condition=Q(kind="acknowledge", met_at__isnull=True)
            ),
            models.Index(fields=["ring_at"], name="clock_to_ring", condition=Q(met_at__isnull=True)),
            models.Index(
                fields=["started_at"], include=["met_at"], name="clock_of_promise", condition=Q(kind="processing")
            ),
        ]
        constraints = [
            # one that was met stays as it was: the same duty may begin anew, as when a corrected report is sent again
            models.UniqueConstraint(
                fields=["report", "kind", "office"], name="clock_once", condition=Q(met_at__isnull=True)
            ),
            models.CheckConstraint(name="clock_due_after_start", condition=Q(due_at__gte=F("started_at"))),
            models.CheckConstraint(
                name="clock_met_after_start", condition=Q(met_at__isnull=True) | Q(met_at__gte=F("started_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.report_id}"

    def overdue(self, at: datetime) -> bool:
        """Whether it was, or is at `at`, met too late. The due time itself is the first instant that is too late."""
        return (self.met_at or at) >= self.due_at

    @property
    def told(self) -> str:
        """Who was told last that it is overdue, as a level of the call-out chain; "" while nobody was."""
        return str(Level(self.rung).label) if self.rung else ""
