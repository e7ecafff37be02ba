"""What law enforcement was told, by which link it reads it, and what it answered."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import LawEnforcementAgency
from oscr.agency.triggers import append_only
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Report


class Kind(models.TextChoices):
    """What a notice is about."""

    REPORT = "report", _("A report that is investigated")
    ENDING = "ending", _("An investigation is ended before it is completed")


class How(models.TextChoices):
    """By which way somebody was told."""

    PHONE = "phone", _("By phone")
    PERSON = "person", _("In person")
    PAPER = "paper", _("On paper: letter or fax")
    LINK = "link", _("By a link that opens once")


WRITTEN = (How.PAPER, How.LINK)


class EnforcementNoticeQuerySet(models.QuerySet["EnforcementNotice"]):
    """Which notices."""

    def about(self, report: Report) -> "EnforcementNoticeQuerySet":
        """Those about one report, whichever office has it now."""
        return self.filter(alert__classification__report=report)

    def unanswered(self) -> "EnforcementNoticeQuerySet":
        """Those of reports to which nothing came that counts: neither assistance nor a written explanation."""
        counts = Q(result=EnforcementAnswer.Result.ASSISTS) | Q(written=True)
        answered = EnforcementAnswer.objects.filter(counts, notice=OuterRef("pk"))
        return self.filter(~Exists(answered), kind=Kind.REPORT)


class EnforcementNotice(models.Model):
    """An agency was notified: of a report with a detailed description (RSMo 210.145.7), or in writing that an investigation is ended,
    with the reason (210.145.15). Never holds who reported."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="enforcement_notices")
    agency = models.ForeignKey(LawEnforcementAgency, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=6, choices=Kind)
    how = models.CharField(max_length=6, choices=How)
    text = models.TextField(help_text="What the agency was told")
    spoke_with = models.CharField(max_length=200, blank=True, help_text="Whom of the agency")
    happened_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = EnforcementNoticeQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="enforcement_told_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="enforcement_ending_written", condition=~Q(kind="ending") | Q(how__in=("paper", "link"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} about {self.alert}"


class EnforcementAnswer(models.Model):
    """What an agency answered: it assists, or it cannot, and why. `by` is empty where the agency wrote it itself."""

    class Result(models.TextChoices):
        """What it says."""

        ASSISTS = "assists", _("Assists")
        UNABLE = "unable", _("Cannot assist")

    notice = models.ForeignKey(EnforcementNotice, on_delete=models.PROTECT, related_name="answers")
    result = models.CharField(max_length=7, choices=Result)
    officer = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    because = models.TextField(blank=True)
    written = models.BooleanField(help_text="By the agency itself, on paper or by the link")
    happened_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="enforcement_assists_who", condition=~Q(result="assists") | (~Q(officer="") & ~Q(phone=""))
            ),
            models.CheckConstraint(name="enforcement_unable_why", condition=~Q(result="unable") | ~Q(because="")),
            models.CheckConstraint(name="enforcement_itself_writes", condition=Q(by__isnull=False) | Q(written=True)),
        ]

    def __str__(self) -> str:
        return f"{self.notice}: {self.result}"


class OneTimeLink(models.Model):
    """A link by which an agency opens one notice, once. Only the hash of its secret is kept; the e-mail alone holds the secret."""

    notice = models.ForeignKey(EnforcementNotice, on_delete=models.PROTECT, related_name="links")
    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"link to {self.notice}"


class Opening(models.Model):
    """Somebody knocked with a link: it opened, was shown again on the same device, or stayed shut."""

    class Result(models.TextChoices):
        """What came of it."""

        OPENED = "opened", _("Opened")
        AGAIN = "again", _("Read again on the same device")
        ELSEWHERE = "elsewhere", _("Refused: opened before, on another device")
        EXPIRED = "expired", _("Refused: too late")

    link = models.ForeignKey(OneTimeLink, on_delete=models.PROTECT, related_name="openings")
    result = models.CharField(max_length=9, choices=Result)
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["link"], name="link_opened_once", condition=Q(result="opened"))]

    def __str__(self) -> str:
        return f"{self.link}: {self.result}"
