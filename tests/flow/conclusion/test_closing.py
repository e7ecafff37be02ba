"""What must be done before a response is concluded, as the page and the refusal say it alike."""

import pytest

from oscr.agency.models import Office
from oscr.flow.addendum import actions as addendum
from oscr.flow.assignment import actions as assignment
from oscr.flow.clock.models import Clock, Extension
from oscr.flow.conclusion import closing
from oscr.flow.conclusion.closing import DONE as IS_DONE
from oscr.flow.conclusion.closing import LATE, OPEN, SPARED
from oscr.flow.correction import disputing, transferring
from oscr.flow.ending import actions as ending
from oscr.flow.review.models import Call, Review
from oscr.law import clocks, conclusions
from oscr.law.outcomes import REFERRALS, REPORTS
from oscr.law.refusal import Refused
from tests import making
from tests.flow.conclusion.concluding import DAY, DONE, TOLD, given, people, proposed, ready
from tests.flow.ending import calls
from tests.making import COLE, MINUTE, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return people()


def states(alert, at=DONE, **how) -> dict[str, str]:
    return {line.id: line.state for line in closing.lines(alert=alert, at=at, **how)}


def closable(alert, kind="unsubstantiated", said=None, at=DONE, **how) -> bool:
    asked = {"alert": alert, "at": at, "kind": kind, "said": said or {}, **how}
    may = closing.can_close(**asked)
    if may:
        closing.check_close(**asked)
    else:
        with pytest.raises(Refused):
            closing.check_close(**asked)
    return may


def test_everything_done_can_be_closed(staff):
    alert = ready(staff)
    assert set(states(alert).values()) == {IS_DONE}
    assert closable(alert)


def test_each_running_clock_of_a_duty_holds_it_up(staff):
    alert = given(staff)
    early = states(alert, at=NOW + 10 * MINUTE)
    assert early["safety"] == early["law-enforcement"] == early["reporter-contact"] == OPEN
    late = states(alert)
    assert late["safety"] == LATE and late["acknowledged"] == IS_DONE
    assert not closable(alert)


def test_the_refusal_says_what_why_how_many_more_and_by_which_law(staff):
    alert = given(staff)
    with pytest.raises(Refused) as told:
        closing.check_close(alert=alert, at=DONE, kind="unsubstantiated", said={})
    assert told.value.message.startswith("Not done: ") and "It was due" in told.value.message
    assert "more: see the list" in told.value.message and told.value.cite.startswith("RSMo 210.145")
    assert told.value.field == "explain-initiated"


def test_a_conclusion_that_shows_why_spares_a_duty_and_no_other(staff):
    alert = given(staff)
    told = states(alert, kind="unable-to-locate")
    assert told["safety"] == SPARED and told["law-enforcement"] == LATE


def test_what_may_be_explained_and_what_may_not(staff):
    alert = given(staff)
    undone = {line.id: line for line in closing.lines(alert=alert, at=DONE) if line.undone}
    assert undone["safety"].explain and not undone["law-enforcement"].explain
    assert not closable(alert, explained=set(undone))
    left = closing.hindrances(alert=alert, at=DONE, kind="unsubstantiated", said={}, explained=set(undone))
    assert [line.id for line in left] == ["law-enforcement", "team"]


def test_a_clock_that_no_duty_knows_holds_it_up_too(staff):
    alert = ready(staff)
    row = Clock.objects.filter(report=alert.classification.report).first()
    due = clocks.Due("something new", "Something new", NOW, NOW + DAY, "RSMo 210.145")
    Clock.objects.create(
        report=row.report,
        kind=due.kind,
        label=due.label,
        office=alert.office,
        started_at=NOW,
        due_at=NOW + DAY,
        cite=due.cite,
    )
    assert states(alert)["something new"] == LATE and not closable(alert)


def test_what_the_reporter_added_is_taken_into_account_first(staff):
    alert = ready(staff)
    report = alert.classification.report
    made = addendum.add(report=report, kind="added", text="A brother.", by=report.owner, at=NOW + DAY)
    assert states(alert)["addenda"] == OPEN and not closable(alert)
    addendum.heed(addendum=made, note="He was seen.", by=staff.worker, at=NOW + 2 * DAY)
    assert closable(alert)


def test_a_call_that_was_put_to_it_is_read_first(staff):
    alert = ready(staff)
    screener = making.user("screener")
    call = calls.settled(screener, "documented call", NOW + DAY)
    how = {"report": call, "kind": "administrative-referral", "office": alert.office, "text": "For the test."}
    row = ending.end(**how, by=screener, at=NOW + DAY)
    assert closable(alert)
    told = {"kind": "added-information", "earlier": alert.classification.report, "office": alert.office}
    type(row).objects.create(report=making.sent(), **told, by=screener, at=NOW)
    assert states(alert)["calls"] == OPEN and not closable(alert)


def test_a_dispute_or_a_transfer_is_answered_first(staff):
    alert = ready(staff)
    asked = {
        "to": Office.objects.get(fips=COLE),
        "reason": "moved",
        "note": "Moved.",
        "by": staff.lead,
        "at": NOW + DAY,
    }
    row = transferring.propose(alert=alert, **asked)
    assert states(alert)["moving"] == OPEN
    transferring.withdraw(transfer=row, by=staff.lead, at=NOW + DAY)
    assert states(alert)["moving"] == IS_DONE
    disputing.dispute(alert=alert, consulted=staff.worker, reason="No.", by=staff.lead, at=NOW + DAY)
    assert states(alert)["moving"] == OPEN


def test_an_open_review_of_three_calls_holds_it_up(staff):
    alert = ready(staff)
    report, child = alert.classification.report, alert.classification.report.involved.get(code="A")
    row = Review.objects.create(completed_by=child, at=NOW + DAY)
    Call.objects.create(review=row, report=report, involvement=child, at=NOW + DAY)
    assert states(alert)["review"] == OPEN and not closable(alert)


def test_an_answer_to_the_reporter_holds_it_up_only_when_it_is_overdue(staff):
    alert = ready(staff)
    told = {"report": alert.classification.report, "office": alert.office, "cite": "RSMo 210.145.18"}
    Clock.objects.create(kind="disposition", label="Asked", started_at=NOW, due_at=NOW + 45 * DAY, **told)
    assert states(alert, at=NOW + 44 * DAY)["reporter-asked"] == IS_DONE
    assert states(alert, at=NOW + 45 * DAY)["reporter-asked"] == LATE


@pytest.fixture
def death(staff):
    children = [TOLD["children"][0] | {"facts": {"child died": "yes"}}]
    return ready(staff, children=children, worries={"pathways": ["fatality"], "other": ""})


def test_a_death_stays_open_until_its_investigation_is_complete(staff, death):
    assert closing.involves_death(death)
    assert states(death)["death"] == OPEN and not closable(death)
    assert closable(death, said={"death_complete_on": "2026-03-06"})
    with pytest.raises(Refused) as told:
        proposed(death, staff.worker, said={"death_complete_on": ""})
    assert told.value.field == "death_complete_on"
    assert proposed(death, staff.worker).said["death_complete_on"] == "2026-03-06"


def test_a_child_that_nearly_died_stays_open_too(staff):
    alert = ready(staff)
    assert "death" not in states(alert)
    report = alert.classification.report
    told = {
        "report": report,
        "kind": "complete",
        "cause": "fatality",
        "involves": "fatality",
        "reason": "She is in coma.",
    }
    Extension.objects.create(**told, was_due_at=NOW + 45 * DAY, by=staff.lead, at=NOW + DAY)
    Clock.objects.filter(report=report, kind="complete").update(due_at=None, ring_at=None)
    assert states(alert)["death"] == OPEN and not closable(alert)


def test_a_death_of_which_a_referral_tells_needs_no_day(staff):
    alert = calls.with_office(making.user("screener"), "F", NOW, staff.office)
    assert closing.needed_besides(alert) == ()


def test_what_runs_without_a_day_is_open(staff, death):
    report = death.classification.report
    Clock.objects.filter(report=report, kind="complete").update(ring_at=None, due_at=None)
    line = closing._of_clock(Clock.objects.get(report=report, kind="complete"), DONE)
    assert line.state == OPEN and "stays open" in line.why


def test_an_alert_that_nobody_acknowledged_is_not_concluded(staff):
    alert = making.alerted(office=staff.office)
    assert states(alert)["acknowledged"] == LATE
    assignment.acknowledge(alert=alert, by=staff.worker, at=DONE)
    assert states(alert)["acknowledged"] == IS_DONE


def test_every_outcome_has_its_duties():
    for outcome in REPORTS + REFERRALS:
        assert {"acknowledged", "addenda"} <= {duty.id for duty in conclusions.duties(outcome)}
    assert not [duty for duty in conclusions.duties("P") if duty.id in ("safety", "law-enforcement", "death")]
