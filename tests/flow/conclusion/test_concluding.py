"""A conclusion is proposed by one person and approved by another; what is missing is refused, what is approved is told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.addendum import actions as addendum
from oscr.flow.assignment.restricting import restrict
from oscr.flow.clock import actions as clock
from oscr.flow.clock.models import Clock
from oscr.flow.conclusion import actions, closing
from oscr.flow.conclusion.actions import Found, may_answer, waiting_of
from oscr.flow.conclusion.models import (
    Conclusion,
    ConclusionReply,
    Explanation,
    Finding,
    standing_of,
    to_approve,
)
from oscr.flow.response import telling
from oscr.law import conclusions
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.conclusion.concluding import DAY, DONE, SAID, TOLD, concluded, given, people, proposed, ready
from tests.making import COLE, MINUTE, NOW
from tests.racing import race

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return people()


@pytest.fixture
def alert(staff):
    return ready(staff)


def report_of(alert):
    return alert.classification.report


def notices(kind):
    return list(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def refused(act, **how) -> Refused:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act(**how)
    return caught.value


def test_a_worker_proposes_and_a_supervisor_is_told(alert, staff):
    row = proposed(alert, staff.worker)
    assert waiting_of(report_of(alert)) == row and standing_of(report_of(alert)) is None
    assert set(notices("conclusion_proposed")) == {staff.lead.email, staff.other.email}
    assert list(to_approve(staff.lead)) == [row] and not to_approve(staff.worker)
    assert Finding.objects.get().suspect.code == "1" and Finding.objects.get().label == "Not enough evidence"
    assert Entry.objects.filter(act="conclusion.proposed", by=staff.worker).exists()
    assert "For the test: evidence." in dict(row.filled).values()
    assert Clock.objects.running().filter(kind="complete").exists()


def test_a_supervisor_approves_and_the_response_is_complete(alert, staff):
    row = concluded(alert, staff)
    assert standing_of(report_of(alert)) == row and waiting_of(report_of(alert)) is None
    met = Clock.objects.get(report=report_of(alert), kind="complete")
    assert met.met_at == DONE + MINUTE and met.met_by == staff.lead
    assert notices("conclusion_approved") == [staff.worker.email]
    assert not to_approve(staff.other)


def test_nobody_approves_their_own(alert, staff):
    row = proposed(alert, staff.lead)
    assert "yourself" in refused(actions.approve, conclusion=row, by=staff.lead, at=DONE).message
    assert not may_answer(row, staff.lead) and may_answer(row, staff.other)
    assert notices("conclusion_proposed") == [staff.other.email]
    assert not to_approve(staff.lead)
    how = {"conclusion": row, "report": report_of(alert), "result": "approved", "proposed_by": staff.lead}
    with pytest.raises(IntegrityError), transaction.atomic():
        ConclusionReply.objects.create(**how, by=staff.lead, at=DONE)


def test_a_worker_approves_nothing_and_a_screener_concludes_nothing(alert, staff):
    row = proposed(alert, staff.worker)
    assert not may_answer(row, making.user(Role.WORKER)) and not may_answer(row, staff.worker)
    refused(actions.approve, conclusion=row, by=staff.worker, at=DONE)
    refused(proposed, alert=alert, by=making.user(Role.SCREENER))


def test_who_answers_for_another_office_neither_proposes_nor_approves(alert, staff):
    elsewhere = Office.objects.get(fips=COLE)
    assert "answer for" in refused(proposed, alert=alert, by=making.user(Role.WORKER, elsewhere)).message
    row = proposed(alert, staff.worker)
    refused(actions.approve, conclusion=row, by=making.user(Role.COUNTY_SUPERVISOR, elsewhere), at=DONE)


def test_of_two_supervisors_the_second_is_told_who_was_first(alert, staff):
    row = proposed(alert, staff.worker)
    actions.approve(conclusion=row, by=staff.lead, at=DONE)
    for act, more in ((actions.approve, {}), (actions.send_back, {"reason": "No."})):
        told = refused(act, conclusion=row, by=staff.other, at=DONE, **more).message
        assert str(staff.lead) in told and "Approved" in told


def test_what_is_sent_back_says_why_and_is_proposed_again(alert, staff):
    row = proposed(alert, staff.worker)
    assert refused(actions.send_back, conclusion=row, reason=" ", by=staff.lead, at=DONE).field == "reason"
    actions.send_back(conclusion=row, reason="The school was not asked.", by=staff.lead, at=DONE)
    assert notices("conclusion_returned") == [staff.worker.email]
    assert waiting_of(report_of(alert)) is None and standing_of(report_of(alert)) is None
    again = concluded(alert, staff)
    assert standing_of(report_of(alert)) == again


def test_one_conclusion_waits_at_a_time(alert, staff):
    proposed(alert, staff.worker)
    assert "waits" in refused(proposed, alert=alert, by=staff.other).message


def test_what_a_conclusion_needs_is_named_beside_its_field(alert, staff):
    assert refused(proposed, alert=alert, by=staff.worker, said={"nature": " "}).field == "nature"
    told = refused(proposed, alert=alert, by=staff.worker, kind="services-needed")
    assert told.field == "kind"


def test_findings_are_about_people_and_allegations_of_the_report(alert, staff):
    for found in ([Found("Z", "beaten", "1", "unsubstantiated")], [Found("A", "beaten", "9", "unsubstantiated")]):
        assert refused(proposed, alert=alert, by=staff.worker, found=found).field == "findings"
    nothing = [Found("A", "", "1", "unsubstantiated")]
    assert "allegation" in refused(proposed, alert=alert, by=staff.worker, found=nothing).message
    assert refused(proposed, alert=alert, by=staff.worker, found=[]).field == "findings"


def test_what_is_left_of_another_conclusions_fields_is_not_kept(alert, staff):
    row = proposed(alert, staff.worker, said={"court": "Typed before another kind was chosen."})
    assert "court" not in row.said


def test_a_later_finding_replaces_the_first_and_says_from_what_it_follows(alert, staff):
    first = concluded(alert, staff, "preponderance")
    assert refused(proposed, alert=alert, by=staff.worker).field == "because"
    later = proposed(alert, staff.worker, because="judicial", at=DONE + DAY)
    assert standing_of(report_of(alert)) == first
    actions.approve(conclusion=later, by=staff.lead, at=DONE + DAY)
    assert standing_of(report_of(alert)) == later
    again = proposed(alert, staff.worker, "preponderance", because="evidence", at=DONE + 2 * DAY)
    actions.send_back(conclusion=again, reason="No.", by=staff.lead, at=DONE + 2 * DAY)
    assert standing_of(report_of(alert)) == later


def test_the_first_conclusion_follows_from_nothing(alert, staff):
    assert refused(proposed, alert=alert, by=staff.worker, because="judicial").field == "because"


def test_already_investigated_names_a_report_that_is_concluded(alert, staff):
    how = {"alert": alert, "by": staff.worker, "kind": "already-investigated"}
    assert refused(proposed, **how, said={"earlier": "no such"}).field == "earlier"
    assert refused(proposed, **how, said={"earlier": alert.number}).field == "earlier"
    open_one = ready(staff)
    assert "not concluded" in refused(proposed, **how, said={"earlier": open_one.number}).message
    unsent = making.sent()
    assert "not concluded" in refused(proposed, **how, said={"earlier": unsent.number}).message
    concluded(open_one, staff)
    assert proposed(**how, said={"earlier": open_one.number}).kind == "already-investigated"


def test_a_referral_of_which_a_report_was_made_names_it(staff):
    alert, made = ready(staff, "P"), making.sent()
    row = concluded(alert, staff, "referral-reported", said={"earlier": made.number})
    assert row.said["earlier"] == made.number and not row.letters.exists()


@pytest.mark.thorough
@pytest.mark.parametrize("one", conclusions.every(), ids=lambda one: one.id)
def test_every_conclusion_of_the_list_can_be_reached(staff, one):
    outcome = "P" if "P" in one.outcomes else one.outcomes[0]
    alert = ready(staff, outcome)
    said = {}
    if "earlier" in one.needs:
        other = ready(staff)
        concluded(other, staff)
        said = {"earlier": other.number}
    row = concluded(alert, staff, one.id, said=said)
    assert standing_of(report_of(alert)) == row
    assert not Clock.objects.running().filter(report=report_of(alert), kind="complete").exists()
    assert {letter.kind for letter in row.letters.all()} >= set(one.letters)


def test_of_a_restricted_report_whoever_leads_the_circuit_is_told(alert, staff):
    manager = making.user(Role.CIRCUIT_MANAGER, staff.office)
    restrict(report=report_of(alert), why="sealed", by=making.user(Role.HOTLINE_SUPERVISOR), at=NOW + DAY)
    proposed(alert, staff.worker)
    assert notices("conclusion_proposed") == [manager.email]


def test_what_cannot_be_done_any_more_is_explained_and_falls_away(staff):
    alert = given(staff)
    clock.meet_kind(report=report_of(alert), kind="law enforcement", by=staff.worker, at=NOW + DAY)
    telling.use_team(alert=alert, used=False, why_not="Nobody came.", by=staff.worker, at=NOW + DAY)
    undone = [line.id for line in closing.lines(alert=alert, at=DONE) if line.undone]
    assert {"safety", "reporter-contact", "rights"} <= set(undone)
    explained = dict.fromkeys(undone, "For the test.")
    explained["moving"] = "Explains nothing that is undone."
    refused(proposed, alert=alert, by=staff.worker, explained={"safety": "Only this."})
    row = concluded(alert, staff, explained=explained)
    assert set(row.explanations.values_list("duty", flat=True)) <= {*explained} - {"moving"}
    assert Explanation.objects.filter(duty="safety").exists()
    assert not Clock.objects.running().filter(report=report_of(alert), kind="safety assessment").exists()
    assert not Clock.objects.filter(report=report_of(alert), kind="safety assessment", met_at__isnull=False).exists()
    assert Entry.objects.filter(act="clocks.lifted").exists()


def test_what_came_up_since_holds_the_approval_up(alert, staff):
    row = proposed(alert, staff.worker)
    addendum.add(report=report_of(alert), kind="added", text="A brother.", by=report_of(alert).owner, at=DONE)
    assert "Not done" in refused(actions.approve, conclusion=row, by=staff.lead, at=DONE).message


@pytest.mark.django_db(transaction=True)
@pytest.mark.thorough
def test_two_supervisors_at_once_approve_once():
    staff = people()
    row = proposed(ready(staff), staff.worker)

    def approve(by):
        try:
            return actions.approve(conclusion=Conclusion.objects.get(pk=row.pk), by=by, at=DONE + MINUTE)
        except Refused as told:
            return told.message

    answers = race(lambda: approve(staff.lead), lambda: approve(staff.other))
    assert sum(isinstance(one, ConclusionReply) for one in answers) == 1
    assert sum("was first" in str(one) for one in answers) == 1
    assert ConclusionReply.objects.count() == 1


def test_a_response_is_concluded_on_the_day_it_happened_and_not_tomorrow(alert, staff):
    tomorrow = (DONE + timedelta(days=2)).date().isoformat()
    told = refused(proposed, alert=alert, by=staff.worker, kind="perpetrator-deceased", said={"died_on": tomorrow})
    assert told.field == "died_on"
    assert SAID and TOLD
