"""What came with a report, and its sealed content where the database keeps it."""

from uuid import UUID

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.flow.report.models import Draft, Report


class Kind(models.TextChoices):
    """What a file is, by its content."""

    PDF = "pdf", _("PDF")
    JPEG = "jpeg", _("Photograph (JPEG)")
    PNG = "png", _("Picture (PNG)")


MIME = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg", Kind.PNG: "image/png"}


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Which attachments."""

    def of(self, token: UUID) -> "AttachmentQuerySet":
        """Those that came with one report or draft, in the order in which they came."""
        return self.filter(token=token, response=False).select_related("by", "cleared").order_by("place")

    def of_response(self, token: UUID) -> "AttachmentQuerySet":
        """Those that the office took in while it responded to a report: nothing that a reporter or the hotline is shown."""
        return self.filter(token=token, response=True).select_related("by", "cleared").order_by("place")

    def visible_to(self, user: User) -> "AttachmentQuerySet":
        """Those of a report or draft that this user may see. A county sees them through its alert, not from here."""
        reports = Report.objects.visible_to(user).values("token")
        return self.filter(Q(token__in=reports) | Q(token__in=Draft.objects.visible_to(user).values("pk")))

    def adrift(self) -> "AttachmentQuerySet":
        """Those whose draft ended unsent, or whose report was removed by law."""
        drafts, reports = Draft.objects.filter(pk=OuterRef("token")), Report.objects.filter(token=OuterRef("token"))
        return self.filter(~Exists(drafts), ~Exists(reports))


class Attachment(models.Model):
    """One file of a report or of the draft that may become it: both have the same token. Goes with them, and not before."""

    token = models.UUIDField(help_text="Of the draft, and of the report it became")
    place = models.PositiveSmallIntegerField(help_text="1 for the first one that came")
    kind = models.CharField(max_length=4, choices=Kind)
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField(help_text="Bytes, as kept")
    sha256 = models.CharField(max_length=64, help_text="Of what is kept, before it is sealed")
    sent_sha256 = models.CharField(max_length=64, help_text="Of what was sent: the owner's file can be recognised")
    shows = models.CharField(max_length=200, blank=True, help_text="What can be seen on it, as told")
    response = models.BooleanField(default=False, help_text="Taken in by the office that responds")
    names_reporter = models.BooleanField(help_text="It may show who reported: letterhead, signature, name")
    removed = ArrayField(models.CharField(max_length=10), default=list, help_text="program, file: taken out of a PDF")
    stored_as = models.CharField(max_length=40, unique=True, help_text="Name in the store: random")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "response", "place"], name="attachment_place_once"),
            models.UniqueConstraint(fields=["token", "response", "sent_sha256"], name="attachment_sent_once"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="refuse_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="RAISE EXCEPTION 'attachments are never edited';",
            ),
            pgtrigger.Trigger(
                name="stay_with_report",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func="""
                IF EXISTS (SELECT 1 FROM report_report WHERE token = OLD.token) THEN
                    RAISE EXCEPTION 'what came with a report stays with it';
                END IF;
                RETURN OLD;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"

    @property
    def is_cleared(self) -> bool:
        """Whether it may be shown without the reporter's identity being disclosed."""
        return not self.names_reporter or hasattr(self, "cleared")

    @property
    def mime(self) -> str:
        """The type that a browser is told."""
        return MIME[Kind(self.kind)]


class Cleared(models.Model):
    """Somebody at the hotline looked at an attachment and says that it does not show who reported."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="cleared")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attachment} cleared"


class Content(models.Model):
    """The sealed bytes of one attachment, where the database is the store."""

    name = models.CharField(max_length=40, primary_key=True)
    sealed = models.BinaryField()

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="refuse_change",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="RAISE EXCEPTION 'what was stored is never edited';",
            )
        ]

    def __str__(self) -> str:
        return self.name
