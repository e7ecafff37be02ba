"""A clock that a contact met follows the contacts as they stand: corrected, taken back, met by another one."""

import pytest

from oscr.agency.models import Office
from oscr.flow.clock import actions as clock
from oscr.flow.clock.models import Unmet
from oscr.flow.response import contacting, standing
from oscr.flow.response.guarding import Whom
from oscr.flow.response.models import Contact, ContactWithdrawn
from oscr.flow.response.story import story
from oscr.flow.track import actions as track
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.flow.response.responding import HOUR, LATER, child, contact, responded, running
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
SERIOUS = [("A", "needs a doctor now", "yes")]
AFTER = LATER + HOUR
WRONG = {"reason": "It was another child.", "at": AFTER}


@pytest.fixture
def case():
    """A child in danger: "observe child" runs too."""
    return responded(settled=SERIOUS)


def withdraw(case, made, **changed):
    return contacting.withdraw(contact=made, **{**WRONG, "by": case.worker, **changed})


def stands(case) -> dict[str, object]:
    """Each kind of clock that contacts meet: when it was met, None where it runs."""
    kinds = ("initiate", "observe child", "household children", "respond", "reporter contact")
    return {one.kind: one.met_at for one in case.report.clocks.filter(kind__in=kinds)}


def test_a_child_who_was_not_seen_after_all(case):
    wrong = contact(case, child(case.a), child(case.b))
    due = case.report.clocks.get(kind="observe child").due_at
    contact(case, child(case.a, seen=False), child(case.b), corrects=wrong, **WRONG)
    again = case.report.clocks.get(kind="observe child")
    assert (again.met_at, again.started_at, again.due_at) == (None, NOW, due)
    assert running(case, "household children") is None
    assert running(case, "initiate") == NOW + 2 * HOUR
    assert {one.clock.kind for one in Unmet.objects.all()} == {"observe child", "respond", "household children"} & set(
        stands(case)
    )
    assert Unmet.objects.filter(clock=again).get().met_at == NOW + 2 * HOUR
    assert "observe child" in {duty.kind for duty in standing.missing(case.alert)}
    contact(case, child(case.a), happened_at=NOW + 25 * HOUR, at=AFTER)
    assert running(case, "observe child") == NOW + 25 * HOUR


def test_a_child_who_was_seen_later_than_was_written(case):
    wrong = contact(case, child(case.a), child(case.b))
    contact(case, child(case.a), child(case.b), corrects=wrong, happened_at=NOW + 26 * HOUR, **WRONG)
    met = case.report.clocks.get(kind="observe child")
    assert (met.met_at, met.noted_at, met.overdue(AFTER)) == (NOW + 26 * HOUR, AFTER, True)
    assert Unmet.objects.filter(clock=met).get().met_at == NOW + 2 * HOUR


def test_another_contact_that_meets_it_holds_it(case):
    wrong = contact(case, child(case.a), child(case.b))
    contact(case, child(case.a), child(case.b), happened_at=NOW + 7 * HOUR)
    withdraw(case, wrong)
    assert set(stands(case).values()) == {NOW + 7 * HOUR, None}
    assert running(case, "observe child") == running(case, "initiate") == NOW + 7 * HOUR


def test_a_correction_of_the_words_changes_no_clock(case):
    wrong = contact(case, child(case.a), child(case.b))
    before = list(case.report.clocks.order_by("pk").values())
    contact(case, child(case.a), child(case.b), corrects=wrong, what="He slept.", **WRONG)
    assert list(case.report.clocks.order_by("pk").values()) == before and not Unmet.objects.exists()


def test_a_contact_that_never_was_meets_nothing_and_stays_to_be_read(case):
    wrong = contact(case, child(case.a), child(case.b), Whom("reporter"))
    made = withdraw(case, wrong)
    assert set(stands(case).values()) == {None}
    assert [one.kind for one in story(case.report)] == ["withdrawn"]
    assert list(Contact.objects.standing()) == [] and Contact.objects.count() == 1
    assert Entry.objects.filter(act="contact.withdrawn").get().details == {"pk": wrong.pk}
    assert str(made).startswith("contact withdrawn")


def test_it_is_taken_back_once_with_a_reason_and_is_not_corrected_then(case):
    wrong = contact(case, child(case.a))
    with pytest.raises(Refused) as refused:
        withdraw(case, wrong, reason=" ")
    assert refused.value.field == "reason"
    withdraw(case, wrong)
    for act in (lambda: withdraw(case, wrong), lambda: contact(case, child(case.a), corrects=wrong, **WRONG)):
        with pytest.raises(Refused, match="took it back"):
            act()
    assert ContactWithdrawn.objects.count() == 1


def test_a_location_still_accounts_for_a_child(case):
    wrong = contact(case, child(case.a), child(case.b))
    said = {"where": "There", "well_being": "Well", "verified_by": "A call", "happened_at": NOW + 4 * HOUR}
    contacting.locate(alert=case.alert, involved=case.b, **said, by=case.worker, at=LATER)
    contact(case, child(case.a), corrects=wrong, **WRONG)
    assert running(case, "household children") == NOW + 4 * HOUR
    assert running(case, "observe child") == NOW + 2 * HOUR


def test_what_was_marked_by_hand_stays(case):
    hand = case.report.clocks.get(kind="observe child")
    clock.meet(clock=hand, by=case.worker, at=LATER, happened_at=NOW + 90 * MINUTE)
    wrong = contact(case, child(case.a), child(case.b))
    withdraw(case, wrong)
    assert running(case, "observe child") == NOW + 90 * MINUTE


def test_what_the_track_asks_for_no_more_is_not_opened(case, monkeypatch):
    wrong = contact(case, child(case.a), child(case.b))
    now = track.standing_on(case.alert)
    changed = track.Current("family assessment", now.hours)
    monkeypatch.setattr("oscr.flow.response.following.standing_on", lambda _alert: changed)
    withdraw(case, wrong)
    assert running(case, "observe child") == NOW + 2 * HOUR
    assert running(case, "household children") is None


def test_a_duty_that_began_anew_is_left_as_it_runs(case):
    wrong = contact(case, child(case.a), child(case.b))
    old = case.report.clocks.get(kind="observe child")
    new = {"kind": old.kind, "label": old.label, "office": old.office, "cite": old.cite, "law": old.law}
    case.report.clocks.create(**new, started_at=LATER, due_at=LATER + 9 * HOUR)
    withdraw(case, wrong)
    assert not Unmet.objects.filter(clock=old).exists()


def test_an_office_that_helps_corrects_what_its_own_people_wrote(case):
    there = making.user("worker", Office.objects.get(fips=making.COLE))
    asked = {"asking": case.alert.office, "office": there.office, "kind": "courtesy", "what": "See B."}
    case.report.assistance.create(**asked, by=case.lead, at=NOW + HOUR)
    ours, theirs = contact(case, child(case.a)), contact(case, child(case.b), by=there)
    with pytest.raises(Refused, match="its own people"):
        withdraw(case, ours, by=there)
    withdraw(case, theirs, by=there)
    assert ContactWithdrawn.objects.get().contact == theirs
