"""Requests of reporters, how the office answered, what the director decided, and referrals to the Office of Child Advocate."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.triggers import append_only
from oscr.flow.addendum.models import Verification
from oscr.flow.assignment.models import Alert
from oscr.flow.conclusion.models import Conclusion
from oscr.flow.report.models import Report
from oscr.law import dispositions


class DispositionRequestQuerySet(models.QuerySet["DispositionRequest"]):
    """Which requests."""

    def visible_to(self, user: User) -> "DispositionRequestQuerySet":
        """Those of reports that the offices have for which somebody of a county answers. A reporter and the hotline see them with the
        report, not from here."""
        if not user.is_county:
            return self.none()
        return self.filter(report__in=Alert.objects.in_hand_of(user).values("classification__report"))

    def open(self) -> "DispositionRequestQuerySet":
        """Those that are not answered to the end: how it ended, and the findings where they were asked for."""
        final = DispositionAnswer.objects.filter(request=OuterRef("pk"), conclusion__isnull=False)
        undecided = Q(kind=DispositionRequest.Kind.FINDINGS, decision=None)
        return self.filter(~Exists(final) | undecided)


class DispositionRequest(models.Model):
    """A reporter asks how a report ended: in general, or with what was found."""

    class Kind(models.TextChoices):
        """What is asked for."""

        GENERAL = "general", _("How it ended, in general")
        FINDINGS = "findings", _("How it ended, and what was found")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="disposition_requests")
    kind = models.CharField(max_length=8, choices=Kind)
    helps = models.TextField(blank=True, help_text="How the reporter can help to protect the child, in their words")
    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, null=True, related_name="+", help_text="By phone"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = DispositionRequestQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="disposition_help_for_findings", condition=Q(helps="") | Q(kind="findings"))
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.kind} asked for"

    @property
    def number(self) -> str:
        """The call number: the record names a request by its report."""
        return self.report.number

    @property
    def about(self) -> str:
        """How its clocks are told apart from those of another request."""
        return f"request {self.pk}"


class DispositionAnswer(models.Model):
    """What the local office told: fixed words, after the conclusion they rest on; before there is one, that it is not finished."""

    class How(models.TextChoices):
        """How it reaches the reporter."""

        PAGE = "page", _("On the report's page, after log-in")
        PHONE = "phone", _("By phone: I told them")
        LETTER = "letter", _("By letter")
        CALLS = "calls", _("When they call again and were verified")

    request = models.ForeignKey(DispositionRequest, on_delete=models.PROTECT, related_name="answers")
    words = models.CharField(max_length=20, help_text="Id in law/data/dispositions.toml")
    conclusion = models.ForeignKey(
        Conclusion, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty while it was not finished"
    )
    how = models.CharField(max_length=6, choices=How)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], name="disposition_answered_once", condition=Q(conclusion__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["request"], name="disposition_unfinished_once", condition=Q(conclusion__isnull=True)
            ),
            models.CheckConstraint(
                name="disposition_words_follow_conclusion",
                condition=Q(words=dispositions.OPEN, conclusion__isnull=True)
                | (~Q(words=dispositions.OPEN) & Q(conclusion__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.words}"

    @property
    def law(self) -> dispositions.Words:
        """The words, in both languages."""
        return dispositions.words(self.words)


class FindingsDecision(models.Model):
    """Whether a reporter learns what was found: the director's, after weighing the two things that the statute names."""

    request = models.OneToOneField(DispositionRequest, on_delete=models.PROTECT, related_name="decision")
    granted = models.BooleanField()
    assists = models.TextField(help_text="How far the reporter can help to protect the child")
    harm = models.TextField(help_text="What harm to the child or other children of the family may come of it")
    words = models.TextField(blank=True, help_text="What the reporter reads, where it is granted")
    reason = models.TextField(blank=True, help_text="Why it is refused: stays in the office")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(name="findings_decision_weighed", condition=~Q(assists="") & ~Q(harm="")),
            models.CheckConstraint(
                name="findings_decision_whole",
                condition=(Q(granted=True, reason="") & ~Q(words="")) | (Q(granted=False, words="") & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {'granted' if self.granted else 'refused'}"

    def said(self, language: str) -> str:
        """What the reporter reads: the director's words, or that the findings are not shared, in a language."""
        return self.words if self.granted else dispositions.words(dispositions.NOT_SHARED).said(language)


class AdvocateReferral(models.Model):
    """An unsubstantiated report, referred to the Office of Child Advocate because its reporter asked (RSMo 210.145.18)."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="advocate_referral")
    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="advocate_referrals")
    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, null=True, related_name="+", help_text="By phone"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report} referred to the advocate"
