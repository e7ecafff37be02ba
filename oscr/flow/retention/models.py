"""The log of what was removed."""

from django.db import models

from oscr.agency.triggers import append_only


class Removal(models.Model):
    """One report that was removed by law: what it was and when, and a digest of what was there. Nobody is named."""

    number = models.CharField(max_length=20, unique=True, help_text="The call number")
    period = models.CharField(max_length=40, help_text="Id in law/data/retention.toml")
    kind = models.CharField(max_length=40, help_text="The outcome, or how the call ended")
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    cite = models.CharField(max_length=200)
    rows = models.PositiveIntegerField(help_text="How many rows of all tables went")
    digest = models.CharField(max_length=64, help_text="SHA-256 of these rows")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.number} removed"
