"""Alerts, acknowledgements, assignments, and to whom a reporter's identity was disclosed."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.classification.models import Classification
from oscr.flow.clock.models import Clock
from oscr.flow.report.models import Restriction

ACKNOWLEDGE = "acknowledge"  # the kind of clock that an acknowledgement meets


class AlertQuerySet(models.QuerySet["Alert"]):
    """Which alerts."""

    def current(self) -> "AlertQuerySet":
        """Those that stand: neither corrected, nor withdrawn by a correction, nor taken over by another office."""
        return self.filter(superseded_by=None, classification__superseded_by=None)

    def unacknowledged(self) -> "AlertQuerySet":
        """Those that stand and that no office has acknowledged: found by their clocks, so that the archive may grow."""
        waits = Clock.objects.running().filter(kind=ACKNOWLEDGE).values("report")
        return self.current().filter(classification__report__in=waits, acknowledgement=None)

    def visible_to(self, user: User) -> "AlertQuerySet":
        """County staff see the alerts that stand with the offices they answer for; the hotline, which sends them, sees all. What
        is restricted is for those who may see it."""
        free = Q(classification__report__restriction=None)
        mine = Q(pk__in=Assignment.objects.filter(worker=user.pk, superseded_by=None).values("alert"))
        hidden = {"classification__report__restriction__in": Restriction.objects.naming_others(user)}
        seen = self.exclude(**hidden) if can(user, Permission.SEE_RESTRICTED) else self.filter(free | mine)
        return seen if user.is_hotline else seen.current().filter(office__in=Office.objects.overseen_by(user))


class Alert(models.Model):
    """A classified report sent to the office that must respond. Sent again after a correction, or taken over by another office,
    it is a new alert that supersedes the old one: a report has one that stands."""

    classification = models.ForeignKey(Classification, on_delete=models.PROTECT, related_name="alerts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="alerts")
    rule = models.CharField(max_length=40, help_text="Routing rule, id in law/data/routing.toml")
    reason = models.TextField(blank=True, help_text="Why another office than the rule's")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    objects = AlertQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["office", "-at"], name="alert_of_office")]
        constraints = [
            models.UniqueConstraint(
                fields=["classification"], name="alert_first_once", condition=Q(supersedes__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The call number."""
        return self.classification.report.number


class Acknowledgement(models.Model):
    """The office has seen the alert."""

    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="acknowledgement")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.alert} acknowledged"


class Assignment(models.Model):
    """The worker who responds. A new worker is a new row that supersedes the old one."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="assignments")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["alert"], name="assignment_first_once", condition=models.Q(supersedes__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert} to {self.worker}"


class Purpose(models.TextChoices):
    """Why a reporter's identity is disclosed inside the Division."""

    CONTACT = "contact", _("Contact the mandated reporter within 48 hours (RSMo 210.145.11)")
    DISPOSITION = "disposition", _("Answer the reporter's question about the disposition (RSMo 210.145.18)")
    SAFETY = "safety", _("Keep the reporter safe")


class DisclosureRequestQuerySet(models.QuerySet["DisclosureRequest"]):
    """Which requests."""

    def open(self) -> "DisclosureRequestQuerySet":
        """Those that nobody refused, and for which nothing was disclosed yet."""
        given = Disclosure.objects.filter(alert=OuterRef("alert"), to=OuterRef("by"), purpose=OuterRef("purpose"))
        return self.filter(~Exists(given), refusal=None)


class DisclosureRequest(models.Model):
    """Somebody of an alerted office asks to see who the reporter is, for one purpose. A disclosure to them for it is the approval."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="disclosure_requests")
    purpose = models.CharField(max_length=12, choices=Purpose)
    reason = models.TextField(help_text="What for, in words: what the supervisor is consulted about")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DisclosureRequestQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="disclosure_request_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.alert} to {self.by}?"


class DisclosureRefusal(models.Model):
    """A supervisor does not let somebody see who the reporter is, and says why."""

    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="refusal")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="disclosure_refusal_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.request} refused"


class Disclosure(models.Model):
    """A supervisor let one person see who the reporter is, for one purpose (RSMo 210.150)."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="disclosures")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["alert", "to", "purpose"], name="disclosure_once")]

    def __str__(self) -> str:
        return f"{self.alert} to {self.to}"
