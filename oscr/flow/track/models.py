"""Track changes, and emergencies taken down."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from oscr.agency.triggers import append_only
from oscr.flow.assignment.models import Alert
from oscr.flow.classification.models import Classification
from oscr.flow.enforcement.models import EnforcementNotice


class TrackChange(models.Model):
    """The office changed the track of a report. A second change supersedes the first; a new decision of the hotline stands by itself."""

    classification = models.ForeignKey(Classification, on_delete=models.PROTECT, related_name="track_changes")
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="track_changes")
    was = models.CharField(max_length=40, help_text="Outcome, id in law/data/protocol/tracks.toml")
    to = models.CharField(max_length=40)
    reason = models.TextField()
    notice = models.ForeignKey(
        EnforcementNotice,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The written notice to law enforcement, where an investigation was ended",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["classification"], name="track_first_once", condition=Q(supersedes__isnull=True)
            ),
            models.CheckConstraint(name="track_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="track_changes", condition=~Q(was=F("to"))),
            # of an investigation that goes on as something else, law enforcement was told in writing (RSMo 210.145.15)
            models.CheckConstraint(
                name="track_ended_with_notice", condition=~Q(was="investigation") | Q(notice__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert}: {self.was} to {self.to}"


class PriorityOverride(models.Model):
    """An emergency was taken down to an ordinary response, after a supervisor approved (CWM 3.4)."""

    classification = models.OneToOneField(Classification, on_delete=models.PROTECT, related_name="priority_override")
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="priority_overrides")
    was = models.PositiveSmallIntegerField(help_text="Hours within which somebody had to respond")
    hours = models.PositiveSmallIntegerField(help_text="Hours within which somebody responds now")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    consulted_at = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(name="override_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="override_goes_down", condition=Q(hours__gt=F("was"))),
            models.CheckConstraint(name="override_after_consult", condition=Q(consulted_at__lte=F("at"))),
        ]

    def __str__(self) -> str:
        return f"{self.alert}: {self.was} h to {self.hours} h"
