"""Contacts, attempts, the guards before them, absent children, and the clocks they meet."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction

from oscr.flow.assignment import actions as assignment
from oscr.flow.response import contacting, guarding, telling
from oscr.flow.response.guarding import Guarded, Whom
from oscr.flow.response.models import Contact, Precaution, Whereabouts
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.flow.response.responding import HARMLESS, HOUR, LATER, careful, child, contact, responded, running
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
SCHOOL = [("", "setting", "school")]
SERIOUS = [("A", "needs a doctor now", "yes")]
STRANGER = [("A/1", "suspect relation", "not family")]


@pytest.fixture
def case():
    return responded()


@contextmanager
def refused(field, cite=""):
    """What is refused, beside which field, by which law."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.field == field
    assert cite in caught.value.cite


class TestWho:
    def test_the_worker_who_responds_and_whoever_leads(self, case):
        contact(case, child(case.a))
        contact(case, child(case.a), by=case.lead)
        assert Contact.objects.count() == 2

    @pytest.mark.parametrize("role", ["worker", "screener", "analyst"])
    def test_nobody_else(self, case, role):
        with refused(""):
            contact(case, child(case.a), by=making.user(role))

    def test_a_worker_of_another_office_only_when_it_was_asked_to_help(self, case):
        from_there = making.user("worker", assignment.Office.objects.get(fips=making.COLE))
        with refused(""):
            contact(case, child(case.a), by=from_there)
        assisting_by(case, from_there)
        contact(case, child(case.a), by=from_there)
        with pytest.raises(Refused, match="writes down what it did"):
            telling.use_team(alert=case.alert, used=True, why_not="", by=from_there, at=LATER)

    def test_a_worker_who_was_replaced_writes_no_more(self, case):
        other = making.user("worker", case.alert.office)
        assignment.assign(alert=case.alert, worker=other, by=case.lead, at=NOW + HOUR)
        with refused(""):
            contact(case, child(case.a))


def assisting_by(case, worker):
    """The worker's office is asked to help."""
    return case.report.assistance.create(
        asking=case.alert.office, office=worker.office, kind="courtesy", what="See B.", by=case.lead, at=NOW + HOUR
    )


class TestClocks:
    def test_a_child_seen_meets_what_asks_for_it_at_the_moment_it_was_seen(self, case):
        contact(case, child(case.a))
        assert running(case, "initiate") == NOW + 2 * HOUR
        assert running(case, "household children") is None
        contact(case, child(case.b), happened_at=NOW + 5 * HOUR)
        assert running(case, "household children") == NOW + 5 * HOUR

    def test_an_attempt_begins_the_response_and_sees_nobody(self, case):
        careful(case)
        contact(case, child(case.a, seen=False), place="home", result="nobody")
        assert running(case, "initiate") == NOW + 2 * HOUR
        assert running(case, "household children") is None

    def test_the_reporter_alone_begins_no_response(self, case):
        contact(case, Whom("reporter"), place="phone", result="nobody")
        assert running(case, "reporter contact") is None
        contact(case, Whom("reporter"), place="phone", happened_at=NOW + 3 * HOUR)
        assert running(case, "reporter contact") == NOW + 3 * HOUR
        assert running(case, "initiate") is None

    def test_a_member_of_the_team_may_have_seen_the_child(self, case):
        contact(case, child(case.a, seen_by="Nurse Example"), child(case.b))
        assert running(case, "household children") == NOW + 2 * HOUR

    def test_an_absent_child_who_is_well_is_accounted_for_but_not_seen(self, case):
        contact(case, child(case.a))
        contacting.locate(
            alert=case.alert,
            involved=case.b,
            where="With the grandmother, 2 Example Lane",
            well_being="Asleep; fed; no injuries, the nurse says.",
            verified_by="The visiting nurse, by phone",
            happened_at=NOW + 4 * HOUR,
            by=case.worker,
            at=LATER,
        )
        assert running(case, "household children") == NOW + 4 * HOUR
        assert Whereabouts.objects.get().involved == case.b

    def test_danger_asks_for_the_child_itself(self):
        case = responded(settled=SERIOUS)
        assert running(case, "observe child") is None
        contact(case, child(case.b))
        assert running(case, "observe child") is None
        contact(case, child(case.a), happened_at=NOW + 3 * HOUR)
        assert running(case, "observe child") == NOW + 3 * HOUR


class TestWhatCannotBe:
    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"happened_at": NOW - MINUTE}, "happened_at"),
            ({"happened_at": LATER + MINUTE}, "happened_at"),
            ({"what": " "}, "what"),
            ({"result": "refused"}, "result"),
            ({"place": "video"}, "seen"),
        ],
    )
    def test_it_is_refused_beside_its_field(self, case, changed, field):
        with refused(field):
            contact(case, child(case.a), **changed)

    def test_nobody(self, case):
        with refused("whom"):
            contact(case)

    def test_a_person_of_another_report(self, case):
        with refused("whom"):
            contact(case, child(responded().a))

    def test_the_database_holds_it_too(self, case):
        made = contact(case, child(case.a))
        with pytest.raises(Exception, match="never edited"), transaction.atomic():
            Contact.objects.filter(pk=made.pk).update(what="Something else")
        with pytest.raises(IntegrityError), transaction.atomic():
            made.met.create(part="adult", named="Somebody", seen=True)


class TestGuards:
    def test_before_a_visit_the_questions_are_answered(self, case):
        with refused("place", "210.145.8"):
            contact(case, child(case.a), place="home")
        with refused("fleeing"):
            contacting.take_care(alert=case.alert, answers={**HARMLESS, "fleeing": ""}, by=case.worker, at=NOW + HOUR)
        assert careful(case).forbids is False
        assert guarding.answers_now(case.alert) == HARMLESS
        assert contact(case, child(case.a), place="home", guarded=Guarded(called_ahead=True, left_sign=True)).left_sign

    def test_a_history_of_violence_forbids_call_and_card(self, case):
        assert careful(case, violence="yes").forbids
        with refused("called_ahead", "210.145.8(3)"):
            contact(case, child(case.a), place="home", guarded=Guarded(called_ahead=True))
        with refused("left_sign", "210.145.8(3)"):
            contact(case, child(case.a), place="home", guarded=Guarded(left_sign=True))

    def test_the_last_answers_count(self, case):
        careful(case, violence="yes")
        careful(case)
        contact(case, child(case.a), place="home", guarded=Guarded(called_ahead=True))
        assert Precaution.objects.count() == 2

    def test_not_in_the_building_where_it_is_alleged(self):
        case = responded(settled=SCHOOL)
        with refused("same_building", "210.145.8"):
            contact(case, child(case.a), place="school")
        with refused("place", "210.145.8"):
            contact(case, child(case.a), place="school", guarded=Guarded(same_building="yes"))
        contact(case, child(case.a), place="school", guarded=Guarded(same_building="no"))
        contact(case, Whom("collateral", named="The teacher"), place="school")

    def test_a_parent_is_told_before_the_interview(self):
        case = responded(settled=STRANGER)
        assert "TELL-PARENT-FIRST" in guarding.actions_of(case.alert)
        with refused("parent_told", "210.145.8"):
            contact(case, child(case.a, interviewed=True))
        late = Guarded(parent_told="Sam", parent_told_at=NOW + 3 * HOUR)
        with refused("parent_told_at", "210.145.8"):
            contact(case, child(case.a, interviewed=True), guarded=late)
        first = Guarded(parent_told="Sam", parent_told_at=NOW + HOUR)
        assert contact(case, child(case.a, interviewed=True), guarded=first).parent_told == "Sam"
        contact(case, child(case.a))  # who is only seen is not interviewed

    def test_whoever_is_suspected_is_given_the_rights_in_writing(self, case):
        suspect = Whom("suspect", case.suspect)
        with refused("rights", "210.145.8"):
            contact(case, suspect)
        with refused("rights_minutes"):
            contact(case, suspect, guarded=Guarded(rights="given", rights_minutes=6))
        with refused("rights_why"):
            contact(case, Whom("adult", case.other), guarded=Guarded(suspect_there=True, rights="threatened"))
        made = contact(case, suspect, guarded=Guarded(rights="given", rights_minutes=5))
        assert (made.rights, made.rights_minutes) == ("given", 5)
        assert contact(case, suspect, place="phone", guarded=Guarded(rights="given")).rights == ""


class TestCorrections:
    def test_it_supersedes_and_both_stay(self, case):
        wrong = contact(case, child(case.a), child(case.b))
        with refused("reason"):
            contact(case, child(case.a), corrects=wrong)
        right = contact(case, child(case.a), corrects=wrong, reason="B was at the neighbor's.")
        assert right.supersedes == wrong and Contact.objects.count() == 2
        with pytest.raises(Refused, match="corrected this contact already"):
            contact(case, child(case.b), corrects=wrong, reason="Again.")

    def test_of_another_report_there_is_none(self, case):
        other = responded()
        theirs = contact(other, child(other.a))
        with pytest.raises(Refused, match="of another report"):
            contact(case, child(case.a), corrects=theirs, reason="Wrong.")


class TestAbsentChild:
    @pytest.mark.parametrize("field", ["where", "well_being", "verified_by"])
    def test_location_and_well_being_are_both_verified(self, case, field):
        said = {"where": "There", "well_being": "Well", "verified_by": "A call"} | {field: " "}
        with refused(field, "210.145.8"):
            contacting.locate(
                alert=case.alert, involved=case.b, **said, happened_at=NOW + HOUR, by=case.worker, at=LATER
            )


def test_the_record_names_codes_and_no_person(case):
    contact(case, child(case.a), Whom("collateral", named="Neighbor Example"))
    entry = Entry.objects.filter(act="contact.written").latest("seq")
    assert entry.details["codes"] == ["A", "collateral"]
    assert "Neighbor" not in str(entry.details)


def test_what_is_entered_in_the_evening_says_so(case):
    assert contact(case, child(case.a)).entered_later
    assert not contact(case, child(case.a), at=NOW + 2 * HOUR + MINUTE).entered_later
