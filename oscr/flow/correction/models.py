"""Disputes, corrections and transfers, and how each was answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.assignment.models import Alert
from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Report


class DisputeQuerySet(models.QuerySet["Dispute"]):
    """Which disputes."""

    def open(self) -> "DisputeQuerySet":
        """Those that nobody has answered."""
        return self.filter(reply=None)

    def about(self, report: Report) -> "DisputeQuerySet":
        """Those about one report, whichever office has it now."""
        return self.filter(alert__classification__report=report)


class Dispute(models.Model):
    """An office disputes how the hotline screened a report, after its supervisor talked it over with somebody (CWM 3.2.1)."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="disputes")
    consulted = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(help_text="What is wrong, and why")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DisputeQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="dispute_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.alert} disputed"


class Correction(models.Model):
    """A report that was sent to an office was decided anew and sent again: the new decision, the alert it replaced, and the new one.

    Where the new decision sends it to no office there is no new alert.
    """

    classification = models.OneToOneField(Classification, on_delete=models.PROTECT, related_name="correction")
    replaced = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="corrected_by")
    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, null=True, related_name="corrects")
    facts = models.JSONField(help_text="What was settled otherwise: unit and fact, without the answers")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="correction_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.classification} corrected"


class Addition(models.Model):
    """What a correction adds to what was told of somebody, or of the report where no code is given. What was told stays."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="additions")
    code = models.CharField(
        max_length=3, blank=True, help_text="Of the person in the report: A, B, 1, 2; empty: the report"
    )
    text = models.TextField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="addition_has_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.correction} {self.code}"


class DisputeReply(models.Model):
    """A hotline supervisor's answer to a dispute. A correction is one by itself."""

    class Result(models.TextChoices):
        """What the hotline says."""

        STANDS = "stands", _("The screening stands")
        CORRECTED = "corrected", _("The report was corrected")
        LATE = "late", _("Agreed, but too late to send it again: the office changes it")

    dispute = models.OneToOneField(Dispute, on_delete=models.PROTECT, related_name="reply")
    result = models.CharField(max_length=9, choices=Result)
    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, null=True, related_name="replies")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="dispute_corrected_by_one",
                condition=Q(result="corrected", correction__isnull=False)
                | (~Q(result="corrected") & Q(correction__isnull=True) & ~Q(note="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.dispute}: {self.result}"


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Which transfers."""

    def visible_to(self, user: User) -> "TransferQuerySet":
        """What an office is asked to take over, for who answers for it; what is restricted for those who may see that."""
        if not can(user, Permission.TRANSFER):
            return self.none()
        free = Q(alert__classification__report__restriction=None)
        seen = self if can(user, Permission.SEE_RESTRICTED) else self.filter(free)
        return seen.filter(to__in=Office.objects.overseen_by(user))

    def open(self) -> "TransferQuerySet":
        """Those that nobody has answered."""
        return self.filter(reply=None)


class Transfer(models.Model):
    """An office asks another one to take over a report. It stays responsible until the other one accepts (CWM 3.2.1)."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="transfers")
    to = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, help_text="Id in law/data/transfers.toml")
    note = models.TextField(help_text="What it rests on")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = TransferQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="transfer_has_note", condition=~Q(note=""))]

    def __str__(self) -> str:
        return f"{self.alert} to {self.to}?"


class TransferReply(models.Model):
    """How a transfer ended: accepted, with the new alert; refused; taken back; or lapsed, because the hotline corrected the report."""

    class Result(models.TextChoices):
        """How."""

        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back by the office that proposed it")
        LAPSED = "lapsed", _("Lapsed: the hotline corrected the report")

    transfer = models.OneToOneField(Transfer, on_delete=models.PROTECT, related_name="reply")
    result = models.CharField(max_length=9, choices=Result)
    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="transfer_accepted_with_alert",
                condition=Q(result="accepted", alert__isnull=False) | (~Q(result="accepted") & Q(alert__isnull=True)),
            ),
            models.CheckConstraint(name="transfer_refused_with_reason", condition=~Q(result="refused") | ~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.transfer} {self.result}"
