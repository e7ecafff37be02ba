"""Drafts, reports, and who is named in a report."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, Role, can
from oscr.agency.triggers import append_only
from oscr.people.models import THE_SAME, Link, Participant, Reporter

DRAFT_LIFE = timedelta(hours=72)  # OSCR FAQ: "Once 72 hours have passed from the time you saved the report"


class DraftQuerySet(models.QuerySet["Draft"]):
    """Which drafts."""

    def visible_to(self, user: User) -> "DraftQuerySet":
        """A draft belongs to who began it, a reporter or the screener who takes a call, and to nobody else."""
        return self.filter(owner=user) if user.role == Role.REPORTER or user.is_hotline else self.none()

    def alive(self, at: datetime) -> "DraftQuerySet":
        """Drafts saved no longer than 72 hours before `at`."""
        return self.filter(saved_at__gte=at - DRAFT_LIFE)

    def ended(self, at: datetime) -> "DraftQuerySet":
        """Drafts whose 72 hours are over."""
        return self.filter(saved_at__lt=at - DRAFT_LIFE)


class Draft(models.Model):
    """A report that is not sent yet. Its id is also the token that makes sending it twice harmless."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    answers = models.JSONField(default=dict, help_text="Page name to what was typed there")
    version = models.PositiveIntegerField(
        default=0, help_text="Counts saves, so that two tabs cannot overwrite silently"
    )
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField(db_index=True)

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def expires_at(self) -> datetime:
        """The last moment at which it can still be read."""
        return self.saved_at + DRAFT_LIFE


class Channel(models.TextChoices):
    """How a report came in."""

    ONLINE = "online", _("Online")
    PHONE = "phone", _("Phone")
    LETTER = "letter", _("Letter")
    FAX = "fax", _("Fax")
    WORKER = "worker", _("A field worker's own report")
    STATE = "state", _("Another state's report")
    REVIEW = "review", _("Review of three or more calls")  # nobody called: made of calls (manual 2.1.4.1)
    BIRTHS = "births", _("Birth Match")  # the Registrar's record, verified by whoever took it up (manual 2.1.3.4.1)


SCREENED = (Channel.PHONE, Channel.LETTER, Channel.FAX, Channel.WORKER, Channel.STATE)  # what a screener writes down
NO_CALL = (Channel.REVIEW, Channel.BIRTHS)  # nobody told of a concern: no such report counts as a call about a child


class ReportQuerySet(models.QuerySet["Report"]):
    """Which reports."""

    def visible_to(self, user: User) -> "ReportQuerySet":
        """A reporter sees their own; the hotline sees all but of a family to whom they are related, its supervisors alone what is
        restricted, and where some are named those alone; a county sees a report through its alert, not from here."""
        if user.is_hotline:
            free = self.exclude(pk__in=Conflict.objects.reports_of(user))
            if can(user, Permission.SEE_RESTRICTED):
                return free.exclude(restriction__in=Restriction.objects.naming_others(user))
            return free.filter(restriction=None)
        return self.filter(owner=user) if user.role == Role.REPORTER else self.none()


class Report(models.Model):
    """What one person told us at one time, as they told it. Never edited."""

    number = models.CharField(max_length=20, unique=True, help_text="The call number, e.g. 26325-00042")
    token = models.UUIDField(unique=True, help_text="One sending: the same token again is the same report")
    channel = models.CharField(max_length=8, choices=Channel)
    received_at = models.DateTimeField(help_text="The moment of receipt, from which the law counts")
    entered_at = models.DateTimeField(help_text="The moment at which it was typed in: later than receipt for paper")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="reports",
        help_text="Who sent it online",
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who took it by phone, or typed in what came on paper",
    )
    reporter = models.OneToOneField(Reporter, on_delete=models.PROTECT, related_name="report")
    emergency = models.BooleanField(help_text="An answer said that a child may be in danger now")
    narrative = models.TextField(blank=True)
    told = models.JSONField(help_text="Every page as it was answered, for the reporter's own record")
    case = models.JSONField(help_text="The protocol's facts as the reporter answered them: law.protocol.Case")
    language = models.CharField(max_length=5, default="en")

    objects = ReportQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        indexes = [
            models.Index(fields=["owner", "-received_at"], name="report_of_owner"),
            models.Index(fields=["received_at"], name="report_received"),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_came_from_somebody",
                condition=Q(channel="online", owner__isnull=False)
                | Q(channel__in=(*SCREENED, *NO_CALL), taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="report_entered_after_receipt", condition=Q(entered_at__gte=models.F("received_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    """Which restrictions."""

    def naming_others(self, user: User) -> "RestrictionQuerySet":
        """Those by which a supervisor of the hotline may not see a report: others are named, and they are not. A county's
        managers see a report by its alert, which is sent to an office that the conflict does not touch."""
        if not user.is_hotline:
            return self.none()
        named = Named.objects.filter(restriction=OuterRef("pk"))
        return self.filter(Exists(named), ~Exists(named.filter(user=user.pk)))


class Restriction(models.Model):
    """A report that only hotline supervisors, circuit managers, regional directors and the worker who responds may see: it
    concerns somebody who works here, or their family, or a court sealed it."""

    class Why(models.TextChoices):
        """Why."""

        CONFLICT = "conflict", _("It concerns an employee or an employee's family")
        SEALED = "sealed", _("Sealed by a court or by law")

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="restriction")
    why = models.CharField(max_length=8, choices=Why)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.report} restricted"


class Named(models.Model):
    """One of the supervisors who alone may see a restricted report at the hotline."""

    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["restriction", "user"], name="named_once")]

    def __str__(self) -> str:
        return f"{self.restriction} to {self.user}"


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Which conflicts of interest."""

    def reports_of(self, user: User) -> models.QuerySet["Conflict", Any]:
        """The reports (keys) of families to whom somebody is related: those of which that is written down, and every other that
        tells of one of their children, as links say."""
        declared = self.filter(user=user.pk)
        children = Participant.objects.filter(
            involvement__part=Part.CHILD, involvement__report__in=declared.values("report")
        )
        said = Link.objects.standing().filter(kind__in=THE_SAME)
        persons = said.filter(participant__in=children.values("pk")).values("person")
        told = Involvement.objects.filter(participant__in=said.filter(person__in=persons).values("participant"))
        return declared.values("report").union(told.values("report"), all=True)


class Conflict(models.Model):
    """Somebody of the staff is related to the family of a report: they are not assigned, and do not see it any more, nor what
    else was reported of that family."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(help_text="How they are related, as far as it must be known")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ConflictQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["report", "user"], name="conflict_once"),
            models.CheckConstraint(name="conflict_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.user} is related"


class Part(models.TextChoices):
    """As what somebody is named."""

    CHILD = "child", _("Child")
    ADULT = "adult", _("Adult in the household or family")


class InvolvementQuerySet(models.QuerySet["Involvement"]):
    """Which people of which reports."""

    def visible_to(self, user: User) -> "InvolvementQuerySet":
        """What was told of a family before is for all staff who answer for children now, whichever office had it (manual
        2.1.1), but not for who is related to them; what is restricted is for those who may see that."""
        if not can(user, Permission.LINK_PEOPLE):
            return self.none()
        free = self.exclude(report__in=Conflict.objects.reports_of(user))
        if can(user, Permission.SEE_RESTRICTED):
            return free.exclude(report__restriction__in=Restriction.objects.naming_others(user))
        return free.filter(report__restriction=None)


class Involvement(models.Model):
    """One participant of one report: children are lettered A, B, ..., everybody else is numbered 1, 2, ..."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="involved")
    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="involvement")
    part = models.CharField(max_length=5, choices=Part)
    code = models.CharField(max_length=3)
    victim = models.BooleanField(help_text="A child whom the concern is about")
    suspect = models.BooleanField(help_text="Somebody who may have done it: an alleged perpetrator")
    relation = models.CharField(max_length=200, blank=True, help_text="To the child, as told")
    now_at = models.TextField(blank=True, help_text="Where they are now, as told")

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["part", "code"]
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="involvement_code_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.code}"

    @property
    def number(self) -> str:
        """The call number: the record names a person by the report that told of them."""
        return self.report.number
