"""The whole demonstration tells one story: no clock is met without the act that meets it, nothing was forgotten for weeks, and there is
one of each of what an office should have seen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from oscr.demo import directing, seed
from oscr.desks.county.views.alert import MET_BY_AN_ACT
from oscr.flow.assignment.models import Alert, Assistance
from oscr.flow.clock.models import Clock, Extension, Update
from oscr.flow.conclusion.models import APPROVED, Appeal, Conclusion, ConclusionReply, Letter, Suspicion
from oscr.flow.disposition.models import DispositionAnswer, FindingsDecision
from oscr.flow.enforcement.models import EnforcementAnswer, EnforcementNotice
from oscr.flow.response.models import ServiceStep
from oscr.flow.response.standing import standing
from oscr.flow.track.models import TrackChange
from oscr.law import clocks
from oscr.record.models import Entry
from tests.making import NOW

pytestmark = pytest.mark.thorough
ELSEWHERE = {"processing", "dispute", "transmission"}  # the hotline's: no office meets them
LATE = timedelta(days=20)
DUTIES = ("initiate", "observe child", "household children", "safety assessment", "reporter contact")


@pytest.fixture(scope="module")
def at(django_db_setup, django_db_blocker):
    """A demonstration with fewer drawn reports, seeded once at this moment, for every test of this file."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(seed, "REPORTS", 26)
        seed.seed(at=NOW)
        yield NOW
        transaction.set_rollback(True)


def test_a_clock_that_an_act_meets_is_never_met_without_it(at):
    assert (
        set(DUTIES) | set(ROWS) | {"respond"} == set(MET_BY_AN_ACT) == {one.kind for one in clocks.every()} - ELSEWHERE
    )
    assert not Entry.objects.filter(act="clock.met").exists()
    alone = [line for alert in Alert.objects.current() for line in _met_alone(alert)]
    assert alone == []
    assert Clock.objects.filter(met_at__isnull=False, kind__in=DUTIES).count() > 40


def test_nothing_was_forgotten_for_weeks(at):
    late = Clock.objects.running().owed().filter(due_at__lt=at - LATE)
    assert [str(one) for one in late] == []


def test_there_is_one_of_each(at):
    ended = set(ConclusionReply.objects.filter(result=APPROVED).values_list("conclusion__kind", flat=True))
    assert {"preponderance", "unsubstantiated", "services-needed", "referral-helped", "referral-passed-on"} <= ended
    assert Letter.objects.filter(posted__isnull=False).exists() and Appeal.objects.exists()
    assert ServiceStep.objects.filter(kind="ended").exists()
    assert Conclusion.objects.waiting().count() == 1
    assert Suspicion.objects.exists() and Letter.objects.to_print().exists()
    death = Extension.objects.get(cause="fatality")
    assert Clock.objects.running().get(report=death.report, kind="complete").due_at is None
    assert Update.objects.filter(report=death.report).count() == 2
    assert Extension.objects.filter(cause="third-party").count() == 1
    silent = Clock.objects.running().filter(kind="enforcement answer", due_at__lt=at)
    assert (
        EnforcementNotice.objects.unanswered()
        .filter(alert__classification__report__in=silent.values("report"))
        .exists()
    )
    (days,) = {(at - one.due_at).days for one in Clock.objects.running().filter(kind="complete", due_at__lt=at)}
    assert 1 <= days <= 5


def test_law_enforcement_answers_in_every_way_and_tracks_change_both_ways(at):
    assert {one.how for one in EnforcementNotice.objects.all()} == {"link", "phone", "paper"}
    assert {one.result for one in EnforcementAnswer.objects.all()} == {"assists", "unable"}
    assert {(one.was, one.to) for one in TrackChange.objects.all()} == {
        ("investigation", "family assessment"),
        ("family assessment", "investigation"),
    }
    assert Assistance.objects.get().office.fips == directing.NEIGHBOUR


def _met_alone(alert: Alert) -> list[str]:
    """The clocks of an alert's report that are met although nothing was done."""
    report = alert.classification.report
    met = set(Clock.objects.filter(report=report, met_at__isnull=False).values_list("kind", flat=True))
    duties = {duty.kind: duty.done for duty in standing(alert)} | {kind: there(alert) for kind, there in ROWS.items()}
    duties["respond"] = duties.get("observe child", True)
    return [f"{alert.number} {kind}" for kind in met if not duties.get(kind, True)]


def _of(model, path: str = "alert__classification__report") -> Callable[[Alert], bool]:
    return lambda alert: model.objects.filter(**{path: alert.classification.report}).exists()


def _concluded(alert: Alert) -> bool:
    return Conclusion.objects.standing().filter(alert__classification__report=alert.classification.report).exists()


def _reviewed(alert: Alert) -> bool:
    return alert.classification.report.reviews.exclude(review__result=None).exists()


ROWS: dict[str, Callable[[Alert], bool]] = {
    "acknowledge": lambda alert: hasattr(alert, "acknowledgement"),
    "appeal": _of(Appeal, "conclusion__alert__classification__report"),
    "assistance": lambda alert: alert.classification.report.assistance.exclude(replies=None).exists(),
    "complete": _concluded,
    "disposition": _of(DispositionAnswer, "request__report"),
    "enforcement answer": _of(EnforcementAnswer, "notice__alert__classification__report"),
    "findings": _of(FindingsDecision, "request__report"),
    "harassment referral": _of(Suspicion, "conclusion__alert__classification__report"),
    "law enforcement": _of(EnforcementNotice),
    "three-call review": _reviewed,
    "transfer": lambda alert: alert.transfers.exclude(reply=None).exists(),
    "update": lambda alert: _of(Update, "report")(alert) or _concluded(alert),
}
"""What shows that a kind of clock was met by its act."""
