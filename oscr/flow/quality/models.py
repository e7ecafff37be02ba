"""Calls drawn for a second reading, what the second reader found, what a supervisor said of it; and walks through invented calls."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.call.models import Answer as Settled
from oscr.flow.classification.models import Classification, Proposal
from oscr.flow.report.models import Report
from oscr.record.models import Entry

BLIND = "hotline:reading"  # the pages from which a look, as the record names it, tells nothing of the first reading
READ_WITHIN = timedelta(days=14)  # an older call teaches nobody what to do differently today


class Salt(models.Model):
    """What the draw is made with: one row, chosen at random once, so that nobody can tell beforehand which call is drawn."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    value = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="salt_only_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return "the salt"


class DrawnQuerySet(models.QuerySet["Drawn"]):
    """Which drawn calls."""

    def visible_to(self, user: User) -> "DrawnQuerySet":
        """Those that this user can read blind, or has read: never restricted ones, nor one that they decided, worked on or opened."""
        if not can(user, Permission.READ_AGAIN):
            return self.none()
        of_report = {"report": OuterRef("classification__report")}
        subject = Concat(Value(f"{Report._meta.label_lower}:"), OuterRef("classification__report__number"))
        seen = Entry.objects.filter(subject=subject, by=user).exclude(details__route__startswith=BLIND)
        return self.filter(
            ~Exists(Settled.objects.filter(by=user, **of_report)),
            ~Exists(Proposal.objects.filter(by=user, **of_report)),
            ~Exists(Classification.objects.filter(Q(by=user) | Q(supervisor=user), **of_report)),
            Q(reading=None) & ~Exists(seen) | Q(reading__by=user),
            classification__report__restriction=None,
        )

    def to_read(self, at: datetime) -> "DrawnQuerySet":
        """Those that nobody has read yet and that are not too old, the oldest first."""
        return self.filter(reading=None, at__gt=at - READ_WITHIN).order_by("at", "pk")


class Drawn(models.Model):
    """A call that was drawn to be read by a second screener. Its number stands on none of the second reader's pages."""

    classification = models.OneToOneField(Classification, on_delete=models.PROTECT, related_name="drawn")
    at = models.DateTimeField()

    objects = DrawnQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["at"], name="drawn_at")]

    def __str__(self) -> str:
        return f"second reading {self.pk}"


class Answer(models.Model):
    """One fact as the second reader settled it, over what the report said. The latest row of a fact counts. No part of the call."""

    drawn = models.ForeignKey(Drawn, on_delete=models.PROTECT, related_name="settled")
    unit = models.CharField(max_length=8, blank=True, help_text="As in call.Answer")
    fact = models.CharField(max_length=80)
    value = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.fact}: {self.value}"


class Reading(models.Model):
    """What a second screener decided about a drawn call, blind. Changes nothing of the call."""

    drawn = models.OneToOneField(Drawn, on_delete=models.PROTECT, related_name="reading")
    outcome = models.CharField(max_length=40)
    recommended = models.CharField(max_length=40, help_text="What the protocol said on the second reader's facts")
    case = models.JSONField(help_text="The facts it was read on: law.protocol.Case")
    reason = models.TextField(blank=True)
    first = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["-at"], name="reading_at")]
        constraints = [models.CheckConstraint(name="reading_two_people", condition=~Q(first=F("by")))]

    def __str__(self) -> str:
        return f"{self.drawn}: {self.outcome}"


class DoubtQuerySet(models.QuerySet["Doubt"]):
    """Which doubts."""

    def visible_to(self, user: User) -> "DoubtQuerySet":
        """A supervisor sees those of reports that they may see."""
        if not can(user, Permission.ANSWER_DOUBTS):
            return self.none()
        return self.filter(reading__drawn__classification__report__in=Report.objects.visible_to(user))


class Doubt(models.Model):
    """A second reading was more protective than the decision: a supervisor is asked at once whether the decision stands."""

    reading = models.OneToOneField(Reading, on_delete=models.PROTECT, related_name="doubt")
    at = models.DateTimeField()

    objects = DoubtQuerySet.as_manager()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"doubt of {self.reading}"


class Verdict(models.Model):
    """A supervisor's answer to a doubt."""

    class Result(models.TextChoices):
        """What was found."""

        STANDS = "stands", _("The first decision stands")
        CORRECT = "correct", _("The call must be corrected")

    doubt = models.OneToOneField(Doubt, on_delete=models.PROTECT, related_name="verdict")
    result = models.CharField(max_length=7, choices=Result)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="doubt_verdict_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.doubt}: {self.result}"


class WalkQuerySet(models.QuerySet["Walk"]):
    """Which walks."""

    def visible_to(self, user: User) -> "WalkQuerySet":
        """One's own. Nobody looks over a trainee's shoulder: a supervisor sees scores, not steps."""
        return self.filter(by=user)


class Walk(models.Model):
    """Somebody walks through one invented call (law/data/training.toml). No report, no call, in nobody's figures."""

    example = models.SlugField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="walks")
    at = models.DateTimeField()

    objects = WalkQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["by", "-at"], name="walk_of_trainee")]

    def __str__(self) -> str:
        return f"walk {self.pk}: {self.example}"


class Step(models.Model):
    """One thing done on a walk, in order: a pathway opened, or a question put to the invented caller."""

    walk = models.ForeignKey(Walk, on_delete=models.PROTECT, related_name="steps")
    pathway = models.SlugField(max_length=40, blank=True)
    fact = models.CharField(max_length=80, blank=True)
    needless = models.BooleanField(default=False, help_text="No answer to it could have changed anything any more")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["walk", "pathway", "fact"], name="step_once"),
            models.CheckConstraint(
                name="step_is_one_thing",
                condition=(Q(pathway="") & ~Q(fact="")) | (~Q(pathway="") & Q(fact="", needless=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.walk}: {self.pathway or self.fact}"


class Score(models.Model):
    """How a walk ended: what was decided, and how it was scored (law.training.Marks)."""

    walk = models.OneToOneField(Walk, on_delete=models.PROTECT, related_name="score")
    outcome = models.CharField(max_length=40)
    hours = models.PositiveSmallIntegerField(null=True)
    actions = models.JSONField(default=list)
    marks = models.JSONField(help_text="law.training.Marks: what was right, and what was missed or needless")
    points = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["-at"], name="score_at")]
        constraints = [models.CheckConstraint(name="score_in_percent", condition=Q(points__lte=100))]

    def __str__(self) -> str:
        return f"{self.walk}: {self.points}"
