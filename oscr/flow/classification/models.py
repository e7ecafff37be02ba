"""What was decided, what the protocol said, and a lower decision that waits for a supervisor."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from oscr.agency.backlog import Left
from oscr.agency.triggers import append_only
from oscr.flow.report.models import Report


class Classification(models.Model):
    """One decision about one report. Stores all that is needed to explain and to replay it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="classifications")
    outcome = models.CharField(max_length=40, help_text="Id in law/data/protocol/tracks.toml")
    recommended = models.CharField(max_length=40, help_text="What the protocol said on these facts")
    case = models.JSONField(help_text="The facts it was decided on: law.protocol.Case")
    decision = models.JSONField(help_text="law.protocol.Decision: rule, trace, assumptions, questions left, actions")
    protocol_hash = models.CharField(max_length=64)
    as_of = models.DateField(help_text="The day whose law applied: the day of receipt")
    reason = models.TextField(blank=True, help_text="Why, where the screener says so; always where it is lower")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["by", "-at"], name="classification_of_screener"),
            # how the hotline decided in a day or a month, without reading the decisions themselves
            models.Index(
                fields=["at"], include=["outcome", "recommended", "by", "supersedes"], name="classification_at"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["report"], name="classification_first_once", condition=Q(supersedes__isnull=True)
            ),
            models.CheckConstraint(
                name="classification_lower_with_reason", condition=Q(supervisor__isnull=True) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="classification_two_people", condition=Q(supervisor__isnull=True) | ~Q(supervisor=F("by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.outcome}"


class Unfollowed(Left):
    """A decision of which nobody asked yet whether other reports rest on it: flow.history asks, and takes it away."""

    classification = models.OneToOneField(Classification, on_delete=models.PROTECT, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.classification} to be followed"


class Proposal(models.Model):
    """A screener's wish to classify below the protocol's recommendation. Waits for a supervisor's ruling."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="proposals")
    outcome = models.CharField(max_length=40)
    case = models.JSONField(help_text="The facts it was proposed on: law.protocol.Case")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="proposal_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.report}: {self.outcome}?"


class Ruling(models.Model):
    """A supervisor's answer to a proposal."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="ruling")
    approved = models.BooleanField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.proposal} {'approved' if self.approved else 'declined'}"


class ArchivedMonth(models.Model):
    """What was known in the calls received in one month, without anybody's name, packed for deciding them anew.

    Kept when the calls themselves are deleted. Filled by `archive`; a call is known by its classification's key only.
    """

    month = models.DateField(primary_key=True, help_text="Its first day, in Missouri")
    planes = models.BinaryField(help_text="law.protocol.comparing.planes, packed")
    calls = models.PositiveIntegerField()
    packed_at = models.DateTimeField()

    class Meta:
        ordering = ["month"]
        constraints = [
            models.CheckConstraint(name="archived_month_begins", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.calls} calls"
