"""The outbox."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a notice reaches somebody. A text message goes to a gateway, which takes it as an e-mail."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")


NUMBERS = Func(KT("context__number"), Value(", "), function="string_to_array", output_field=ArrayField(TextField()))


class NoticeQuerySet(models.QuerySet["Notice"]):
    """What waits in the outbox."""

    def due(self, at) -> "NoticeQuerySet":
        """Unsent notices whose next try has come, oldest first."""
        return self.filter(sent_at__isnull=True, next_try_at__lte=at).order_by("pk")

    def about(self, number: str) -> "NoticeQuerySet":
        """Those that tell of a call, alone or among others: by their index, however many there are."""
        return self.alias(numbers=NUMBERS).filter(numbers__contains=[number])


class Notice(models.Model):
    """One e-mail or text message that must be sent at least once. Its key is also its Message-ID, so that a repeat is recognised."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40, help_text="Template in templates/notices/")
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.EMAIL)
    to = models.EmailField()
    language = models.CharField(max_length=5, default="en")
    context = models.JSONField(help_text="What the template says: call number, office, times; no person")
    left_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="notice_unsent", condition=Q(sent_at__isnull=True)),
            GinIndex(NUMBERS, name="notice_numbers"),
        ]
        constraints = [
            models.CheckConstraint(
                name="notice_sent_after_left", condition=Q(sent_at__isnull=True) | Q(sent_at__gte=F("left_at"))
            )
        ]

    def __str__(self) -> str:
        return self.key
