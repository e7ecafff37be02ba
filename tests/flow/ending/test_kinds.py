"""The kinds of endings one by one: check, referral, another state, a conflict of interest; what lists and tables say of them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.call.models import Waiting
from oscr.flow.classification import actions as classification
from oscr.flow.classification.models import Classification, Proposal
from oscr.flow.docket import line
from oscr.flow.ending import actions
from oscr.flow.ending.models import Check, Ending, Noted, to_transmit
from oscr.flow.history import actions as linking
from oscr.flow.history.mentions import of_tellings
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Named, Report, Restriction
from oscr.flow.review.models import Review
from oscr.flow.review.opening import open_due
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests.flow.ending.calls import screener, settled, with_office
from tests.making import BOONE, MINUTE, NOW, sent, user

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


# --- the other kinds


def test_each_kind_says_what_it_lacks():
    me = screener()
    report = settled(me, LOWEST)
    told = {"report": report, "by": me, "at": LATER}
    for kind, said, field in (
        ("other", "in a sentence", "text"),
        ("administrative-referral", "in a sentence", "text"),
        ("out-of-state", "Choose the state", "state"),
        ("well-child-check", "Call law enforcement", ""),
    ):
        with pytest.raises(Refused, match=said) as refused:
            actions.end(kind=kind, **told)
        assert (refused.value.field or "") == field
    with pytest.raises(Refused, match="Choose the office"):
        actions.end(kind="administrative-referral", text="A court asks.", **told)
    hotline = me.office
    with pytest.raises(Refused, match="Choose the office"):
        actions.end(kind="administrative-referral", text="A court asks.", office=hotline, **told)
    with pytest.raises(Refused, match="another state"):
        actions.end(kind="other", text="A question.", state="KS", **told)
    with pytest.raises(Refused, match="goes on"):
        actions.end(kind="conflict-of-interest", **told)


def test_only_who_holds_a_call_ends_it():
    me = screener()
    report = settled(me, LOWEST)
    with pytest.raises(Refused, match="holds this report"):
        actions.end(report=report, kind="other", text="A question.", by=screener(), at=LATER)
    ended(report, "other", me, text="A question.")
    with pytest.raises(Refused, match="no longer in the queue"):
        actions.end(report=report, kind="other", text="A question.", by=me, at=LATER)


def test_open_questions_are_answered_first():
    me = screener()
    report = sent()
    call.claim(report=report, by=me, at=NOW)
    with pytest.raises(Refused):
        actions.end(report=report, kind="other", text="A question.", by=me, at=LATER)


def test_a_well_child_check_ends_only_with_an_officer_on_the_way_or_satisfied():
    me = screener()
    report = settled(me, LOWEST)
    for result in ("declined", "not-found", "concern"):
        checked(report, me, result)
        with pytest.raises(Refused, match="classify"):
            actions.end(report=report, kind="well-child-check", by=me, at=LATER)
    assert checked(report, me, "seen").label == "The officer saw the child and has no concern"
    ended(report, "well-child-check", me)
    assert [one.result for one in report.checks.all()] == ["declined", "not-found", "concern", "seen"]
    assert Notice.objects.get(key=f"classified-{report.number}").context["ending"] == "well-child-check"
    assert Entry.objects.filter(act="well_child_check.made").count() == 4


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"agency": " "}, "agency"), ({"officer": ""}, "officer"), ({"called_at": LATER + MINUTE}, "called_at")],
)
def test_a_check_says_whom_and_when(changed, field):
    me = screener()
    report = settled(me, LOWEST)
    told = CHECK | {"called_at": LATER, "result": "going"} | changed
    with pytest.raises(Refused) as refused:
        actions.record_check(report=report, **told, by=me, at=LATER)
    assert refused.value.field == field


def test_an_administrative_referral_tells_its_office():
    me, worker = screener(), user(Role.WORKER)
    report = settled(me, LOWEST)
    ended(report, "administrative-referral", me, text="A court asks for a home visit.", office=boone())
    assert Notice.objects.get(kind="call_told").to == worker.email
    assert Notice.objects.get(key=f"classified-{report.number}").context["office"] == boone().name
    assert [one.number for one in Ending.objects.visible_to(worker)] == [report.number]


def test_a_restricted_administrative_referral_is_for_the_circuit():
    lead, worker, manager = user(Role.HOTLINE_SUPERVISOR), user(Role.WORKER), user(Role.CIRCUIT_MANAGER)
    report = settled(lead, LOWEST)
    restrict(report=report, why="conflict", by=lead, at=LATER)
    ended(report, "administrative-referral", lead, text="A court asks.", office=boone())
    assert Notice.objects.get(kind="call_told").to == manager.email
    assert not Ending.objects.visible_to(worker).exists()
    assert Ending.objects.visible_to(manager).exists()


# --- out of state


def transmitted(report, by, **changed):
    told = {"state": "KS", "to": "Kansas hotline, agent 4", "how": "fax", "sent_at": LATER, "note": ""} | changed
    return actions.transmit(report=report, **told, by=by, at=LATER)


@pytest.mark.parametrize("by_page", ["ending", "classify"])
def test_a_clock_runs_until_the_other_state_is_told(by_page):
    me = screener()
    report = settled(me, "out of state")
    if by_page == "ending":
        assert ended(report, "out-of-state", me, state="KS").state_name == "Kansas"
    else:
        classification.classify(report=report, outcome="out of state", reason="", by=me, at=LATER)
    assert Notice.objects.get(key=f"classified-{report.number}").context["ending"].replace(" ", "-") == "out-of-state"
    clock = to_transmit(me).get()
    assert (clock.report, clock.due_at - clock.started_at) == (report, 24 * HOUR)
    made = transmitted(report, me)
    assert made.state_name == "Kansas"
    assert not to_transmit(me).exists()
    clock.refresh_from_db()
    assert (clock.met_by, clock.met_at) == (me, LATER)
    assert transmitted(report, me, state="NE").state == "NE"


def test_where_a_child_may_be_in_danger_it_is_told_within_the_hour():
    me = screener()
    report = sent(asked=[{"unit": "", "fact": "danger now", "value": "yes", "why": ""}])
    assert report.emergency
    call.claim(report=report, by=me, at=NOW)
    rows = [("", tie, "no") for tie in ("incident in Missouri", "child tie", "suspect tie")]
    call.settle(report=report, answers=rows, by=me, at=NOW)
    actions.end(report=report, kind="out-of-state", state="IL", by=me, at=LATER)
    clock = to_transmit(me).get()
    assert clock.due_at - clock.started_at == HOUR


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"state": "MO"}, "state"),
        ({"state": ""}, "state"),
        ({"to": " "}, "to"),
        ({"sent_at": NOW - HOUR}, "sent_at"),
        ({"sent_at": LATER + HOUR}, "sent_at"),
    ],
)
def test_a_transmission_says_to_whom_and_when(changed, field):
    me = screener()
    report = settled(me, "out of state")
    ended(report, "out-of-state", me, state="KS")
    with pytest.raises(Refused) as refused:
        transmitted(report, me, **changed)
    assert refused.value.field == field


def test_nothing_else_is_told_to_another_state():
    me = screener()
    with pytest.raises(Refused, match="not classified as out of state"):
        transmitted(settled(me, LOWEST), me)


# --- a conflict of interest


def test_only_who_is_named_sees_it_and_can_go_on():
    me, one, other = screener(), user(Role.HOTLINE_SUPERVISOR), user(Role.HOTLINE_SUPERVISOR)
    report = settled(me, "family assessment")
    actions.keep_to_named(report=report, named=[one], by=me, at=LATER)
    seen = [Report.objects.visible_to(person).filter(pk=report.pk).exists() for person in (me, one, other)]
    assert seen == [False, True, False]
    assert Waiting.objects.get().held_by is None
    assert [row.to for row in Notice.objects.filter(kind="named")] == [one.email]
    with pytest.raises(Refused, match="restricted"):
        call.claim(report=report, by=other, at=LATER)
    call.claim(report=report, by=one, at=LATER)
    actions.keep_to_named(report=report, named=[other], by=one, at=LATER)
    assert Waiting.objects.get().held_by == one
    assert Report.objects.visible_to(other).filter(pk=report.pk).exists()
    assert Entry.objects.filter(act="report.restricted").last().details["named"] == [other.pk]


def test_somebody_must_be_named_and_able_to_see_it():
    me = screener()
    report = settled(me, LOWEST)
    for named in ([], [me], [user(Role.CIRCUIT_MANAGER)]):
        with pytest.raises(Refused) as refused:
            actions.keep_to_named(report=report, named=named, by=me, at=LATER)
        assert refused.value.field == "named"


# --- proposals, and the tables


def test_a_plain_proposal_and_a_declined_ending_are_ruled_on_as_before():
    me, lead = screener(), user(Role.HOTLINE_SUPERVISOR)
    report = settled(me, "P")
    wish = actions.end(report=report, kind="other", text="A question.", reason="No child.", by=me, at=LATER)
    actions.rule_on(proposal=wish.proposal, approved=False, note="There is a child.", by=lead, at=LATER)
    assert not Ending.objects.exists() and not Classification.objects.exists()
    proposal = classification.propose_lower(report=report, outcome=LOWEST, reason="So.", by=me, at=LATER)
    actions.rule_on(proposal=proposal, approved=True, note="", by=lead, at=LATER)
    assert not Ending.objects.exists()
    assert Classification.objects.get().outcome == LOWEST
    assert str(wish) == f"{wish.proposal} as other"
    assert Proposal.objects.count() == 2


def test_the_tables_hold_what_must_be_true():
    me = screener()
    report, other = settled(me, LOWEST), sent()
    made = ended(report, "other", me, text="A question.")
    wrong = (
        {"kind": "duplicate"},
        {"kind": "duplicate", "earlier": report},
        {"kind": "other", "earlier": report},
        {"kind": "duplicate", "earlier": other, "office": boone()},
        {"kind": "out-of-state"},
        {"kind": "other", "state": "KS"},
        {"kind": "other", "supervisor": me},
    )
    for told in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Ending.objects.create(report=other, by=me, at=LATER, **told)
    with pytest.raises(DatabaseError), transaction.atomic():
        Ending.objects.filter(pk=made.pk).update(kind="duplicate")
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_the_rows_say_what_they_are():
    me = screener()
    report = settled(me, "out of state")
    made = ended(report, "out-of-state", me, state="KS")
    sent_on = transmitted(report, me)
    check = Check(report=report, agency="A", officer="B", called_at=LATER, result="going", by=me, at=LATER)
    told = [str(one) for one in (made, sent_on, check, Noted(ending=made, by=me, at=LATER))]
    assert told == [
        f"{report.number}: out-of-state",
        f"{report.number} to KS",
        f"well-child check of {report.number}",
        f"{report.number}: out-of-state read",
    ]
    assert Ending(kind="other").state_name == ""
    assert str(Named(restriction=Restriction(report=report), user=me)) == f"{report.number} restricted to {me}"


def test_how_a_call_ended_is_what_lists_say_of_it():
    me = screener()
    report = settled(me, LOWEST)
    assert line(report).label != "Other: not about the welfare of a child"
    ended(report, "other", me, text="A question.")
    assert line(report).label == "Other: not about the welfare of a child"
    (child,) = of_tellings([report.involved.get(code="A").participant_id], me).seen
    assert (child.label, child.kind) == ("Other: not about the welfare of a child (Documented call)", "documented")


def test_every_call_counts_in_the_seventy_two_hours():
    me, calls = screener(), []
    for hours, kind in ((0, "other"), (20, "administrative-referral"), (70, "well-child-check")):
        at = NOW + hours * HOUR
        report = settled(me, LOWEST, at=at)
        if kind == "well-child-check":
            actions.record_check(report=report, **CHECK, called_at=at, result="going", by=me, at=at)
        actions.end(report=report, kind=kind, by=me, at=at, **needed(kind))
        calls.append(report.pk)
    open_due(at=NOW + 71 * HOUR, most=100)
    assert set(Review.objects.get().calls.values_list("report", flat=True)) == set(calls)


def test_who_is_linked_is_one_person_under_another_name():
    """The call names the child otherwise; staff said who it is."""
    me = screener()
    alert = with_office(me, "family assessment", children=[{**ROBIN, "id": "c1"}, {**WREN, "id": "c2"}])
    report = settled(me, LOWEST, at=LATER - MINUTE, children=[{**ROBIN, "first": "Bobby", "id": "c1"}])
    told = {"kind": "added-information", "earlier": alert.classification.report, "answers": ADDS}
    one, other = (each.involved.get(code="A").participant for each in (report, alert.classification.report))
    linking.link(one=one, other=other, reason="For the test.", by=me, at=LATER)
    call.settle(report=report, answers=[("A", "harm from neglect", "serious")], by=me, at=LATER)
    pair = [("A/1", name, "no") for name in ("suspect had care", "suspect in household")]
    call.settle(report=report, answers=[*pair, ("A/1", "suspect relation", "not family")], by=me, at=LATER)
    with pytest.raises(Refused, match="Investigation"):
        actions.end(report=report, by=me, at=LATER, **told)


def test_whoever_is_told_of_in_the_call_alone_changes_nothing_of_the_report():
    me = screener()
    alert = with_office(me, "family assessment", children=[{**ROBIN, "id": "c1"}, {**WREN, "id": "c2"}])
    report = settled(me, LOWEST, at=LATER - MINUTE, children=[{**ROBIN, "first": "Zelda", "id": "c1"}])
    told = {"kind": "added-information", "earlier": alert.classification.report, "answers": ADDS}
    assert ended(report, by=me, **told)
