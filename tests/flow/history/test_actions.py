"""A late link puts a classified report to a supervisor again, once; taking it back leaves the row, which no longer holds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.permissions import Role
from oscr.flow.call.actions import receive_birth
from oscr.flow.history import actions, repeats
from oscr.flow.history.models import Reopened, ReopenedAnswered, Why
from oscr.law.refusal import Refused
from oscr.people.models import Person
from oscr.record.models import Entry
from tests.flow.history.calling import OTHER, ROBIN, child, decided, told
from tests.making import MINUTE, NOW, answers, reporter, user
from tests.racing import race

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = NOW + 100 * HOUR


@pytest.fixture
def screener():
    return user(Role.SCREENER)


@pytest.fixture
def supervisor():
    return user(Role.HOTLINE_SUPERVISOR)


def joined(one, other, by, at=LATER) -> Person:
    return actions.link(one=child(one), other=child(other), reason="Same child.", by=by, at=at)


def reopened() -> set[tuple[str, str]]:
    return {(row.report.number, row.why) for row in Reopened.objects.select_related("report")}


def test_what_a_row_says(screener):
    old, new = told(ROBIN), told(OTHER, at=NOW + HOUR)
    decided(new, screener, "documented call")
    person = joined(new, old, screener)
    row = Reopened.objects.get()
    assert (row.report, row.why, row.person, row.by, row.at) == (new, Why.PRIOR_REPORTS, person, screener, LATER)
    assert row.involvement.participant == child(new) and len(row.links) == 2
    assert Entry.objects.filter(act="report.reopened", subject=f"report.report:{new.number}").count() == 1


def test_three_calls_are_for_a_review_and_re_open_nothing(screener):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(OTHER, at=NOW + 72 * HOUR)]
    for call in calls:
        decided(call, screener, "documented call", prior="yes")
    joined(calls[0], calls[1], screener)
    joined(calls[2], calls[0], screener)
    assert reopened() == set()


def test_a_call_that_waits_still_needs_no_row(screener):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(OTHER, at=NOW + 2 * HOUR)]
    decided(calls[0], screener, "documented call", prior="yes")
    joined(calls[0], calls[1], screener)
    joined(calls[2], calls[0], screener)
    assert reopened() == set()


def test_earlier_reports_that_nobody_knew_of(screener):
    old, new = told(ROBIN), told(OTHER, at=NOW + HOUR)
    decided(new, screener, "documented call")
    joined(new, old, screener)
    assert reopened() == {(new.number, Why.PRIOR_REPORTS)}


def test_a_second_incident_without_the_chief_investigator(screener):
    old, new = told(ROBIN), told(OTHER, at=NOW + HOUR)
    decided(old, screener)
    decided(new, screener, prior="no")
    joined(old, new, screener)
    assert reopened() == {(new.number, Why.PRIOR_REPORTS), (new.number, Why.SECOND_INCIDENT)}


@pytest.mark.parametrize("known", ["prior", "happened"])
def test_what_was_known_re_opens_nothing(screener, known):
    old, new = told(ROBIN), told(OTHER, at=NOW + HOUR)
    decided(old, screener)
    decided(new, screener, **{known: "yes"})
    joined(old, new, screener)
    assert reopened() == (set() if known == "prior" else {(new.number, Why.PRIOR_REPORTS)})


def test_a_call_suspected_of_harassment_is_no_prior_report(screener):
    old, new = told(ROBIN), told(OTHER, at=NOW + HOUR)
    decided(old, screener, "documented call", harassment="yes")
    decided(new, screener, "documented call")
    joined(old, new, screener)
    assert reopened() == set()


def test_somebody_who_was_only_named_has_no_incident(screener):
    old = told(OTHER, {**ROBIN, "worried": False})
    new = told(OTHER, {**ROBIN, "worried": False}, at=NOW + HOUR)
    third = told({**ROBIN, "first": "Zed"}, at=NOW + 2 * HOUR)
    for one in (old, new, third):
        decided(one, screener)
    how = {"reason": "Same child.", "by": screener, "at": LATER}
    actions.link(one=child(new, "B"), other=child(old, "B"), **how)
    assert reopened() == set()
    actions.link(one=child(third), other=child(old, "B"), **how)
    assert reopened() == set()


def test_each_reason_once(screener):
    old, new, more = told(ROBIN), told(OTHER, at=NOW + HOUR), told(OTHER, at=NOW + 80 * HOUR)
    decided(new, screener, "documented call")
    person = joined(new, old, screener)
    joined(more, new, screener)
    assert Reopened.objects.count() == 1
    actions.withdraw(participant=child(more), person=person, reason="No.", by=screener, at=LATER)
    joined(more, new, screener)
    actions.withdraw(participant=child(new), person=person, reason="No.", by=screener, at=LATER)
    joined(new, old, screener)
    assert Reopened.objects.count() == 1
    row = Reopened.objects.get()
    again = {"report": row.report, "why": row.why, "involvement": row.involvement, "person": row.person}
    with pytest.raises(IntegrityError), transaction.atomic():
        Reopened.objects.create(**again, links=[], by=screener, at=LATER)


def test_joining_two_known_people_repeats_nothing(screener):
    calls = [told(ROBIN, at=NOW + 80 * hours * HOUR) for hours in range(4)]
    for call in calls:
        decided(call, screener, "documented call")
    joined(calls[1], calls[0], screener)
    joined(calls[3], calls[2], screener)
    assert reopened() == {(calls[1].number, Why.PRIOR_REPORTS), (calls[3].number, Why.PRIOR_REPORTS)}
    joined(calls[2], calls[0], screener)
    assert Reopened.objects.count() == 3 and (calls[2].number, Why.PRIOR_REPORTS) in reopened()


@pytest.mark.parametrize("how", ["withdraw", "split", "deny"])
def test_unlinking_leaves_the_row_which_no_longer_holds(screener, how):
    old, new = told(ROBIN), told(OTHER, at=NOW + HOUR)
    decided(new, screener, "documented call")
    person = joined(new, old, screener)
    row = Reopened.objects.get()
    (other,) = repeats.standing([row])[row.pk].because
    assert other.report == old
    assert [(one, bool(ground)) for one, ground in repeats.reopened(new)] == [(row, True)]
    said = {"reason": "A namesake.", "by": screener, "at": LATER + HOUR}
    if how == "withdraw":
        actions.withdraw(participant=child(new), person=person, **said)
    elif how == "split":
        actions.split(person=person, participants=[child(new)], **said)
    else:
        actions.deny(one=child(new), other=child(old), **said)
    assert Reopened.objects.get() == row and repeats.standing([row]) == {row.pk: None}


def test_a_supervisor_says_what_they_found_once(screener, supervisor):
    old, new = told(ROBIN), told(OTHER, at=NOW + HOUR)
    decided(new, screener, "documented call")
    joined(new, old, screener)
    row = Reopened.objects.get()
    assert list(Reopened.objects.visible_to(supervisor).open()) == [row]
    assert not Reopened.objects.visible_to(user(Role.WORKER)).exists()
    how = {"reopened": row, "finding": " The office was called. ", "seen": {old.pk}, "at": LATER}
    with pytest.raises(Refused):
        actions.answer(**how, by=screener)
    with pytest.raises(Refused, match="Say what you found"):
        actions.answer(**how | {"finding": " "}, by=supervisor)
    made = actions.answer(**how, by=supervisor)
    assert made.because == [[old.pk, None]]
    assert made.finding == "The office was called." and str(made) == f"answer to {new.number}: prior reports"
    with pytest.raises(Refused, match="already"):
        actions.answer(**how, by=supervisor)
    assert not Reopened.objects.visible_to(supervisor).open().exists()
    assert ReopenedAnswered.objects.count() == 1


def test_whoever_may_not_link_re_opens_nothing():
    old, new = told(ROBIN), told(OTHER, at=NOW + HOUR)
    with pytest.raises(Refused):
        joined(new, old, reporter())
    assert not Reopened.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_join_at_once_re_open_once():
    screener = user(Role.SCREENER)
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(OTHER, at=NOW + 2 * HOUR)]
    for call in calls:
        decided(call, screener, "documented call")
    race(
        lambda: joined(calls[1], calls[0], screener),
        lambda: joined(calls[2], calls[0], screener),
        lambda: joined(calls[2], calls[1], screener),
    )
    rows = Reopened.objects.order_by("report")
    assert [(row.report, row.why) for row in rows] == [(one, Why.PRIOR_REPORTS) for one in calls[1:]]


def test_what_came_of_a_birth_certificate_is_no_call(supervisor):
    token = uuid4()
    said = {"token": token, "answers": answers(children=[{"id": "c1", **ROBIN}]), "by": supervisor, "at": NOW}
    born = receive_birth(**said)
    assert receive_birth(**said) == born  # one certificate, one report
    calls = [told(ROBIN, at=NOW + n * MINUTE) for n in (1, 2)]
    for report in (born, *calls):
        decided(report, supervisor)
    for report in calls:
        joined(report, born, supervisor)
    assert (calls[0].number, Why.PRIOR_REPORTS) not in reopened()
