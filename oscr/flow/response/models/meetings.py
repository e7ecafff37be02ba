"""Family support team meetings: who has a right to be told or was invited, each meeting, and how each of them was told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.triggers import append_only
from oscr.flow.report.models import Involvement
from oscr.flow.response.models.deeds import Deed, DeedQuerySet


class Told(models.TextChoices):
    """How somebody was told of a meeting."""

    EMAIL = "email", _("By e-mail")
    LETTER = "letter", _("By letter")
    PHONE = "phone", _("By phone")
    PERSON = "person", _("In person")


class Invitee(Deed):
    """Somebody who is told of the meetings about a report: by right, or invited (RSMo 210.145.14)."""

    role = models.CharField(max_length=10, help_text="Id in law/data/meetings.toml")
    involved = models.ForeignKey(Involvement, on_delete=models.PROTECT, null=True, related_name="+")
    named = models.CharField(max_length=200, help_text="Name, as the notice says it")
    email = models.EmailField(blank=True)
    asked_by = models.CharField(max_length=200, blank=True, help_text="At whose wish, where they have no right")

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="invitee_is_named", condition=~Q(named="")),
            models.CheckConstraint(
                name="invitee_by_right_or_wish",
                condition=~Q(role__in=["family", "provider", "other"]) | ~Q(asked_by=""),
            ),
        ]


class ParentsWish(models.Model):
    """The parents decide that somebody who was invited at their discretion is invited no longer."""

    invitee = models.OneToOneField(Invitee, on_delete=models.PROTECT, related_name="no_longer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.invitee} no longer"


class Meeting(Deed):
    """A family support team meeting that was set; `happened_at` is when it was decided on, `takes_place_at` when it is."""

    takes_place_at = models.DateTimeField()
    where = models.CharField(max_length=200)
    about = models.TextField()
    none = models.JSONField(help_text="Roles with a right of which there is nobody")

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["takes_place_at", "pk"]


class Invitation(models.Model):
    """One person and one meeting: that they are to be told, and how they were; one row more for each time."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    invitee = models.ForeignKey(Invitee, on_delete=models.PROTECT, related_name="invitations")
    told = models.CharField(max_length=6, choices=Told, blank=True, help_text="Empty until somebody tells them")
    told_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="invitation_told_when", condition=Q(told="", told_at=None) | ~Q(told="") & Q(told_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.invitee} to meeting {self.meeting_id}"
