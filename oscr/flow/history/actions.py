"""Saying who is the same person, and taking it back, with what depends on it: reports that were classified without knowing.

Used by the desks. Each act is one of `people.actions` and, in the same transaction, what follows from it. Only joining re-opens:
to take something back takes grounds away, the rows that stand on them say so when they are read, and who directed what was a second
incident by them directs it no more. An earlier report that is
decided late re-opens too, some seconds after: the jobs ask it of each decision (`follow_decisions`). The machine classifies
nothing anew: a supervisor of the hotline looks at the report and says what they found (RSMo 210.145.6, .9; manual 2.1.1, 2.1.4.1).
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from oscr.agency.backlog import work_off
from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.directing import found_late, found_not
from oscr.flow.classification.models import Classification, Unfollowed
from oscr.flow.history.grounds import Ground, Told
from oscr.flow.history.models import Reopened, ReopenedAnswered, Why
from oscr.flow.history.repeats import standing
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
    together = everything_about([person.pk])
    said = Link.objects.filter(pk__gt=last, participant__in=together).order_by("pk")
    told, links = Told(tuple(together)), list(said.values_list("pk", flat=True))
    known = {(ground.key, report) for group in before for ground in told.grounds(group) for report in ground.rests_on}
    for ground in told.grounds(together):
        if {(ground.key, report) for report in ground.rests_on} - known:
            _reopen(ground=ground, tellings=together, person=person.pk, links=links, by=by, at=at)
    return person


def follow_decisions(*, at: datetime, most: int) -> int:
    """Re-open what rests on up to `most` decisions of which nobody asked that yet; how many were asked of."""
    waiting = Unfollowed.objects.order_by("classification").select_related("classification")
    return len(work_off(waiting, lambda left: follow(decision=left.classification, at=at), at=at, most=most))


@transaction.atomic
def follow(*, decision: Classification, at: datetime) -> None:
    """Re-open every report, classified before this decision, that rests on it: what it decided is an earlier report about somebody
    who was said to be the same person. Once however often it is asked."""
    people.one_after_the_other()
    persons = persons_of(decision.report.involved.values_list("participant_id", flat=True))
    about = everything_about(persons.values())
    told = Told(tuple(about))
    if told.decided.get(decision.report_id) != decision:
        return  # nobody said who any of them is; or it was decided anew, and that is followed by itself
    earlier = told.before(decision)
    for person in sorted(set(about.values())):
        tellings = [telling for telling, whose in about.items() if whose == person]
        known = {ground.key for ground in earlier.grounds(tellings) if decision.report_id in ground.rests_on}
        for ground in told.grounds(tellings):
            if ground.key not in known and _rests_on(ground, tellings, decision, told):
                _reopen(ground=ground, tellings=tellings, person=person, decision=decision, by=None, at=at)


@transaction.atomic
def deny(*, one: Participant, other: Participant, reason: str, by: User, at: datetime) -> Link:
    """One telling is not about whom the other is about."""
    people.one_after_the_other()
    before: set[int] = set().union(*_together((one, other)))
    made = people.different(one=one, other=other, reason=reason, by=by, at=at)
    _let_go(before, by, at)
    return made


@transaction.atomic
def withdraw(*, participant: Participant, person: Person, reason: str, by: User, at: datetime) -> Link:
    """What was said of a telling and a person is taken back."""
    people.one_after_the_other()
    before = {participant.pk, *everything_about([person.pk])}
    made = people.withdraw(participant=participant, person=person, reason=reason, by=by, at=at)
    _let_go(before, by, at)
    return made


@transaction.atomic
def split(*, person: Person, participants: Collection[Participant], reason: str, by: User, at: datetime) -> Person:
    """Some tellings of a person are about somebody else."""
    people.one_after_the_other()
    before = set(everything_about([person.pk]))
    made = people.split(person=person, participants=participants, reason=reason, by=by, at=at)
    _let_go(before, by, at)
    return made


@transaction.atomic
def answer(*, reopened: Reopened, finding: str, seen: Collection[int], by: User, at: datetime) -> ReopenedAnswered:
    """Say what was found when a re-opened report was looked at again. `seen`: the other reports (keys) that were looked at.

    Raises Refused when somebody has said so already, and when another report makes it by now.
    """
    require(by, Permission.ANSWER_REOPENED)
    if not finding.strip():
        raise Refused(_("Say what you found, and what is to be done."), field="finding")
    people.one_after_the_other()  # whoever links meanwhile finds it answered, or has linked before
    if ReopenedAnswered.objects.filter(reopened=reopened).exists():
        raise Refused(_("Somebody has answered this already."))
    ground = standing([reopened])[reopened.pk]
    because = ground.rests_on if ground else {}
    if not because.keys() <= set(seen):
        raise Refused(_("Another call was found while you were looking. Look at it too, then say what you find."))
    made = ReopenedAnswered.objects.create(
        reopened=reopened, finding=finding.strip(), because=[list(one) for one in because.items()], by=by, at=at
    )
    write(act="report.reopening_answered", subject=reopened.report, by=by, at=at, why=reopened.why)
    return made


def _together(participants: Iterable[Participant]) -> list[set[int]]:
    """The tellings (keys) that are about whom each of these is about, itself among them."""
    persons = persons_of(one.pk for one in participants)
    return [{one.pk, *(everything_about([persons[one.pk]]) if one.pk in persons else ())} for one in participants]


def _let_go(tellings: Collection[int], by: User, at: datetime) -> None:
    """Of the reports that these tellings (keys) made second incidents: who directs one that no longer is, directs it no more."""
    why = {"why": Why.SECOND_INCIDENT}
    reports = set(Reopened.objects.filter(**why, report__involved__participant__in=tellings).values_list("report"))
    every = list(Reopened.objects.filter(**why, report__in=[pk for (pk,) in reports]).select_related("report"))
    grounds = standing(every)
    still = {one.report_id for one in every if grounds[one.pk]}
    for report in {one.report_id: one.report for one in every if one.report_id not in still}.values():
        found_not(report=report, by=by, at=at)


def _rests_on(ground: Ground, tellings: Collection[int], decision: Classification, told: Told) -> bool:
    """Whether this decision is among what makes a ground, was made after that report's own, and was never answered for."""
    own = told.decided[ground.involvement.report_id]
    if ground.rests_on.get(decision.report_id) != decision.pk or own.at >= decision.at:
        return False
    answers = ReopenedAnswered.objects.filter(reopened__in=_made_before(ground, tellings))
    return not answers.filter(because__contains=[[decision.report_id, decision.pk]]).exists()


def _made_before(ground: Ground, tellings: Collection[int]) -> QuerySet[Reopened]:
    """The re-openings of this report for this reason and this person, the last first."""
    own = Reopened.objects.filter(report=ground.involvement.report, why=ground.why)
    return own.filter(involvement__participant__in=tellings).order_by("-pk")


def _reopen(
    *,
    ground: Ground,
    tellings: Collection[int],
    person: int,
    by: User | None,
    at: datetime,
    links: Sequence[int] = (),
    decision: Classification | None = None,
) -> None:
    """A row for a reason that holds now; none while one waits for an answer, where all that makes it is shown."""
    told = ground.involvement
    if ground.why == Why.SECOND_INCIDENT:
        found_late(report=told.report, by=by, at=at)
    last = _made_before(ground, tellings).first()
    if last and not ReopenedAnswered.objects.filter(reopened=last).exists():
        return
    Reopened.objects.create(
        report=told.report,
        why=ground.why,
        involvement=told,
        person_id=person,
        links=list(links),
        decision=decision,
        follows=last,
        by=by,
        at=at,
    )
    write(act="report.reopened", subject=told.report, by=by, at=at, why=ground.why, person=person)
