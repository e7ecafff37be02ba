"""The safety assessment: what was answered, what was decided about each child, and the plan."""

from django.db import models
from django.db.models import Q

from oscr.agency.triggers import append_only
from oscr.flow.report.models import Involvement
from oscr.flow.response.models.deeds import Deed, DeedQuerySet


class SafetyAssessment(Deed):
    """The form as it was filled in at one moment (RSMo 210.145.2). The last one counts."""

    form = models.CharField(max_length=40, help_text="Id of the form in law/data/safety.toml")
    answers = models.JSONField(help_text="Id of an item to yes, no or unknown")
    capacities = models.JSONField(help_text="Ids of what protects")
    interventions = models.JSONField(help_text="Ids of what keeps the children safe now")
    note = models.TextField(blank=True)

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["happened_at", "pk"]


class SafetyDecision(models.Model):
    """What an assessment decides about one child."""

    assessment = models.ForeignKey(SafetyAssessment, on_delete=models.PROTECT, related_name="decisions")
    involved = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, help_text="Id in law/data/safety.toml")

    class Meta:
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["assessment", "involved"], name="safety_decided_once")]

    def __str__(self) -> str:
        return f"{self.decision} in assessment {self.assessment_id}"


class PlanStep(models.Model):
    """Who does what until when, so that a child stays safe."""

    assessment = models.ForeignKey(SafetyAssessment, on_delete=models.PROTECT, related_name="plan")
    who = models.CharField(max_length=200)
    what = models.TextField()
    until = models.DateField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="plan_step_is_whole", condition=~Q(who="") & ~Q(what=""))]

    def __str__(self) -> str:
        return f"step {self.pk} of assessment {self.assessment_id}"
