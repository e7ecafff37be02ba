"""Taking in a file, whole or not at all: people for the list, or birth records; and the pairs that follow.

Used by `oscr births`, which has read and checked the lines. A file whose digest is known changes nothing. A corrected batch names
the one it replaces: what waits of that one is closed by it, what was verified stays.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.birth_match import listing, matching
from oscr.flow.birth_match.actions import one_at_a_time
from oscr.flow.birth_match.matching import Match, Somebody
from oscr.flow.birth_match.models import Batch, BatchKind, Birth, Listed, Pair, Parent, Verdict
from oscr.law import birth_match
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.people.models import Sex
from oscr.record.actions import write

Row = Mapping[str, Any]
SEX = {Sex.FEMALE: "F", Sex.MALE: "M", Sex.UNKNOWN: ""}
AT_ONCE = 2_000  # rows


@dataclass(frozen=True)
class Taken:
    """What became of a file: its batch, whether it is new, how many pairs are to be verified because of it."""

    batch: Batch
    new: bool
    pairs: int


@transaction.atomic
def take_list(*, name: str, digest: str, rows: Sequence[Row], by: User | None, at: datetime) -> Taken:
    """Add people to the list, and look for them among the births of the last year. Raises Refused for an entry that is known."""
    known = _begin(BatchKind.LIST, name, digest, by)
    if known:
        return Taken(known, False, 0)
    twice = Listed.objects.filter(entry__in=[row["entry"] for row in rows]).values_list("entry", flat=True)
    if twice:
        told = _("Entry %(entry)s is on file already: take it off the list, and give the new one another key.")
        raise Refused(told % {"entry": min(twice)})
    batch = Batch.objects.create(kind=BatchKind.LIST, name=name, digest=digest, rows=len(rows), by=by, at=at)
    added = Listed.objects.bulk_create([Listed(batch=batch, **row) for row in rows], batch_size=AT_ONCE)
    today = local(at).date()
    young = Birth.objects.filter(batch__replaced_by=None, birth_date__gt=_a_year_before(today))
    pairs = _pair(list(young), added, today, at)
    write(act="birth_match.list_taken_in", subject=batch, by=by, at=at, rows=len(rows), digest=digest, pairs=pairs)
    return Taken(batch, True, pairs)


@transaction.atomic
def take_births(*, name: str, digest: str, replaces: str, rows: Sequence[Row], by: User | None, at: datetime) -> Taken:
    """Take in birth records and find pairs. `replaces` is the name of the batch that these correct, or empty.

    Raises Refused for a batch to be replaced that is not there or was replaced, and for a certificate that stands in another.
    """
    known = _begin(BatchKind.BIRTHS, name, digest, by)
    if known:
        return Taken(known, False, 0)
    old = _replaced(replaces) if replaces else None
    standing = Birth.objects.filter(batch__replaced_by=None, certificate__in=[row["certificate"] for row in rows])
    twice = standing.exclude(batch=old).select_related("batch").order_by("certificate").first()
    if twice:
        fault = _(
            "certificate '%(certificate)s' came in batch '%(batch)s' already: a corrected batch says which it replaces"
        )
        raise Refused(fault % {"certificate": twice.certificate, "batch": twice.batch.name})
    batch = Batch.objects.create(
        kind=BatchKind.BIRTHS, name=name, digest=digest, rows=len(rows), replaces=old, by=by, at=at
    )
    births = Birth.objects.bulk_create([Birth(batch=batch, **row) for row in rows], batch_size=AT_ONCE)
    today = local(at).date()
    first = min((birth.birth_date for birth in births), default=today)
    pairs = _pair(births, list(listing.between(first, today)), today, at)
    told = {"rows": len(rows), "digest": digest, "pairs": pairs, "replaces": old.pk if old else None}
    write(act="birth_match.births_taken_in", subject=batch, by=by, at=at, **told)
    return Taken(batch, True, pairs)


def _begin(kind: BatchKind, name: str, digest: str, by: User | None) -> Batch | None:
    """Wait for other files; the batch that this file was taken in as before, if it was. Raises Refused for a name of another."""
    if by is not None:
        require(by, Permission.EXCHANGE_BIRTHS)
    one_at_a_time(name="files")
    known = Batch.objects.filter(kind=kind, digest=digest).first()
    if known is None and Batch.objects.filter(kind=kind, name=name).exists():
        raise Refused(
            _("batch '%(name)s' was taken in with other content: a correction has its own name") % {"name": name}
        )
    return known


def _replaced(name: str) -> Batch:
    old = Batch.objects.filter(kind=BatchKind.BIRTHS, name=name).first()
    if old is None:
        raise Refused(_("there is no batch '%(name)s' to be replaced") % {"name": name})
    if Batch.objects.filter(replaces=old).exists():
        raise Refused(_("batch '%(name)s' was replaced already") % {"name": name})
    return old


def _a_year_before(day: date) -> date:
    """The Newborn Crisis Assessment is for a child under one year (manual 2.1.3.4)."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


# --- pairs ------------------------------------------------------------------------------------------------------------


def _pair(births: Sequence[Birth], listed: Sequence[Listed], today: date, at: datetime) -> int:
    by_key = {f"{birth.pk}|{parent}": (birth, parent) for birth in births for parent in Parent}
    entries = {str(one.pk): one for one in listed}
    found = matching.matches([*_parents(births)], [_listed(one) for one in listed])
    told = [(*by_key[match.parent], entries[match.listed], match) for match in found]
    answered = _answered({birth.certificate for birth, *_ in told})
    rows = [
        _row(birth, parent, one, match, at)
        for birth, parent, one, match in told
        if _was_listed(one, birth, today) and _told_of(birth, parent, one) not in answered
    ]
    Pair.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def _row(birth: Birth, parent: Parent, one: Listed, match: Match, at: datetime) -> Pair:
    return Pair(birth=birth, parent=parent, listed=one, bits=match.bits, levels=dict(match.levels), at=at)


def _was_listed(one: Listed, birth: Birth, today: date) -> bool:
    """Whether somebody was on the list on some day from the birth until today."""
    return birth_match.since(one.category, birth.birth_date) <= one.event_date <= today


def _told_of(birth: Birth, parent: Parent, one: Listed) -> tuple[object, ...]:
    """What a verdict was about: a certificate, a parent as the Registrar told of them, and an entry of the list."""
    parts = ("first", "middle", "last", "birth_date")
    maiden = birth.mother_maiden if parent == Parent.MOTHER else ""
    return birth.certificate, parent, *(getattr(birth, f"{parent}_{part}") for part in parts), maiden, one.pk


def _answered(certificates: Iterable[str]) -> set[tuple[object, ...]]:
    """What was verified of these certificates before, in a batch that was corrected since: nobody is asked the same twice."""
    given = Verdict.objects.filter(pair__birth__certificate__in=certificates).select_related(
        "pair__birth", "pair__listed"
    )
    pairs = [verdict.pair for verdict in given]
    return {_told_of(pair.birth, Parent(pair.parent), pair.listed) for pair in pairs}


def _parents(births: Iterable[Birth]) -> Iterator[Somebody]:
    for birth in births:
        for parent in Parent:
            first, middle, last, born = (
                getattr(birth, f"{parent}_{part}") for part in ("first", "middle", "last", "birth_date")
            )
            if first or last:
                mother = parent == Parent.MOTHER
                surnames = (last, birth.mother_maiden) if mother else (last,)
                sex = "F" if mother else "M"  # as the form has it: it weighs little, and keeps nobody out
                yield Somebody(f"{birth.pk}|{parent}", first, middle, surnames, born, sex, birth.address)


def _listed(one: Listed) -> Somebody:
    surnames = (one.last, *(name.strip() for name in one.other_names.split(";")))
    return Somebody(str(one.pk), one.first, one.middle, surnames, one.birth_date, SEX[Sex(one.sex)], one.address)
