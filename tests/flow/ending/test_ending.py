"""Ending a call: what each kind needs, whom it tells, what it leaves; and that the protocol has the last word, kind by kind."""

from datetime import timedelta

import pytest

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.call import actions as call
from oscr.flow.call.actions import case_now, protocol_for
from oscr.flow.call.models import Waiting
from oscr.flow.classification import actions as classification
from oscr.flow.classification.models import Classification
from oscr.flow.clock.models import Clock
from oscr.flow.ending import actions
from oscr.flow.ending.earlier import cell_for
from oscr.flow.ending.models import Ending, Noted, Wish
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Report
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests.flow.ending.calls import STORIES, screener, settled, with_office
from tests.making import BOONE, COLE, MINUTE, NOW, sent, user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOW + 2 * HOUR
ROBIN = {"first": "Robin", "last": "Cloverfield", "age": 8, "age_unit": "years"}
WREN = {"first": "Wren", "last": "Cloverfield", "age": 5, "age_unit": "years"}
SAME = {"same-incident": "yes", "same-allegations": "yes", "same-people": "yes"}
ADDS = {"same-family": "yes", "nothing-new-alleged": "no"}
LOWEST = "documented call"
CHECK = {"agency": "Boone County Sheriff", "officer": "badge 12", "said": "On the way."}


def boone() -> Office:
    return Office.objects.get(fips=BOONE)


def checked(report: Report, by, result: str = "going"):
    return actions.record_check(report=report, **CHECK, called_at=LATER, result=result, by=by, at=LATER)


def ended(report: Report, kind: str, by, **how) -> Ending:
    made = actions.end(report=report, kind=kind, by=by, at=LATER, **how)
    assert isinstance(made, Ending)
    return made


NEEDS = {
    "well-child-check": {},
    "administrative-referral": {"text": "A court asks for a home visit."},
    "out-of-state": {"state": "KS"},
    "other": {"text": "Asks where to get a birth certificate."},
}


def needed(kind: str) -> dict:
    return NEEDS[kind] | ({"office": boone()} if kind == "administrative-referral" else {})


# --- every kind on every outcome that the protocol can say


@pytest.mark.thorough
@pytest.mark.parametrize("said", STORIES)
@pytest.mark.parametrize("kind", NEEDS)
def test_no_kind_is_a_way_around_the_protocol(kind, said):
    me = screener()
    report = settled(me, said)
    if kind == "well-child-check":
        checked(report, me)
    alone = said == "out of state" or (said == LOWEST and kind != "out-of-state")
    if alone:
        made = ended(report, kind, me, **needed(kind))
        outcome = "out of state" if kind == "out-of-state" else LOWEST
        assert (Classification.objects.get().outcome, made.supervisor) == (outcome, None)
        assert not Waiting.objects.exists()
        return
    with pytest.raises(Refused, match="Say why"):
        actions.end(report=report, kind=kind, by=me, at=LATER, **needed(kind))
    wish = actions.end(report=report, kind=kind, by=me, at=LATER, reason="For the test.", **needed(kind))
    assert isinstance(wish, Wish)
    assert (
        not Classification.objects.exists()
        and not Ending.objects.exists()
        and not Notice.objects.filter(kind="classified")
    )
    lead = user(Role.HOTLINE_SUPERVISOR)
    with pytest.raises(Refused):
        actions.rule_on(proposal=wish.proposal, approved=True, note="", by=me, at=LATER)
    actions.rule_on(proposal=wish.proposal, approved=True, note="", by=lead, at=LATER)
    made, decided = Ending.objects.get(), Classification.objects.get()
    assert (made.kind, made.by, made.supervisor) == (kind, me, lead)
    assert (decided.recommended, decided.supervisor) == (said, lead)
    assert protocol_for(report).rank(decided.outcome) > protocol_for(report).rank(said)
    assert not Waiting.objects.exists()


@pytest.mark.thorough
@pytest.mark.parametrize("said", STORIES)
@pytest.mark.parametrize("kind", ["duplicate", "already-investigated", "added-information"])
def test_a_call_that_is_put_to_a_report_keeps_the_protocols_outcome(kind, said):
    """The earlier report is of the same outcome: what is sent to no office cannot be put to."""
    me = screener()
    report = settled(me, said, at=LATER - MINUTE)
    if said in (LOWEST, "out of state"):
        decided = settled(me, said)
        classification.classify(report=decided, outcome=said, reason="", by=me, at=NOW)
        with pytest.raises(Refused, match=r"documented in any case|No office has"):
            actions.end(report=report, kind=kind, by=me, at=LATER, earlier=decided, answers=SAME | ADDS)
        return
    alert = with_office(me, said)
    if kind == "already-investigated":
        Clock.objects.filter(report=alert.classification.report).update(met_at=LATER, noted_at=LATER, met_by=me)
        if said in ("investigation", "juvenile assessment", "NCA", "N"):
            with pytest.raises(Refused, match="faster response"):
                actions.end(
                    report=report,
                    kind=kind,
                    by=me,
                    at=LATER,
                    earlier=alert.classification.report,
                    answers=SAME,
                    text="One.",
                )
            return
    made = ended(report, kind, me, earlier=alert.classification.report, answers=SAME | ADDS, text="One incident.")
    assert report.classifications.get().outcome == said
    assert (made.earlier, made.office) == (alert.classification.report, boone())
    assert not Waiting.objects.exists()
    assert not report.classifications.get().alerts.exists()


# --- put to an earlier report


def test_the_office_is_told_and_the_reporter_hears_of_no_other_report():
    me, worker = screener(), user(Role.WORKER)
    alert = with_office(me, "family assessment")
    report = settled(me, "family assessment", at=LATER - MINUTE)
    made = ended(report, "duplicate", me, earlier=alert.classification.report, answers=SAME)
    assert made.answers == SAME
    told = Notice.objects.get(kind="call_told")
    assert (told.to, told.context) == (worker.email, {"number": report.number, "office": boone().name})
    mail = Notice.objects.get(key=f"classified-{report.number}")
    assert mail.context["office"] == boone().name
    assert alert.number not in str(mail.context)
    said = Entry.objects.get(act="call.ended")
    assert said.details == {"kind": "duplicate", "earlier": alert.number}
    seen = Ending.objects.visible_to(worker)
    assert [one.number for one in seen.unread()] == [report.number]
    actions.note(ending=made, by=worker, at=LATER)
    actions.note(ending=made, by=worker, at=LATER)
    assert Noted.objects.get().by == worker
    assert not seen.unread()
    far = user(Role.WORKER, Office.objects.get(fips=COLE))
    assert not Ending.objects.visible_to(far).exists()
    assert not Ending.objects.visible_to(me).exists()


def test_whoever_responds_is_told():
    me, lead, worker = screener(), user(Role.COUNTY_SUPERVISOR), user(Role.WORKER)
    alert = with_office(me, "family assessment")
    assignment.acknowledge(alert=alert, by=lead, at=LATER)
    assignment.assign(alert=alert, worker=worker, by=lead, at=LATER)
    report = settled(me, "family assessment", at=LATER - MINUTE)
    ended(report, "duplicate", me, earlier=alert.classification.report, answers=SAME)
    assert [one.to for one in Notice.objects.filter(kind="call_told")] == [worker.email]


@pytest.mark.parametrize("missing", SAME)
def test_each_of_the_three_is_asked(missing):
    me = screener()
    alert = with_office(me, "family assessment")
    report = settled(me, "family assessment", at=LATER - MINUTE)
    with pytest.raises(Refused) as refused:
        actions.end(
            report=report,
            kind="duplicate",
            by=me,
            at=LATER,
            earlier=alert.classification.report,
            answers=SAME | {missing: "unknown"},
        )
    assert refused.value.field == missing
    assert Waiting.objects.get().report == report


def test_a_refused_cell_says_why():
    me = screener()
    alert = with_office(me, "family assessment")
    report = settled(me, "investigation", at=LATER - MINUTE)
    with pytest.raises(Refused, match="asks for less"):
        actions.end(report=report, kind="duplicate", by=me, at=LATER, earlier=alert.classification.report, answers=SAME)


def test_referrals_are_put_together_with_care():
    me = screener()
    alert = with_office(me, "P")
    report = settled(me, "P", at=LATER - MINUTE)
    told = {"report": report, "kind": "duplicate", "by": me, "at": LATER, "answers": SAME}
    with pytest.raises(Refused, match="with care"):
        actions.end(**told, earlier=alert.classification.report)
    assert actions.end(**told, earlier=alert.classification.report, text="The same aunt, the same day.")


def test_what_cannot_be_put_to():
    me = screener()
    report = settled(me, "family assessment", at=LATER - MINUTE)
    told = {"report": report, "kind": "duplicate", "by": me, "at": LATER, "answers": SAME}
    with pytest.raises(Refused, match="call number of the earlier"):
        actions.end(**told)
    with pytest.raises(Refused, match="the call itself"):
        actions.end(**told, earlier=report)
    with pytest.raises(Refused, match="still waits"):
        actions.end(**told, earlier=sent())
    held = settled(me, "family assessment")
    classification.classify(report=held, outcome="family assessment", reason="", by=me, at=NOW)
    with pytest.raises(Refused, match="No office has"):
        actions.end(**told, earlier=held)
    alert = with_office(me, "family assessment")
    first = settled(me, "family assessment")
    ended(first, "duplicate", me, earlier=alert.classification.report, answers=SAME)
    with pytest.raises(Refused, match=alert.number):
        actions.end(**told, earlier=first)
    Clock.objects.filter(report=alert.classification.report).update(met_at=LATER, noted_at=LATER, met_by=me)
    with pytest.raises(Refused, match="done with that report"):
        actions.end(**told, earlier=alert.classification.report)


def test_already_investigated_needs_a_completed_one():
    me = screener()
    alert = with_office(me, "family assessment")
    report = settled(me, "family assessment", at=LATER - MINUTE)
    told = {"kind": "already-investigated", "earlier": alert.classification.report, "answers": SAME}
    with pytest.raises(Refused, match="still responds"):
        actions.end(report=report, by=me, at=LATER, **told)
    Clock.objects.filter(report=alert.classification.report, kind="complete").update(
        met_at=LATER, noted_at=LATER, met_by=me
    )
    assert ended(report, by=me, **told).kind == "already-investigated"


def test_a_restricted_earlier_report_is_not_found():
    me = screener()
    alert = with_office(me, "family assessment")
    report = settled(me, "family assessment", at=LATER - MINUTE)
    restrict(report=alert.classification.report, why="conflict", by=user(Role.HOTLINE_SUPERVISOR), at=LATER)
    with pytest.raises(Refused, match="call number of the earlier"):
        actions.end(report=report, kind="duplicate", by=me, at=LATER, earlier=alert.classification.report, answers=SAME)


def test_a_call_that_is_more_urgent_is_classified():
    me = screener()
    alert = with_office(me, "family assessment")
    report = settled(me, "investigation", at=LATER - MINUTE)
    with pytest.raises(Refused, match="faster response"):
        actions.end(
            report=report, kind="added-information", by=me, at=LATER, earlier=alert.classification.report, answers=ADDS
        )


def test_added_facts_that_raise_the_outcome_are_classified():
    """Alone the call is documented; with what the open report knows of the father's care it is an Investigation."""
    me = screener()
    alert = with_office(me, "family assessment")
    report = settled(me, LOWEST, at=LATER - MINUTE)
    pair = [("A/1", name, "no") for name in ("suspect had care", "suspect in household")]
    call.settle(
        report=report,
        answers=[*pair, ("A/1", "suspect relation", "not family"), ("A", "harm from neglect", "serious")],
        by=me,
        at=LATER,
    )
    assert protocol_for(report).decide(case_now(report)).outcome == LOWEST
    with pytest.raises(Refused, match="Investigation"):
        actions.end(
            report=report, kind="added-information", by=me, at=LATER, earlier=alert.classification.report, answers=ADDS
        )


def test_a_documented_call_adds_to_an_open_report():
    me = screener()
    alert = with_office(me, "family assessment")
    report = settled(me, LOWEST, at=LATER - MINUTE)
    made = ended(report, "added-information", me, earlier=alert.classification.report, answers=ADDS)
    assert report.classifications.get().outcome == LOWEST
    assert [one.report for one in alert.classification.report.followers.all()] == [report]
    assert str(made) == f"{report.number}: added-information"


def test_the_cell_of_two_calls_is_what_the_page_shows():
    me = screener()
    alert = with_office(me, "family assessment")
    report = settled(me, "family assessment", at=LATER - MINUTE)
    assert cell_for(report, alert.classification.report).allowed
