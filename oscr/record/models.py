"""The chain of entries, and its head."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from oscr.agency.triggers import append_only

SEARCHED = "people.searched"  # details: "shown", the call numbers of the reports that a search showed; "restricted", how many it hid

# Everything an entry says, as one text that is the same on every machine. jsonb keeps its own canonical form.
CANONICAL = """jsonb_build_array({0}.seq, to_char({0}.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    {0}.by_id, {0}.act, {0}.subject, {0}.details)::text"""


class Head(models.Model):
    """The one row that knows the last entry. Inserting an entry locks it, which makes the chain one line."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    seq = models.BigIntegerField()
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"entry {self.seq}"


class Entry(models.Model):
    """One act or one look: what, on which record, by whom, when. Never holds personal data, only references."""

    seq = models.BigIntegerField(primary_key=True, help_text="Set by the database: gapless, in order of commit")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, help_text="Table and key, e.g. report.report:26325-00042")
    details = models.JSONField(default=dict)
    prev = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["subject", "seq"], name="entry_subject"),
            # which searches showed a report: `details` holds its call number
            GinIndex(
                fields=["details"],
                opclasses=["jsonb_path_ops"],
                condition=models.Q(act=SEARCHED),
                name="entry_searched",
                fastupdate=False,
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="chain",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("head", "record_head%ROWTYPE")],
                func=f"""
                SELECT * INTO STRICT head FROM record_head WHERE id = 1 FOR UPDATE;
                NEW.seq := head.seq + 1;
                NEW.prev := head.digest;
                NEW.digest := sha256(NEW.prev || convert_to({CANONICAL.format("NEW")}, 'UTF8'));
                UPDATE record_head SET seq = NEW.seq, digest = NEW.digest WHERE id = 1;
                RETURN NEW;
                """,  # noqa: S608 - CANONICAL is our own constant
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.subject}"
