"""Alerts, acknowledgements, assignments, who directs and who helps, and to whom a reporter's identity was disclosed."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.classification.models import Classification
from oscr.flow.clock.models import Clock
from oscr.flow.report.models import Conflict, Report, Restriction

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

    def in_hand_of(self, user: User) -> "AlertQuerySet":
        """Those on which somebody may act: county staff on what stands with the offices they answer for; the hotline, which sends
        them, on all."""
        seen = self._open_to(user)
        return seen if user.is_hotline else seen.current().filter(office__in=Office.objects.overseen_by(user))

    def visible_to(self, user: User) -> "AlertQuerySet":
        """Those which somebody may read: what they may act on, and what another office asked theirs to help with."""
        seen = self._open_to(user)
        if user.is_hotline:
            return seen
        mine = Office.objects.overseen_by(user)
        helped = Assistance.objects.standing().filter(office__in=mine).values("report")
        return seen.current().filter(Q(office__in=mine) | Q(classification__report__in=helped))

    def _open_to(self, user: User) -> "AlertQuerySet":
        """What is restricted is for those who may see it, and nobody sees the report of a family to whom they are related."""
        free = Q(classification__report__restriction=None)
        mine = Q(pk__in=Assignment.objects.filter(worker=user.pk, superseded_by=None).values("alert"))
        hidden = {"classification__report__restriction__in": Restriction.objects.naming_others(user)}
        seen = self.exclude(**hidden) if can(user, Permission.SEE_RESTRICTED) else self.filter(free | mine)
        related = Conflict.objects.filter(user=user.pk, report=OuterRef("classification__report"))
        return seen.filter(~Exists(related))


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


class SecondIncidentQuerySet(models.QuerySet["SecondIncident"]):
    """Which reports."""

    def standing(self) -> "SecondIncidentQuerySet":
        """Those that are second incidents by what is known now."""
        return self.filter(superseded_by=None, holds=True)


class SecondIncident(models.Model):
    """A second or subsequent incident of the same child or perpetrator: the office's chief investigator directs the response
    (RSMo 210.145.9). By its classification, or because it was found out later who is the same; a row that does not hold says that
    this was taken back. The last one counts."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="second_incidents")
    holds = models.BooleanField(default=True, help_text="No: who was said to be the same was taken back")
    late = models.BooleanField(help_text="Found out after the report was classified")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    objects = SecondIncidentQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["report"], name="second_incident_first_once", condition=Q(supersedes__isnull=True)
            ),
            models.CheckConstraint(
                name="second_incident_taken_back_once_said",
                condition=Q(holds=True) | Q(supersedes__isnull=False, late=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: second incident"


class ObservationVerified(models.Model):
    """Who directs the response verified that the child was directly observed by the Division (RSMo 210.145.9)."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="observation_verified")
    note = models.TextField(help_text="How it was verified")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="verified_with_note", condition=~Q(note=""))]

    def __str__(self) -> str:
        return f"{self.report}: observation verified"


class AssistanceQuerySet(models.QuerySet["Assistance"]):
    """Which requests for help."""

    def standing(self) -> "AssistanceQuerySet":
        """Those that were neither refused, nor done, nor taken back: the office that was asked reads the report."""
        over = AssistanceReply.objects.filter(assistance=OuterRef("pk")).exclude(result=AssistanceReply.Result.ACCEPTED)
        return self.filter(~Exists(over))

    def unanswered(self) -> "AssistanceQuerySet":
        """Those to which the office has said nothing yet."""
        return self.filter(replies=None)


class Assistance(models.Model):
    """Another office is asked to help with a report that stays with the one that has it. It reads the report until it is done."""

    class Kind(models.TextChoices):
        """What kind of help."""

        COURTESY = "courtesy", _("Courtesy: a child, a parent or a witness is in that county")
        LOCAL = "local", _("Emergency: a local worker sees the child for the out-of-home unit")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="assistance")
    asking = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", help_text="Who asked, and has the report"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="assistance", help_text="Who is asked")
    kind = models.CharField(max_length=8, choices=Kind)
    what = models.TextField(help_text="What is to be done there")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="assistance_says_what", condition=~Q(what="")),
            models.CheckConstraint(name="assistance_of_another", condition=~Q(office=models.F("asking"))),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.office} helps?"


class AssistanceReply(models.Model):
    """What became of a request for help: accepted, refused with a reason, done with what was found, or taken back."""

    class Result(models.TextChoices):
        """How."""

        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        DONE = "done", _("Done")
        WITHDRAWN = "withdrawn", _("Taken back")

    assistance = models.ForeignKey(Assistance, on_delete=models.PROTECT, related_name="replies")
    result = models.CharField(max_length=9, choices=Result)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assistance", "result"], name="assistance_reply_once"),
            models.UniqueConstraint(
                fields=["assistance"], name="assistance_ends_once", condition=~Q(result="accepted")
            ),
            models.CheckConstraint(
                name="assistance_reply_has_words", condition=~Q(result__in=("refused", "done")) | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assistance} {self.result}"
