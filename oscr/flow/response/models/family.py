"""The family assessment: needs, services, risk, and its outcome (RSMo 210.145.16)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.triggers import append_only
from oscr.flow.response.models.deeds import Deed, DeedQuerySet


class Need(Deed):
    """What the family needs, and from whom that is known."""

    what = models.TextField()
    known_from = models.CharField(max_length=200, help_text="The family and other sources")

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]


class Service(Deed):
    """A service that is offered: voluntary and limited in time, unless the risk is high."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="services")
    what = models.CharField(max_length=200)
    until = models.DateField(help_text="Services are limited in time")
    why = models.TextField(help_text="Why it matters: which risk it lessens")

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="service_says_why", condition=~Q(why=""))]


class ServiceStep(Deed):
    """What became of an offer: accepted, refused, provided, ended."""

    class Kind(models.TextChoices):
        """What."""

        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        PROVIDED = "provided", _("Provided")
        ENDED = "ended", _("Ended")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    attempts = models.TextField(blank=True, help_text="Refused: what was tried")
    note = models.TextField(blank=True, help_text="Refused: the family's reasons")

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="refusal_is_documented", condition=~Q(kind="refused") | ~Q(attempts="") & ~Q(note="")
            )
        ]


class Risk(Deed):
    """The risk of future abuse or neglect, as assessed. The last one counts."""

    class Level(models.TextChoices):
        """How high."""

        LOW = "low", _("Low")
        MODERATE = "moderate", _("Moderate")
        HIGH = "high", _("High")

    level = models.CharField(max_length=8, choices=Level)
    why = models.TextField()

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["happened_at", "pk"]
        constraints = [models.CheckConstraint(name="risk_says_why", condition=~Q(why=""))]


class AssessmentOutcome(Deed):
    """What a family assessment came to, documented when the case is closed: outcome, services, removal of risk. The last one counts."""

    outcome = models.TextField()
    services = models.TextField(help_text="Which services were provided; or that there were none")
    risk_removed = models.TextField(help_text="How the risk to the child was removed, if there was one")

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_outcome_is_whole", condition=~Q(outcome="") & ~Q(services="") & ~Q(risk_removed="")
            )
        ]
