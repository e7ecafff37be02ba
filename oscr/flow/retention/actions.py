"""What is due, and removing it: the one verb that takes rows out of append-only tables."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pgtrigger
import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, Model, OuterRef

from oscr.agency.models import User
from oscr.flow.classification import archive
from oscr.flow.classification.models import Classification
from oscr.flow.history.models import Reopened
from oscr.flow.report.models import Report
from oscr.flow.retention.belonging import Rows, belonging
from oscr.flow.retention.filing import file, file_all
from oscr.flow.retention.holding import held_by
from oscr.flow.retention.models import Removal, Term, TermQuerySet
from oscr.law.retention import Hold, Period
from oscr.people.models import Link, Person
from oscr.record.actions import write

log = structlog.get_logger()


@dataclass(frozen=True)
class Due:
    """A report whose time is over at a moment, with the period that says so, and what holds it all the same."""

    report: Report
    period: Period
    ends: datetime
    held: tuple[Hold, ...]


def due(
    *, at: datetime, now: datetime | None = None, among: TermQuerySet | None = None, most: int | None = None
) -> list[Due]:
    """What is kept no longer at `at`, the oldest first, at most so many. `at` may lie ahead: that shows what will go, and `now` is then
    the moment for which holds are asked. In: `among`, the terms that somebody may see; all, where nobody asks."""
    terms = (Term.objects.all() if among is None else among).ended(at)
    rows = terms.select_related("report__reporter").defer("report__told", "report__case", "report__narrative")
    return [
        Due(one.report, one.rule, one.ends_at, tuple(held_by(one.report, now or at)))
        for one in rows[:most]
        if one.ends_at
    ]


def remove_due(*, at: datetime) -> int:
    """Remove what is due and not held, each report in a transaction of its own; returns how many went. What was known in the calls
    is packed first for replays (`classification.archive`), what is new is filed, with its facts; both name nobody. One that fails
    stands in the way of no other."""
    archive.pack(at=at)
    file_all(at=at)
    gone = 0
    for one in due(at=at):
        if not one.held:
            try:
                gone += remove(report=one.report, at=at) is not None
            except (DatabaseError, LookupError) as error:
                log.error("not removed", number=one.report.number, error=type(error).__name__)
    return gone


@transaction.atomic
def remove(*, report: Report, at: datetime) -> Removal | None:
    """Remove a report that is due with everything that belongs to it; leaves one line in the log, and its facts where it was
    concluded. What stands is asked anew. None where it is held, or not due any more, or gone."""
    locked = Report.objects.select_for_update(of=("self",)).select_related("reporter").filter(pk=report.pk).first()
    term = file(report=locked, at=at) if locked else None
    if not (locked and term and term.ends_at) or term.ends_at > at or held_by(locked, at):
        return None
    told = _told(locked, term)
    rows = belonging(locked)
    persons = set(Link.objects.filter(pk__in=rows.get(Link, ())).values_list("person_id", flat=True))
    removal = take_out(rows=rows, told=told, by=None, at=at)
    _delete(_nobody(persons))
    return removal


def take_out(*, rows: Rows, told: Mapping[str, Any], by: User | None, at: datetime) -> Removal:
    """Delete rows, and write the line of the log that is left of them: a part of `remove` and of `papers.remove_due`, which ask the
    law first."""
    digest = _digest(rows)
    _delete(rows)
    connection.check_constraints()  # now, and not when the transaction ends: nothing that stays may refer to what went
    removal = Removal.objects.create(rows=sum(map(len, rows.values())), digest=digest, at=at, **told)
    write(act="report.removed", subject=removal, by=by, at=at, period=removal.period, kind=removal.kind)
    return removal


def _told(report: Report, term: Term) -> dict[str, Any]:
    """What the log says of a report: what it was and by which law it goes."""
    made = Classification.objects.get(report=report, superseded_by=None)
    ending = getattr(report, "ending", None)
    return {
        "number": report.number,
        "period": term.period,
        "how": term.rule.how,
        "kind": ending.kind if ending else made.outcome,
        "conclusion": term.reply.conclusion.kind if term.reply else "",
        "received_at": report.received_at,
        "decided_at": made.at,
        "cite": term.rule.cite,
    }


def _nobody(persons: set[int]) -> Rows:
    """People of whom no telling is left; they stay while something says that it was about them."""
    left = Person.objects.filter(pk__in=persons).exclude(Exists(Link.objects.filter(person=OuterRef("pk"))))
    empty = left.exclude(Exists(Reopened.objects.filter(person=OuterRef("pk"))))
    return {Person: set(empty.values_list("pk", flat=True))}


def _digest(rows: Rows) -> str:
    """SHA-256 of the rows as the database writes them, table by table."""
    sums = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in sorted(rows, key=lambda one: one._meta.db_table):
            table, key = _names(model)
            cursor.execute(
                f"SELECT row_to_json(t)::text FROM {table} t WHERE {key} = ANY(%s) ORDER BY {key}",  # noqa: S608 - names of our own tables
                [sorted(rows[model])],
            )
            for (text,) in cursor.fetchall():
                sums.update(f"{table} {text}\n".encode())
    return sums.hexdigest()


def _delete(rows: Rows) -> None:
    with _removing(rows), connection.cursor() as cursor:
        for model, keys in rows.items():
            table, key = _names(model)
            cursor.execute(f"DELETE FROM {table} WHERE {key} = ANY(%s)", [sorted(keys)])  # noqa: S608 - names of our own tables


@contextmanager
def _removing(rows: Rows) -> Iterator[None]:
    """Let deletions through the triggers of these tables, and of no others, in this transaction: the triggers ask a setting that
    ends with the block. Nobody else in the house may set it (a test of the house holds that)."""
    guarded = [model for model in rows if any(one.name == "refuse_change" for one in _triggers(model))]
    if not guarded:
        yield
        return
    with pgtrigger.ignore(*(f"{model._meta.label}:refuse_change" for model in guarded)):
        yield


def _triggers(model: type[Model]) -> list[pgtrigger.Trigger]:
    return list(getattr(model._meta, "triggers", ()))


def _names(model: type[Model]) -> tuple[str, str]:
    quote, key = connection.ops.quote_name, model._meta.pk
    return quote(model._meta.db_table), quote(str(key and key.column))
