"""Deciding: with the protocol freely, above it freely, below it only through somebody else."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.call.models import Waiting
from oscr.flow.classification import actions
from oscr.flow.classification.models import Classification, Proposal
from oscr.flow.clock.models import Clock
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests.making import MINUTE, NOW, classified, phoned, sent, user
from tests.racing import race

pytestmark = pytest.mark.django_db
ANSWERS = {
    "harm from neglect": "mild",
    "child tie": "yes",
    "suspect had care": "yes",
    "suspect in household": "yes",
    "suspect relation": "parent",
}
LATER = NOW + MINUTE
HUNGRY = {
    "worries": {"pathways": ["hungry"]},
    "questions": {"hungry": {"children": [], "suspects": [], "facts": {"too little food": "yes", "other food": "no"}}},
}


def held(by=None):
    """A report of a hungry child with every question asked, a Family Assessment; and who holds it."""
    report, me = sent(**HUNGRY), by or user(Role.SCREENER)
    call.claim(report=report, by=me, at=NOW)
    law = actions.protocol_for(report)
    while questions := law.decide(call.case_now(report)).questions:
        asked = [("/".join(filter(None, one.unit)), one.fact, ANSWERS.get(one.fact, "no")) for one in questions]
        call.settle(report=report, answers=asked, by=me, at=NOW)
    assert recommended(report) == "family assessment"
    return report, me


def recommended(report):
    return actions.protocol_for(report).decide(call.case_now(report)).outcome


def other(report, *, lower: bool):
    """The next outcome below or above what the protocol says."""
    law = actions.protocol_for(report)
    rank = law.rank(recommended(report)) + (1 if lower else -1)
    return next(outcome.id for outcome in law.outcomes if outcome.rank == rank)


def test_the_protocols_outcome_needs_no_reason_and_the_stored_row_explains_it():
    report, me = held()
    outcome = recommended(report)
    made = actions.classify(report=report, outcome=outcome, reason="", by=me, at=LATER)
    law = actions.protocol_for(report)
    assert (made.outcome, made.recommended, made.reason) == (outcome, outcome, "")
    assert made.protocol_hash == law.hash
    assert made.decision["rule"]["id"] in [step["rule_id"] for step in made.decision["trace"]]
    assert made.case["children"]["A"]["child age"] == "7 to 13"
    assert made.case["pathways"] == ["hungry"]
    assert not made.supervisor
    assert Entry.objects.get(act="classification.made").details == {"outcome": outcome, "recommended": outcome}


@pytest.mark.parametrize("reason", ["", "The caller fears more."])
def test_raising_is_free(reason):
    report, me = held()
    higher = other(report, lower=False)
    made = actions.classify(report=report, outcome=higher, reason=reason, by=me, at=LATER)
    assert (made.outcome, made.reason) == (higher, reason)
    assert made.recommended != higher


def test_nothing_is_classified_below_what_open_questions_could_still_make_of_it():
    report, me = sent(worries={"pathways": ["hungry"]}), user(Role.SCREENER)
    call.claim(report=report, by=me, at=NOW)
    assert recommended(report) == "documented call"
    with pytest.raises(Refused, match="Open questions") as refused:
        actions.classify(report=report, outcome="documented call", reason="", by=me, at=LATER)
    assert (refused.value.field, refused.value.cite) == ("outcome", "13 CSR 35-31.020")
    assert actions.classify(report=report, outcome="investigation", reason="Danger.", by=me, at=LATER)


def test_lowering_is_refused_here():
    report, me = held()
    with pytest.raises(Refused, match="supervisor") as refused:
        actions.classify(report=report, outcome=other(report, lower=True), reason="No.", by=me, at=LATER)
    assert refused.value.field == "outcome"
    assert not Classification.objects.exists()


def test_a_lower_outcome_needs_a_reason_and_another_person():
    report, me = held()
    lower = other(report, lower=True)
    with pytest.raises(Refused) as refused:
        actions.propose_lower(report=report, outcome=lower, reason="", by=me, at=LATER)
    assert refused.value.field == "reason"
    proposal = actions.propose_lower(report=report, outcome=lower, reason="A known misunderstanding.", by=me, at=LATER)
    assert not Classification.objects.exists()
    with pytest.raises(Refused, match="already waits"):
        actions.propose_lower(report=report, outcome=lower, reason="Again.", by=me, at=LATER)
    with pytest.raises(Refused, match="role"):
        actions.rule_on(proposal=proposal, approved=True, note="", by=user(Role.SCREENER), at=LATER)
    supervisor = user(Role.HOTLINE_SUPERVISOR)
    actions.rule_on(proposal=proposal, approved=True, note="Agreed.", by=supervisor, at=LATER)
    made = Classification.objects.get()
    assert (made.outcome, made.by, made.supervisor) == (lower, me, supervisor)
    assert made.reason == "A known misunderstanding."
    with pytest.raises(Refused):
        actions.rule_on(proposal=proposal, approved=False, note="", by=supervisor, at=LATER)


def test_a_supervisor_cannot_approve_their_own_proposal():
    report, boss = held(user(Role.HOTLINE_SUPERVISOR))
    lower = other(report, lower=True)
    proposal = actions.propose_lower(report=report, outcome=lower, reason="Mine.", by=boss, at=LATER)
    assert not actions.can_rule(boss, proposal)
    assert actions.can_rule(user(Role.HOTLINE_SUPERVISOR), proposal)
    with pytest.raises(Refused, match="Somebody else"):
        actions.rule_on(proposal=proposal, approved=True, note="", by=boss, at=LATER)


def test_an_outcome_that_is_not_below_is_no_proposal():
    report, me = held()
    with pytest.raises(Refused) as refused:
        actions.propose_lower(report=report, outcome=recommended(report), reason="Why not.", by=me, at=LATER)
    assert refused.value.field == "outcome"


def test_a_declined_proposal_leaves_the_report_as_it_was():
    report, me = held()
    lower = other(report, lower=True)
    proposal = actions.propose_lower(report=report, outcome=lower, reason="Perhaps.", by=me, at=LATER)
    actions.rule_on(proposal=proposal, approved=False, note="Ask again.", by=user(Role.HOTLINE_SUPERVISOR), at=LATER)
    assert not Classification.objects.exists()
    assert actions.open_proposal(report) is None
    assert [ruling.note for ruling in actions.declined(report)] == ["Ask again."]
    assert actions.classify(report=report, outcome=recommended(report), reason="", by=me, at=LATER)


@pytest.mark.parametrize("settled_at", [LATER + MINUTE, LATER, LATER - MINUTE])
def test_facts_that_changed_since_cannot_be_approved_away_however_the_clocks_of_two_servers_differ(settled_at):
    report, me = held()
    lower = other(report, lower=True)
    proposal = actions.propose_lower(report=report, outcome=lower, reason="Perhaps.", by=me, at=LATER)
    call.settle(report=report, answers=[("", "danger now", "yes")], by=me, at=settled_at)
    boss = user(Role.HOTLINE_SUPERVISOR)
    with pytest.raises(Refused, match="changed"):
        actions.rule_on(proposal=proposal, approved=True, note="", by=boss, at=LATER + 2 * MINUTE)
    actions.rule_on(proposal=proposal, approved=False, note="", by=boss, at=LATER + 2 * MINUTE)


def test_a_report_is_classified_once():
    report, me = held()
    actions.classify(report=report, outcome="investigation", reason="Danger.", by=me, at=LATER)
    with pytest.raises(Refused, match="already"):
        actions.classify(report=report, outcome="investigation", reason="Danger.", by=me, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_a_classification_and_a_ruling_at_once_leave_one_decision():
    report, me = held()
    boss, lower = user(Role.HOTLINE_SUPERVISOR), other(report, lower=True)
    proposal = actions.propose_lower(report=report, outcome=lower, reason="Perhaps.", by=me, at=LATER)
    came = race(
        lambda: actions.classify(report=report, outcome="investigation", reason="Danger.", by=me, at=LATER),
        lambda: actions.rule_on(proposal=proposal, approved=True, note="", by=boss, at=LATER),
    )
    assert [type(one) for one in came].count(Refused) == 1
    assert Classification.objects.count() == 1


def test_only_the_holder_classifies():
    report, _me = held()
    with pytest.raises(Refused, match="holds this report"):
        actions.classify(report=report, outcome="investigation", reason="x", by=user(Role.SCREENER), at=LATER)


def test_the_promise_to_process_is_met_by_the_classification():
    made = classified(user(Role.SCREENER), at=LATER)
    clock = Clock.objects.get(report=made.report, kind="processing")
    assert (clock.due_at, clock.met_at) == (NOW + timedelta(hours=3), LATER)


def test_a_documented_call_ends_the_wait_and_tells_the_reporter():
    report, me = held()
    boss = user(Role.HOTLINE_SUPERVISOR)
    asked = {"report": report, "outcome": "documented call", "reason": "Nothing of it holds.", "by": me, "at": LATER}
    proposal = actions.propose_lower(**asked)
    actions.rule_on(proposal=proposal, approved=True, note="", by=boss, at=LATER)
    assert not Waiting.objects.exists()
    notice = Notice.objects.get(kind="classified")
    assert (notice.to, notice.context["office"]) == (report.owner.email, "")


def test_a_caller_gets_no_mail():
    me = user(Role.SCREENER)
    actions.tell_reporter(report=phoned(me), at=LATER)
    assert not Notice.objects.filter(kind="classified").exists()


def test_rows_say_what_they_are_where_they_are_listed():
    report, me = held()
    lower = other(report, lower=True)
    proposal = actions.propose_lower(report=report, outcome=lower, reason="Perhaps.", by=me, at=LATER)
    ruling = actions.rule_on(proposal=proposal, approved=False, note="", by=user(Role.HOTLINE_SUPERVISOR), at=LATER)
    made = actions.classify(report=report, outcome="investigation", reason="Danger.", by=me, at=LATER)
    assert [str(row) for row in (proposal, ruling, made)] == [
        f"{report.number}: {lower}?",
        f"{report.number}: {lower}? declined",
        f"{report.number}: investigation",
    ]


def test_what_goes_to_the_field_still_waits_for_its_alert():
    made = classified(user(Role.SCREENER))
    assert actions.needs_alert(made)
    assert Waiting.objects.filter(report=made.report).exists()
    assert not Notice.objects.filter(kind="classified").exists()


@pytest.mark.parametrize("hour", [5, 6])
def test_the_law_is_that_of_the_day_of_receipt_in_missouri(hour):
    report = sent(at=NOW.replace(hour=hour))  # 11 p.m. and midnight in Missouri
    assert actions.protocol_for(report).as_of.day == (2 if hour == 5 else 3)


@pytest.mark.parametrize("table", ["classification_classification", "classification_proposal", "classification_ruling"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_a_decision(table, sql):
    report, me = held()
    lower = other(report, lower=True)
    proposal = actions.propose_lower(report=report, outcome=lower, reason="Perhaps.", by=me, at=LATER)
    actions.rule_on(proposal=proposal, approved=True, note="", by=user(Role.HOTLINE_SUPERVISOR), at=LATER)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="never edited"):
            cursor.execute(sql.format(table))


def test_the_database_itself_wants_two_people_and_a_reason():
    made = classified(user(Role.SCREENER))
    row = {field.attname: getattr(made, field.attname) for field in made._meta.concrete_fields} | {"id": None}
    for wrong in ({"supervisor_id": made.by_id}, {"recommended": "P", "reason": ""}, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Classification.objects.create(**(row | {"supersedes_id": None} | wrong))
    with pytest.raises(IntegrityError, match="proposal_has_reason"), transaction.atomic():
        Proposal.objects.create(report=made.report, outcome="P", case={}, reason="", by=made.by, at=NOW)


def test_a_ruling_takes_the_record_last_so_that_it_never_locks_up_with_a_ringing_clock():
    report, me = held()
    asked = {"outcome": other(report, lower=True), "reason": "Perhaps.", "by": me, "at": LATER}
    proposal = actions.propose_lower(report=report, **asked)
    boss = user(Role.HOTLINE_SUPERVISOR)
    with CaptureQueriesContext(connection) as queries:
        actions.rule_on(proposal=proposal, approved=True, note="", by=boss, at=LATER)
    told = [query["sql"] for query in queries]
    first_entry = next(place for place, sql in enumerate(told) if sql.startswith('INSERT INTO "record_entry"'))
    assert [sql for sql in told[first_entry:] if sql.startswith("UPDATE") or "FOR UPDATE" in sql] == []


def test_what_is_learnt_after_the_classification_is_neither_settled_nor_proposed_away():
    report, me = held()
    actions.classify(report=report, outcome=recommended(report), reason="", by=me, at=LATER)
    with pytest.raises(Refused, match="already"):
        call.settle(report=report, answers=[("", "danger now", "yes")], by=me, at=LATER + MINUTE)
    asked = {"outcome": other(report, lower=True), "reason": "Perhaps.", "by": me, "at": LATER + MINUTE}
    with pytest.raises(Refused, match="already"):
        actions.propose_lower(report=report, **asked)
    assert not Proposal.objects.exists()
