"""A clock is a row; how it had stood that stands again, more time for it, what was updated meanwhile, and calendars' addresses."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from oscr.agency.models import Level, Office
from oscr.agency.triggers import append_only
from oscr.flow.report.models import Report
from oscr.law import clocks, good_cause, happened

COMPLETE, UPDATE = "complete", "update"  # the kinds that good cause extends, and that run once the time is over


class ClockQuerySet(models.QuerySet["Clock"]):
    """Which clocks."""

    def running(self) -> "ClockQuerySet":
        """Not yet met."""
        return self.filter(met_at__isnull=True)

    def owed(self) -> "ClockQuerySet":
        """In which a duty of the Division runs: not somebody's time to appeal."""
        return self.exclude(kind__in=clocks.of_others())

    def to_ring(self, at: datetime) -> "ClockQuerySet":
        """Overdue clocks of which the next level of the chain has not been told yet; one level at a time, each at another moment."""
        return self.running().filter(Q(rang_at__isnull=True) | Q(rang_at__lt=at), ring_at__lte=at)


class Clock(models.Model):
    """One duty of one office about one report: due then, by that law. Kind and label come from law/data/clocks.toml.

    Without a due time it stays open until it is met, as the investigation of a child's death does.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=40)
    law = models.CharField(max_length=40, blank=True, help_text="Which clock of law/data/clocks.toml, by its id")
    about = models.CharField(
        max_length=60, blank=True, help_text="Which of several of a kind: a code or a key, never a name"
    )
    label = models.CharField(max_length=120)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="clocks", help_text="Who must meet it")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="clocks",
        help_text="Who responds to the report for that office: kept here for the boards",
    )
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="The first instant that is too late; empty while it stays open")
    cite = models.CharField(max_length=200)
    met_at = models.DateTimeField(null=True, help_text="When what it asks for was done")
    noted_at = models.DateTimeField(null=True, help_text="When that was entered")
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
            # a board looks once over all of an office's: in order of the report, so that nothing is sorted
            models.Index(
                fields=["office", "report"],
                include=["due_at", "worker", "kind"],
                name="clock_of_office",
                condition=Q(met_at__isnull=True),
            ),
            models.Index(fields=["worker", "due_at"], name="clock_of_worker", condition=Q(met_at__isnull=True)),
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
                fields=["report", "kind", "about", "office"], name="clock_once", condition=Q(met_at__isnull=True)
            ),
            models.CheckConstraint(name="clock_due_after_start", condition=Q(due_at__gte=F("started_at"))),
            models.CheckConstraint(
                name="clock_open_is_completion",
                condition=Q(due_at__isnull=False) | Q(kind=COMPLETE, ring_at__isnull=True),
            ),
            models.CheckConstraint(
                name="clock_met_after_start", condition=Q(met_at__isnull=True) | Q(met_at__gte=F("started_at"))
            ),
            models.CheckConstraint(
                name="clock_met_is_noted",
                condition=Q(met_at__isnull=True, noted_at__isnull=True)
                | Q(met_at__isnull=False, noted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.report_id}"

    def overdue(self, at: datetime) -> bool:
        """Whether it was, or is at `at`, met too late. The due time itself is the first instant that is too late."""
        return self.due_at is not None and (self.met_at or at) >= self.due_at

    @property
    def entered_later(self) -> bool:
        """Whether it was met in time and written down so much later that a page says so."""
        return bool(self.met_at and self.noted_at and happened.entered_later(self.met_at, self.noted_at))

    @property
    def told(self) -> str:
        """Who was told last that it is overdue, as a level of the call-out chain; "" while nobody was."""
        return str(Level(self.rung).label) if self.rung else ""


class Unmet(models.Model):
    """A clock that was met stands again: what had met it turned out otherwise. Here is how it had stood, and why it does no more."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="unmet")
    met_at = models.DateTimeField(help_text="When what it asks for was said to be done")
    noted_at = models.DateTimeField(help_text="When that was entered")
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="unmet_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.clock} stands again"


class Extension(models.Model):
    """Good cause, documented by a supervisor, for an investigation that takes longer (RSMo 210.145.17)."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="extensions")
    kind = models.CharField(max_length=40)
    cause = models.CharField(max_length=40, help_text="Good cause, id in law/data/clocks.toml")
    involves = models.CharField(max_length=20, help_text="What decides how far it carries, as in law/data/clocks.toml")
    reason = models.TextField()
    certified_by = models.CharField(max_length=200, blank=True, help_text="Which prosecutor's office certified it")
    certified_on = models.DateField(null=True)
    was_due_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="Empty when it stays open")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="extension_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="extension_certified",
                condition=~Q(cause="prosecutor") | (~Q(certified_by="") & Q(certified_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="extension_gives_time",
                condition=Q(due_at__isnull=False, due_at__gt=F("was_due_at"))
                | Q(due_at__isnull=True, involves=good_cause.FATALITY),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.report_id} extended"

    @property
    def label(self) -> str:
        """The cause in words."""
        return good_cause.causes()[self.cause].label

    @property
    def cite(self) -> str:
        """Where the law has the cause."""
        return good_cause.causes()[self.cause].cite


class Update(models.Model):
    """What is new about a report that is not completed after 45 days: written down at regular intervals (RSMo 210.145.17(3))."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="updates")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="update_has_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"update of {self.report_id}"


class CalendarFeed(models.Model):
    """The secret address at which one person's calendar program asks what is due. Only a digest of the secret is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret, in hex")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], name="feed_one_each", condition=Q(withdrawn_at__isnull=True)),
            models.CheckConstraint(
                name="feed_withdrawn_after_made",
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("made_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
