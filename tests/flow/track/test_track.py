"""Track changes and emergencies taken down: what is refused, what the clocks do, and who says on which track a report is."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.clock.models import Clock
from oscr.flow.correction import actions as correction
from oscr.flow.track import actions
from oscr.flow.track.models import TrackChange
from oscr.flow.track.now import current, current_of
from oscr.law import track_changes as law
from oscr.law.outcomes import OUTCOMES
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from tests import making
from tests.flow.callout.calling import emergency
from tests.flow.ending.calls import screener, with_office
from tests.flow.enforcement.telling import TOLD, agency, notify, told_of_ending
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = TOLD + HOUR


@pytest.fixture
def lead(db):
    return making.user(Role.COUNTY_SUPERVISOR)


def alerted(outcome="investigation"):
    """At the office, one minute after it was received."""
    return with_office(screener(), outcome)


def running(alert) -> dict:
    rows = Clock.objects.running().filter(report=alert.classification.report)
    return {row.kind: (row.started_at, row.due_at) for row in rows}


def change(alert, to, by, reason="The child is safe.", at=LATER) -> TrackChange:
    return actions.change(alert=alert, to=to, reason=reason, by=by, at=at)


@pytest.mark.parametrize("was", ["investigation", "juvenile assessment", "family assessment", "NCA", "N", "P", "F"])
def test_every_cell_as_the_law_says(lead, was):
    alert = alerted(was)
    if was == "investigation":
        told_of_ending(alert, lead)
    for to in OUTCOMES:
        with transaction.atomic():
            if law.cell(was, to).allowed:
                change(alert, to, lead)
                assert current(alert.classification.report).outcome == to
            else:
                with pytest.raises(Refused) as refused:
                    change(alert, to, lead)
                assert (refused.value.message, refused.value.field) == (law.cell(was, to).text, "to")
            transaction.set_rollback(True)


@pytest.mark.parametrize("to", ["family assessment", "juvenile assessment", "N", "P"])
def test_no_investigation_ends_without_the_written_notice_first(lead, to):
    alert = alerted()
    notify(alert, lead)
    with pytest.raises(Refused, match="written notice first") as refused:
        change(alert, to, lead)
    assert refused.value.cite == "RSMo 210.145.15"
    notice = told_of_ending(alert, lead, to=agency(name="Other"))
    assert change(alert, to, lead).notice == notice


def test_a_notice_of_an_earlier_ending_does_not_count_for_a_later_one(lead):
    alert = alerted()
    told_of_ending(alert, lead)
    change(alert, "family assessment", lead)
    change(alert, "investigation", lead, at=LATER + HOUR)
    with pytest.raises(Refused, match="written notice first"):
        change(alert, "family assessment", lead, at=LATER + 2 * HOUR)
    told_of_ending(alert, lead, to=agency(name="Other"), at=LATER + 2 * HOUR)
    last = change(alert, "juvenile assessment", lead, at=LATER + 2 * HOUR)
    assert TrackChange.objects.get(superseded_by=None) == last
    assert str(last) == f"{alert.number}: investigation to juvenile assessment"


def test_ending_an_investigation_lets_its_own_duties_fall_and_keeps_the_others(lead):
    alert = alerted()
    before = running(alert)
    notify(alert, lead)
    told_of_ending(alert, lead, to=agency(name="Other"))
    change(alert, "family assessment", lead)
    after = running(alert)
    assert "enforcement answer" not in after and "law enforcement" not in after
    assert all(after[kind] == before[kind] for kind in after)
    assert {"initiate", "safety assessment", "complete", "reporter contact"} <= set(after)


def test_an_investigation_that_begins_is_immediate_and_calls_law_enforcement(lead):
    alert = alerted("family assessment")
    before = running(alert)
    assert "law enforcement" not in before
    much_later = NOW + timedelta(days=9)
    change(alert, "investigation", lead, at=much_later)
    after = running(alert)
    assert after["law enforcement"] == (much_later, much_later + HOUR)
    assert after["complete"] == before["complete"]


def test_what_falls_due_newly_counts_from_the_change_and_not_from_a_receipt_long_ago(lead):
    alert = alerted("P")
    change(alert, "N", lead)
    assert running(alert)["reporter contact"] == (NOW, NOW + 48 * HOUR)
    urgent = emergency()
    assert "observe child" in running(urgent)
    told_of_ending(urgent, lead)
    change(urgent, "family assessment", lead)
    at = urgent.at + 5 * 24 * HOUR
    assert "observe child" not in running(urgent)
    change(urgent, "investigation", lead, at=at)
    assert running(urgent)["observe child"][0] == at


def test_the_reason_is_documented_and_only_who_leads_changes_a_track(lead):
    alert = alerted("family assessment")
    with pytest.raises(Refused) as refused:
        change(alert, "investigation", lead, reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(Refused, match="role"):
        change(alert, "investigation", making.user(Role.WORKER))


def test_who_responds_is_told(lead):
    alert, worker = alerted("family assessment"), making.user(Role.WORKER)
    assignment.acknowledge(alert=alert, by=lead, at=TOLD)
    assignment.assign(alert=alert, worker=worker, by=lead, at=TOLD)
    change(alert, "investigation", lead)
    assert [one.to for one in Notice.objects.filter(kind="track_changed")] == [worker.email]


def test_one_place_says_on_which_track_a_report_is(lead):
    changed, kept, waiting = alerted("family assessment"), alerted("P"), making.sent()
    row = change(changed, "investigation", lead)
    reports = [one.classification.report_id for one in (changed, kept)]
    now = current_of([*reports, waiting.pk])
    assert {key: (one.outcome, one.change) for key, one in now.items()} == {
        reports[0]: ("investigation", row),
        reports[1]: ("P", None),
    }
    assert current(waiting) is None


def test_a_new_decision_of_the_hotline_begins_anew(lead):
    alert = alerted("family assessment")
    change(alert, "juvenile assessment", lead)
    said = {"facts": [], "outcome": "family assessment", "office": alert.office, "additions": [("A", "Is nine.")]}
    correction.correct(alert=alert, **said, reason="She called.", by=making.user(Role.SCREENER), at=LATER + HOUR)
    assert current(alert.classification.report).change is None


def test_the_database_holds_what_a_change_must_have(lead):
    alert = alerted()
    told = {"classification": alert.classification, "alert": alert, "by": lead, "at": LATER}
    for wrong in (
        {"was": "investigation", "to": "N", "reason": "x"},
        {"was": "P", "to": "N", "reason": ""},
        {"was": "N", "to": "N", "reason": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrackChange.objects.create(**told | wrong)


# --- an emergency taken down


def take_down(alert, lead, at=None, **said):
    at = at or alert.at + 20 * MINUTE
    how = {"approved_by": lead, "consulted_at": at - 5 * MINUTE, "reason": "The child is with her grandmother."}
    return actions.take_down(alert=alert, **how | said, by=said.pop("by", lead), at=at)


def test_an_emergency_is_taken_down_and_its_clock_falls_away(lead):
    alert = emergency()
    assert current(alert.classification.report).hours == 3
    assert "respond" in running(alert)
    row = take_down(alert, lead)
    now = current(alert.classification.report)
    assert (now.hours, now.override, now.outcome) == (24, row, alert.classification.outcome)
    assert "respond" not in running(alert)
    assert "initiate" in running(alert)
    assert str(row) == f"{alert.number}: 3 h to 24 h"
    with pytest.raises(Refused, match="no emergency"):
        take_down(alert, lead)


def test_only_within_the_time_of_the_emergency_itself(lead):
    alert = emergency()
    ends = actions.override_ends(alert)
    assert ends == alert.classification.at + 3 * HOUR
    with pytest.raises(Refused, match="Too late"):
        take_down(alert, lead, at=ends + timedelta(seconds=1))
    assert take_down(alert, lead, at=ends).hours == 24


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"consulted_at": NOW + timedelta(days=9)}, "consulted_at"),
        ({"consulted_at": NOW - timedelta(days=9)}, "consulted_at"),
    ],
)
def test_what_must_be_documented(lead, said, field):
    with pytest.raises(Refused) as refused:
        take_down(emergency(), lead, **said)
    assert refused.value.field == field


def test_a_supervisor_of_the_office_approves_and_no_worker_enters_it(lead):
    alert, worker = emergency(), making.user(Role.WORKER)
    far = making.user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips="29015"))
    for somebody in (worker, far):
        with pytest.raises(Refused) as refused:
            take_down(alert, lead, approved_by=somebody)
        assert refused.value.field == "approved_by"
    with pytest.raises(Refused, match="role"):
        actions.take_down(
            alert=alert, approved_by=lead, consulted_at=alert.at, reason="x", by=worker, at=alert.at + MINUTE
        )


def test_what_is_no_emergency_is_not_taken_down(lead):
    with pytest.raises(Refused, match="no emergency"):
        take_down(alerted("family assessment"), lead)


def test_until_when_an_emergency_may_be_taken_down(lead):
    alert = emergency()
    ends = actions.override_ends(alert)
    assert actions.may_take_down_until(alert, ends) == ends
    assert actions.may_take_down_until(alert, ends + MINUTE) is None
    take_down(alert, lead)
    assert actions.may_take_down_until(alert, alert.at) is None
    none = alerted("family assessment")
    assert actions.may_take_down_until(none, none.at) is None
