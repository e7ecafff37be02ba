"""Saying who is the same person, and taking it back, with what depends on it: reports that were classified without knowing.

Used by the desks. Each act is one of `people.actions` and, in the same transaction, what follows from it. Only joining re-opens:
to take something back takes grounds away, and the rows that stand on them say so when they are read. The machine classifies
nothing anew: a supervisor of the hotline looks at the report and says what they found (RSMo 210.145.6, .9; manual 2.1.1, 2.1.4.1).
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.history.grounds import Ground, Told
from oscr.flow.history.models import Reopened, ReopenedAnswered
from oscr.law.refusal import Refused
from oscr.people import actions as people
from oscr.people.links import everything_about, persons_of
from oscr.people.models import Link, Participant, Person
from oscr.record.actions import write


@transaction.atomic
def link(*, one: Participant, other: Participant, reason: str, by: User, at: datetime) -> Person:
    """Two tellings are about one person. Re-opens every classified report that now rests on something else."""
    people.one_after_the_other()
    before = _together((one, other))
    last = Link.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    person = people.same(one=one, other=other, reason=reason, by=by, at=at)
    said = Link.objects.filter(pk__gt=last, participant__in=(together := everything_about([person.pk])))
    _reopen(person, tuple(together), before, sorted(said.values_list("pk", flat=True)), by, at)
    return person


@transaction.atomic
def deny(*, one: Participant, other: Participant, reason: str, by: User, at: datetime) -> Link:
    """One telling is not about whom the other is about."""
    return people.different(one=one, other=other, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw(*, participant: Participant, person: Person, reason: str, by: User, at: datetime) -> Link:
    """What was said of a telling and a person is taken back."""
    return people.withdraw(participant=participant, person=person, reason=reason, by=by, at=at)


@transaction.atomic
def split(*, person: Person, participants: Collection[Participant], reason: str, by: User, at: datetime) -> Person:
    """Some tellings of a person are about somebody else."""
    return people.split(person=person, participants=participants, reason=reason, by=by, at=at)


@transaction.atomic
def answer(*, reopened: Reopened, finding: str, by: User, at: datetime) -> ReopenedAnswered:
    """Say what was found when a re-opened report was looked at again. Raises Refused when somebody has said so already."""
    require(by, Permission.ANSWER_REOPENED)
    if not finding.strip():
        raise Refused(_("Say what you found, and what is to be done."), field="finding")
    kept = Reopened.objects.select_for_update(of=("self",)).select_related("report").get(pk=reopened.pk)
    if ReopenedAnswered.objects.filter(reopened=kept).exists():
        raise Refused(_("Somebody has answered this already."))
    made = ReopenedAnswered.objects.create(reopened=kept, finding=finding.strip(), by=by, at=at)
    write(act="report.reopening_answered", subject=kept.report, by=by, at=at, why=kept.why)
    return made


def _together(participants: Iterable[Participant]) -> list[set[int]]:
    """The tellings (keys) that are about whom each of these is about, itself among them."""
    persons = persons_of(one.pk for one in participants)
    return [{one.pk, *(everything_about([persons[one.pk]]) if one.pk in persons else ())} for one in participants]


def _reopen(
    person: Person, together: Collection[int], before: Iterable[set[int]], links: list[int], by: User, at: datetime
) -> None:
    """A row for every reason that holds now and did not hold for either of those whom these were about before."""
    told = Told(together)
    known = {ground.key for group in before for ground in told.grounds(group)}
    for ground in told.grounds(together):
        if ground.key not in known:
            _write_down(ground, person, links, by, at)


def _write_down(ground: Ground, person: Person, links: list[int], by: User, at: datetime) -> None:
    involvement = ground.involvement
    _made, new = Reopened.objects.get_or_create(
        report=involvement.report,
        why=ground.why,
        person=person,
        defaults={"involvement": involvement, "links": links, "by": by, "at": at},
    )
    if new:
        write(act="report.reopened", subject=involvement.report, by=by, at=at, why=ground.why, person=person.pk)
