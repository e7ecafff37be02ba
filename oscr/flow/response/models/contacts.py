"""What is believed before a visit, contacts and whom they met, where an absent child is, and files of a contact."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.triggers import append_only
from oscr.flow.attachment.models import Attachment
from oscr.flow.report.models import Involvement
from oscr.flow.response.models.deeds import Deed, DeedQuerySet


class Place(models.TextChoices):
    """Where and how somebody was met, or was to be."""

    HOME = "home", _("At home")
    SCHOOL = "school", _("In a school")
    CHILD_CARE = "child care", _("In child care")
    ELSEWHERE = "elsewhere", _("Face to face elsewhere")
    PHONE = "phone", _("By phone")
    VIDEO = "video", _("By video")
    LETTER = "letter", _("By letter or e-mail")


FACE_TO_FACE = (Place.HOME, Place.SCHOOL, Place.CHILD_CARE, Place.ELSEWHERE)


class Result(models.TextChoices):
    """How it went."""

    REACHED = "reached", _("Met or spoken with")
    NOBODY = "nobody", _("Nobody home, or no answer")
    REFUSED = "refused", _("Refused")
    MOVED = "moved", _("Moved away")


class Part(models.TextChoices):
    """As what somebody was contacted."""

    CHILD = "child", _("Child")
    ADULT = "adult", _("Parent or adult of the household")
    SUSPECT = "suspect", _("Alleged perpetrator")
    COLLATERAL = "collateral", _("Somebody else who knows")
    REPORTER = "reporter", _("Reporter")


class Precaution(Deed):
    """What is believed before a visit about the factors of RSMo 210.145.8. The last one counts."""

    answers = models.JSONField(help_text="Id of a question in law/data/visiting.toml to yes, no or unknown")
    forbids = models.BooleanField(help_text="No call before the visit, no sign of it")

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()


class ContactQuerySet(DeedQuerySet["Contact"]):
    """Which contacts."""

    def standing(self) -> "ContactQuerySet":
        """Those that count: neither corrected nor taken back."""
        return self.filter(superseded_by=None, withdrawn=None)


class Contact(Deed):
    """One contact, or an attempt: where, when, how it went, and what was learnt. A correction supersedes it.

    A guard of RSMo 210.145.8 that was broken all the same is in `broken`, with why, and with the supervisor who was told.
    """

    place = models.CharField(max_length=10, choices=Place)
    result = models.CharField(max_length=8, choices=Result)
    what = models.TextField(help_text="What was seen, said and done")
    called_ahead = models.BooleanField(default=False)
    left_sign = models.BooleanField(default=False, help_text="A card or another sign of the visit was left")
    parent_told = models.CharField(max_length=200, blank=True, help_text="Who, before a child was interviewed")
    parent_told_at = models.DateTimeField(null=True)
    parent_not_told = models.TextField(blank=True, help_text="Why none was")
    rights = models.CharField(max_length=10, blank=True, help_text="given, or an exception of law/data/visiting.toml")
    rights_minutes = models.PositiveSmallIntegerField(null=True)
    rights_why = models.TextField(blank=True)
    broken = models.JSONField(default=list, help_text="Ids of the guards in law/data/visiting.toml that were broken")
    broken_why = models.TextField(blank=True, help_text="How that came about")
    broken_told = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", help_text="Who was told of it"
    )
    reason = models.TextField(blank=True, help_text="Why it corrects another one")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    objects = ContactQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(name="contact_entered_after", condition=Q(at__gte=F("happened_at"))),
            models.CheckConstraint(name="contact_says_what", condition=~Q(what="")),
            models.CheckConstraint(
                name="contact_rights_five_minutes",
                condition=Q(rights_minutes__lte=5) | Q(broken__contains=["minutes"]),
            ),
            models.CheckConstraint(
                name="contact_broken_is_explained",
                condition=Q(broken=[]) | ~Q(broken_why="") & Q(broken_told__isnull=False),
            ),
            models.CheckConstraint(
                name="contact_correction_has_reason", condition=Q(supersedes__isnull=True) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="contact_parent_told_before",
                condition=Q(parent_told_at__lte=F("happened_at")) | Q(broken__contains=["parent"]),
            ),
        ]


class ContactWithdrawn(Deed):
    """A contact that never was, entered by mistake: it counts no more, and stays to be read."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="withdrawn")
    reason = models.TextField()

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="contact_withdrawn_says_why", condition=~Q(reason=""))]


class Met(models.Model):
    """One person of a contact: met, or to be met. `involved` is somebody of the report; else `named`."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="met")
    part = models.CharField(max_length=10, choices=Part)
    involved = models.ForeignKey(Involvement, on_delete=models.PROTECT, null=True, related_name="+")
    named = models.CharField(max_length=200, blank=True, help_text="Who, where the report does not tell of them")
    seen = models.BooleanField(default=False, help_text="A child: directly observed")
    seen_by = models.CharField(
        max_length=200, blank=True, help_text="The member of the multidisciplinary team who saw the child"
    )
    interviewed = models.BooleanField(default=False, help_text="A child: interviewed")

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "involved"], name="met_once"),
            models.CheckConstraint(
                name="met_is_somebody",
                condition=Q(involved__isnull=False) | ~Q(named="") | Q(part=Part.REPORTER),
            ),
            models.CheckConstraint(
                name="met_child_is_seen", condition=Q(part=Part.CHILD) | Q(seen=False, interviewed=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} of contact {self.contact_id}"


class Whereabouts(Deed):
    """Where a child is who was reported absent from home, and how it is: verified (RSMo 210.145.8)."""

    involved = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    where = models.TextField()
    well_being = models.TextField(help_text="How the child is")
    verified_by = models.TextField(help_text="By whom and how it was verified")

    objects = DeedQuerySet.as_manager()

    class Meta:
        triggers = append_only()


class ResponseFile(models.Model):
    """A photograph or document that was taken or given at a contact."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="files")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.attachment} of contact {self.contact_id}"
