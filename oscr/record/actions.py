"""Writing the record, and proving that nobody rewrote it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import connection, models, transaction

from oscr.record.models import CANONICAL, SEARCHED, Entry, Head

AGAIN = timedelta(minutes=1)  # what a search showed so lately is on record already


def name_of(subject: models.Model) -> str:
    """How the record refers to a row: its table's label and its public number or key."""
    return f"{subject._meta.label_lower}:{getattr(subject, 'number', None) or subject.pk}"


def write(*, act: str, subject: models.Model, by, at: datetime, **details: object) -> None:
    """Add one entry. Details are references, codes and reasons; never names or what somebody said.

    `by` is None when the machine itself acted (a clock rang, a draft ended). Call it last in a transaction: it holds the
    head of the chain until commit.
    """
    write_all([(act, subject, details)], by=by, at=at)


def take_turn() -> None:
    """Wait for the head of the chain and hold it until commit, for an act that changes many rows and then writes an entry about
    each: it never waits for the record with rows in hand that somebody else at the head waits for."""
    Head.objects.select_for_update(no_key=True).get()


def write_all(entries: Iterable[tuple[str, models.Model, dict[str, object]]], *, by, at: datetime) -> None:
    """Add many entries at once, in their order: (act, subject, details) each, as `write` has them."""
    Entry.objects.bulk_create(
        [
            Entry(seq=0, at=at, by=by, act=act, subject=name_of(subject), details=details, prev=b"", digest=b"")
            for act, subject, details in entries
        ]
    )


@transaction.atomic
def write_searched(*, subject: models.Model, by, at: datetime, shown: Collection[str], restricted: int) -> None:
    """Add an entry that a search for people, made from `subject`, showed reports (call numbers) and hid some.

    A name is searched for at every letter: what entries of the last minute by the same user from the same subject say is not
    said again. Two searches at once come here one after the other.
    """
    if not shown and not restricted:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{SEARCHED} {by.pk} {name_of(subject)}"]
        )
    lately = Entry.objects.filter(subject=name_of(subject), act=SEARCHED, by=by, at__gt=at - AGAIN)
    said = list(lately.values_list("details", flat=True))
    known = {number for details in said for number in details["shown"]}
    if not set(shown) <= known or restricted > max((details["restricted"] for details in said), default=0):
        write(act=SEARCHED, subject=subject, by=by, at=at, shown=sorted(shown), restricted=restricted)


def first_broken() -> int | None:
    """The number of the first entry that does not follow from the one before it, or None when the chain is whole.

    Finds edits, deletions (also of the newest entries, through the head), insertions and swaps.
    """
    text = CANONICAL.format("e")
    sql = f"""
        WITH chain AS (
            SELECT e.seq, e.prev, e.digest, sha256(e.prev || convert_to({text}, 'UTF8')) AS expected,
                   lag(e.digest, 1, '\\x00'::bytea) OVER w AS before, row_number() OVER w AS place
            FROM record_entry e WINDOW w AS (ORDER BY e.seq)
        )
        SELECT min(seq) FROM (
            SELECT seq FROM chain WHERE digest <> expected OR prev <> before OR place <> seq
            UNION ALL
            SELECT h.seq FROM record_head h
            WHERE h.digest <> coalesce((SELECT digest FROM chain ORDER BY seq DESC LIMIT 1), '\\x00'::bytea)
               OR h.seq <> (SELECT count(*) FROM chain)
        ) AS broken"""  # noqa: S608 - CANONICAL is our own constant
    with connection.cursor() as cursor:
        cursor.execute(sql)
        (seq,) = cursor.fetchone()
    return seq


def head() -> tuple[int, str]:
    """How many entries there are and the digest of the last one, in hex: kept elsewhere, it shows a cut tail."""
    last = Head.objects.get()
    return last.seq, bytes(last.digest).hex()
