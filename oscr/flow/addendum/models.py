"""Addenda and who took them into account; verifications of callers; questions about a classification and their answers."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.triggers import append_only
from oscr.flow.assignment.models import Alert
from oscr.flow.attachment.models import Attachment
from oscr.flow.report.models import Report

HOLDS_FOR = timedelta(minutes=30)  # of a verification: one call, not a day


class Verification(models.Model):
    """One try to find out whether a caller is the reporter. Says whether it agreed, never what was said."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="verifications")
    matched = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        indexes = [models.Index(fields=["report", "-at"], name="verification_of_report")]

    def __str__(self) -> str:
        return f"{self.report}: {'the reporter' if self.matched else 'not verified'}"

    def holds(self, *, by: User, at: datetime) -> bool:
        """Whether whoever verified the caller may still go on with them."""
        return self.matched and self.by_id == by.pk and self.at <= at < self.at + HOLDS_FOR


class AddendumQuerySet(models.QuerySet["Addendum"]):
    """Which addenda."""

    def waiting(self) -> "AddendumQuerySet":
        """Those that nobody took into account yet."""
        return self.filter(heeded=None)

    def at_hotline(self) -> "AddendumQuerySet":
        """Those of reports that no office has: the hotline's to take into account."""
        return self.filter(~Exists(Alert.objects.filter(classification__report=OuterRef("report"))))

    def visible_to(self, user: User) -> "AddendumQuerySet":
        """Those of the reports that this user may see; a county sees them through its alert, not from here."""
        return self.filter(report__in=Report.objects.visible_to(user))


class Addendum(models.Model):
    """What a reporter added to a report, or corrected, after it was sent. Never edits the report."""

    class Kind(models.TextChoices):
        """What it is."""

        ADDED = "added", _("Something new")
        CORRECTED = "corrected", _("A correction")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="addenda")
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.TextField()
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, null=True, related_name="addendum")
    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, null=True, related_name="addenda", help_text="By phone"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AddendumQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = append_only()
        constraints = [models.CheckConstraint(name="addendum_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"addendum {self.pk} to {self.report}"


class Heeded(models.Model):
    """Whoever has the report took an addendum into account, and what followed from it."""

    addendum = models.OneToOneField(Addendum, on_delete=models.PROTECT, related_name="heeded")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.addendum} heeded"


class QuestionQuerySet(models.QuerySet["Question"]):
    """Which questions."""

    def open(self) -> "QuestionQuerySet":
        """Those that nobody answered yet, the oldest first."""
        return self.filter(reply=None).order_by("pk")

    def visible_to(self, user: User) -> "QuestionQuerySet":
        """Those of the reports that this user may see."""
        return self.filter(report__in=Report.objects.visible_to(user))


class Question(models.Model):
    """A reporter's question why a report was classified as it was. A hotline supervisor answers it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    verification = models.ForeignKey(
        Verification, on_delete=models.PROTECT, null=True, related_name="questions", help_text="By phone"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        triggers = append_only()
        constraints = [models.CheckConstraint(name="question_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"question {self.pk} about {self.report}"


class Reply(models.Model):
    """A supervisor's answer to a reporter: by the page of the report, or on the phone."""

    question = models.OneToOneField(Question, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="reply_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"reply to {self.question}"
