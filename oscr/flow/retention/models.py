"""Until when a report is kept, its facts without anybody's name, and the log of what was removed."""

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.assignment.models import Alert
from oscr.flow.conclusion.models import ConclusionReply
from oscr.flow.report.models import Channel, Part, Report
from oscr.law import retention
from oscr.people.models import Sex


class Fact(models.Model):
    """What is counted of one concluded report, fixed when it was concluded, for the federal file and for statistics.

    Nothing in it leads to the report or to anybody: its key is random, and the one row that knows both (`Term`) goes with the report.
    Found otherwise later, it is another row that supersedes this one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    received_on = models.DateField()
    concluded_on = models.DateField()
    channel = models.CharField(max_length=8, choices=Channel)
    county = models.CharField(max_length=5, blank=True, help_text="FIPS code of the office's county; empty for others")
    source = models.CharField(max_length=60, blank=True, help_text="Group of the reporter's occupation, by the law")
    mandated = models.BooleanField()
    outcome = models.CharField(max_length=40, help_text="The track on which it was concluded")
    conclusion = models.CharField(max_length=32, help_text="Id in law/data/conclusions.toml")
    disposition = models.CharField(max_length=2, blank=True, help_text="In the federal file; empty: not in it")
    harassing = models.BooleanField(help_text="Referred as made to harass")
    allegations = ArrayField(models.CharField(max_length=40), help_text="Pathways that were raised")
    enforcement = models.BooleanField(help_text="Law enforcement was notified")
    services = models.BooleanField(help_text="A service was provided")
    classified_after = models.PositiveIntegerField(help_text="Minutes from receipt, as all of these")
    acknowledged_after = models.PositiveIntegerField(null=True)
    initiated_after = models.PositiveIntegerField(null=True, help_text="The first contact with the family, or attempt")
    seen_after = models.PositiveIntegerField(null=True, help_text="The first child whom it is about was seen")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        triggers = append_only()
        ordering = ["concluded_on", "pk"]
        indexes = [models.Index(fields=["concluded_on"], name="fact_concluded")]  # a federal year at a time
        constraints = [
            models.CheckConstraint(
                name="fact_concluded_after_receipt", condition=Q(concluded_on__gte=models.F("received_on"))
            )
        ]

    def __str__(self) -> str:
        return f"fact of {self.concluded_on}"


class FactPerson(models.Model):
    """One child or one alleged perpetrator of a fact: age and sex, and no more of who that is."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="people")
    code = models.CharField(max_length=3, help_text="As in the report: A, B for children, 1, 2 for others")
    part = models.CharField(max_length=5, choices=Part)
    age = models.PositiveSmallIntegerField(null=True, help_text="In full years, on the day of receipt")
    sex = models.CharField(max_length=7, choices=Sex)
    victim = models.BooleanField()
    suspect = models.BooleanField()
    prior = models.BooleanField(help_text="A child of whom abuse or neglect was found before")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["fact", "code"], name="fact_person_once"),
            models.CheckConstraint(name="fact_person_age", condition=Q(age__isnull=True) | Q(age__lte=120)),
        ]

    def __str__(self) -> str:
        return f"{self.fact} {self.code}"


class FactPair(models.Model):
    """One child and one alleged perpetrator of a fact: how they are related, what was alleged and what was found."""

    child = models.ForeignKey(FactPerson, on_delete=models.PROTECT, related_name="+")
    suspect = models.ForeignKey(FactPerson, on_delete=models.PROTECT, null=True, related_name="+")
    relation = models.CharField(max_length=20, blank=True, help_text="The protocol's value, as answered")
    allegation = models.CharField(max_length=40, blank=True, help_text="A pathway of the protocol")
    result = models.CharField(max_length=16, blank=True, help_text="Id of a result in law/data/conclusions.toml")
    custodian = models.BooleanField(help_text="Parent, guardian or custodian")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["child", "suspect", "allegation"], name="fact_pair_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.child} and {self.suspect}"


class TermQuerySet(models.QuerySet["Term"]):
    """Which terms."""

    def ended(self, at: datetime) -> "TermQuerySet":
        """Those of reports that are kept no longer at a moment, the oldest first: by the index of ends, whatever else is kept."""
        return self.filter(ends_at__lte=at).order_by("ends_at", "pk")

    def visible_to(self, user: User) -> "TermQuerySet":
        """Of reports that somebody may see who leads: the hotline's supervisors all, a county's leads those of their offices."""
        if not can(user, Permission.SEE_RESTRICTED):
            return self.none()
        if user.is_hotline:
            return self.filter(report__in=Report.objects.visible_to(user))
        mine = Alert.objects.visible_to(user).filter(classification__report=OuterRef("report"))
        return self.filter(Exists(mine))


class Term(models.Model):
    """Until when a report is kept, by what stands of it: filed at night, filed anew when that changes, gone with the report.

    It finds what is due; what is due is judged again by the law before it goes.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, primary_key=True, related_name="term")
    reply = models.OneToOneField(
        ConclusionReply,
        on_delete=models.PROTECT,
        null=True,
        related_name="term",
        help_text="The conclusion it counts by",
    )
    fact = models.OneToOneField(Fact, on_delete=models.PROTECT, null=True, related_name="term")
    period = models.CharField(max_length=40, help_text="Id in law/data/retention.toml")
    law = models.CharField(max_length=16, help_text="Which version of that data: law.retention.version")
    ends_at = models.DateTimeField(null=True, help_text="The first instant of no longer; empty: kept for good")
    filed_at = models.DateTimeField()

    objects = TermQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["ends_at"], name="term_ends", condition=Q(ends_at__isnull=False)),
            models.Index(fields=["law"], name="term_law"),
        ]
        constraints = [
            models.CheckConstraint(
                name="term_of_conclusion_has_fact",
                condition=Q(reply__isnull=True, fact__isnull=True) | Q(reply__isnull=False, fact__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.period}"

    @property
    def rule(self) -> retention.Period:
        """The period in the law."""
        return retention.one(self.period)


class Removal(models.Model):
    """One report that was removed by law: what it was and when, and a digest of what was there. Nobody is named."""

    class How(models.TextChoices):
        """What is left."""

        REMOVE = retention.REMOVE, _("Nothing is left but this line")
        DEIDENTIFY = retention.DEIDENTIFY, _("Its facts are left, which name nobody")

    number = models.CharField(max_length=20, unique=True, help_text="The call number")
    period = models.CharField(max_length=40, help_text="Id in law/data/retention.toml")
    how = models.CharField(max_length=10, choices=How)
    kind = models.CharField(max_length=40, help_text="The outcome, or how the call ended")
    conclusion = models.CharField(max_length=32, blank=True, help_text="Id in law/data/conclusions.toml")
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(help_text="When it was classified")
    cite = models.CharField(max_length=200)
    rows = models.PositiveIntegerField(help_text="How many rows of all tables went")
    digest = models.CharField(max_length=64, help_text="SHA-256 of these rows")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.number} removed"
