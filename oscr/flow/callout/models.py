"""What happened while an alert was called out: which level was reached when, and every call that was tried."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Level
from oscr.agency.triggers import append_only
from oscr.flow.assignment.models import Alert


class Climb(models.Model):
    """The call-out of one alert reached a level of its office's chain. Each level is reached once, whoever comes first."""

    class Why(models.TextChoices):
        """What brought it there."""

        SENT = "sent", _("the alert was sent")
        TIME = "time", _("nobody acknowledged in time")
        PRESSED = "pressed", _("the hotline went on")
        DECLINED = "declined", _("who was reached cannot take it")

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="climbs")
    level = models.PositiveSmallIntegerField(choices=Level)
    why = models.CharField(max_length=8, choices=Why)
    told = models.PositiveSmallIntegerField(
        help_text="How many people were told; none where nobody is there to be told"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["level"]
        constraints = [models.UniqueConstraint(fields=["alert", "level"], name="climb_once")]

    def __str__(self) -> str:
        return f"{self.alert} at level {self.level}"


class Attempt(models.Model):
    """One telephone call to somebody of the chain, as the screener wrote it down."""

    class Result(models.TextChoices):
        """How it went."""

        TOOK = "took", _("Reached: takes it")
        DECLINED = "declined", _("Reached: cannot take it")
        NO_ANSWER = "no answer", _("No answer")
        VOICE_MAIL = "voice mail", _("Voice mail left, no personal data in it")
        WRONG = "wrong", _("Wrong number")

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="attempts")
    level = models.PositiveSmallIntegerField(choices=Level)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, help_text="The telephone number that was called")
    result = models.CharField(max_length=10, choices=Result)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.alert}: {self.result}"
