"""Every row that belongs to one report, over all tables, found by what refers to what; and what else rests on it.

A table that a later room adds is found by its foreign keys: it goes with the report unless it is named in RESTS. Used by
`actions` alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Field, ForeignObjectRel, Model, Q, QuerySet

from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Involvement, Report
from oscr.flow.review.models import Call, Considered, Review
from oscr.notices.models import Notice
from oscr.people.models import Link, Participant, Uncompared

Rows = dict[type[Model], set[int]]
RESTS = (  # what refers to a report from outside: while such a row is there, the report is kept
    "birth_match.Assessment.report",
    "ending.Ending.earlier",
    "history.Reopened.decision",
    "review.Combined.report",
    "review.Review.completed_by",
)


def belonging(report: Report) -> Rows:
    """Table -> keys of the rows that go with a report, its own first."""
    found: Rows = defaultdict(set)
    told = dict(Involvement.objects.filter(report=report).values_list("pk", "participant_id"))
    _add(found, Report, {report.pk})
    _add(found, type(report.reporter), {report.reporter_id})
    for review in _alone(report, set(told)):
        _add(found, Review, {review})
    _add(found, Participant, set(told.values()))
    links = found.get(Link, set())
    seen = Q(kind="report", key=report.pk) | Q(kind="link", key__in=links)
    found[Considered] |= set(Considered.objects.filter(seen).values_list("pk", flat=True))
    found[Uncompared] |= set(Uncompared.objects.filter(pk=report.pk).values_list("pk", flat=True))
    found[Notice] |= set(Notice.objects.about(report.number).values_list("pk", flat=True))
    return {model: keys for model, keys in found.items() if keys}


def of_paper(row: Model, number: str) -> Rows:
    """Table -> keys of the rows that go with something that was asked from outside, its own first; and what was left about it."""
    found: Rows = defaultdict(set)
    _add(found, type(row), {row.pk})
    found[Notice] |= set(Notice.objects.about(number).values_list("pk", flat=True))
    return {model: keys for model, keys in found.items() if keys}


def rests_on(report: Report) -> bool:
    """Whether a row that stays refers to what would go."""
    if not _referred_to(report):
        return False
    going = belonging(report)
    for model, keys in going.items():
        for field in _fields_to(model):
            if _name(field) in RESTS:
                others: QuerySet[Model] = QuerySet(field.model).filter(**{f"{field.name}__in": keys})
                if others.exclude(pk__in=going.get(field.model, set())).exists():
                    return True
    return False


def _referred_to(report: Report) -> bool:
    """Whether any row of RESTS refers to the report, be it one that goes with it: the whole is gathered only then."""
    ours: dict[type[Model], QuerySet[Model]] = {
        Report: QuerySet(Report).filter(pk=report.pk),
        Classification: QuerySet(Classification).filter(report=report),
        Involvement: QuerySet(Involvement).filter(report=report),
    }
    return any(
        QuerySet(field.model).filter(**{f"{field.name}__in": keys}).exists()
        for model, keys in ours.items()
        for field in _fields_to(model)
        if _name(field) in RESTS
    )


def _add(found: Rows, model: type[Model], keys: set[int]) -> None:
    new = keys - found[model]
    if not new:
        return
    found[model] |= new
    for field in _fields_to(model):
        if _name(field) not in RESTS:
            rows: QuerySet[Model] = QuerySet(field.model).filter(**{f"{field.name}__in": new})
            _add(found, field.model, set(rows.values_list("pk", flat=True)))


def _alone(report: Report, tellings: set[int]) -> list[int]:
    """Reviews that this report completed and of which no other call is left: those went before, being older."""
    mine = Review.objects.filter(completed_by__in=tellings)
    others = Call.objects.filter(review__in=mine).exclude(report=report).values("review")
    return list(mine.exclude(pk__in=others).values_list("pk", flat=True))


def _fields_to(model: type[Model]) -> "Iterator[Field[Any, Any]]":
    """The foreign keys of all tables to this one."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            yield relation.field


def _name(field: "Field[Any, Any]") -> str:
    return f"{field.model._meta.label}.{field.name}"
