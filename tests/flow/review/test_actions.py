"""What a person does with a review: each of its endings, and what stands in the way of one."""

from datetime import timedelta

import pytest

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.assignment import actions as assignment
from oscr.flow.call import actions as call
from oscr.flow.call.actions import case_now
from oscr.flow.call.models import Waiting
from oscr.flow.classification import actions as classification
from oscr.flow.clock.models import Clock
from oscr.flow.history import actions as linking
from oscr.flow.report.actions import restrict
from oscr.flow.report.models import Report
from oscr.flow.review import actions
from oscr.flow.review.collective import calls_seen, collective
from oscr.flow.review.models import Combined, Considered, Contact, Review
from oscr.flow.review.opening import open_due
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests.flow.history.calling import OTHER, ROBIN, child, told
from tests.flow.review.reviewing import AT, FIRST, HOUR, SECOND, contacted, documented, reviewed, screened
from tests.making import BOONE, NOW, answers, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def screener():
    return user(Role.SCREENER)


@pytest.fixture
def office():
    return Office.objects.get(fips=BOONE)


def acts(review: Review) -> list[str]:
    return list(
        Entry.objects.filter(subject=f"review.review:{review.pk}").order_by("seq").values_list("act", flat=True)
    )


def how(by, **more) -> dict:
    return {"reason": "For the test.", "by": by, "at": AT, **more}


def reached(by, **more) -> dict:
    return {"how": "reached", "said": "He says the same.", "again_by": None, "by": by, "at": AT, **more}


def running() -> int:
    return Clock.objects.running().filter(kind="three-call review").count()


def test_calls_that_are_more_together_are_made_one_report(screener):
    calls = documented(screener, FIRST, SECOND)
    review = reviewed()
    together = collective(review, calls_seen(review, screener)[0], AT)
    assert together.decision.outcome == "family assessment"
    assert {one.key[1]: one.taken for one in together.conflicts} == {"misses school": "yes", "school has tried": "yes"}
    contacted(review, screener)
    with pytest.raises(Refused, match="more than documented: Family Assessment"):
        actions.finish(review=review, ending="documented", **how(screener))
    made = actions.combine(review=review, **how(screener)).report
    assert made.channel == "review" and made.received_at == AT and Waiting.objects.get(report=made).held_by == screener
    assert made.narrative.startswith("This report is the result of the review of 3 calls about the same child")
    assert all(one.number in made.narrative for one in calls)
    assert case_now(made) == together.case
    assert made.reporter.mandated and not any(made.reporter.identity.values())
    assert [one.participant.first for one in made.involved.all()] == ["Ada", "Robin"]
    assert review.result.ending == "combined" and running() == 0
    assert acts(review)[-2:] == ["review.combined", "review.ended"]
    done = classification.classify(report=made, outcome="family assessment", **how(screener))
    alert = assignment.send_alert(
        classification=done, office=Office.objects.get(fips=BOONE), rule="location", **how(screener)
    )
    assert alert.number == made.number
    Considered.objects.all().delete()
    open_due(at=AT)
    assert Review.objects.count() == 1, "the report that was made of the calls is no call"


def test_a_report_does_not_wait_for_the_contacts_but_the_review_does(screener):
    documented(screener, FIRST, SECOND)
    review = reviewed()
    actions.combine(review=review, **how(screener))
    assert not hasattr(Review.objects.get(), "result") and running() == 1
    with pytest.raises(Refused, match="Contact the reporter first"):
        actions.finish(review=review, ending="combined", **how(screener))
    contacted(review, screener)
    with pytest.raises(Refused, match="One report was made"):
        actions.finish(review=review, ending="documented", **how(screener))
    with pytest.raises(Refused, match="already"):
        actions.combine(review=review, **how(screener))
    assert actions.finish(review=review, ending="combined", **how(screener)).ending == "combined"
    with pytest.raises(Refused, match="closed"):
        actions.finish(review=review, ending="combined", **how(screener))


def test_calls_that_are_not_more_together_stay_documented(screener):
    calls = documented(screener)
    review = reviewed()
    contacted(review, screener)
    with pytest.raises(Refused, match="First make the report"):
        actions.finish(review=review, ending="combined", **how(screener))
    with pytest.raises(Refused, match="Say why"):
        actions.finish(review=review, ending="documented", **how(screener, reason=" "))
    assert actions.finish(review=review, ending="documented", **how(screener)).told is None
    assert {one.classifications.get().outcome for one in calls} == {"documented call"}
    assert not Combined.objects.exists() and running() == 0


def test_what_a_reporter_adds_counts(screener):
    documented(screener, FIRST)
    review = reviewed()
    contacted(review, screener)
    with pytest.raises(Refused, match="Nobody"):
        actions.settle(review=review, answers=[("Q", "school has tried", "yes")], by=screener, at=AT)
    after = actions.settle(review=review, answers=[("A", "school has tried", "yes")], by=screener, at=AT)
    assert after.decision.outcome == "family assessment" and "school has tried" not in {
        one.key[1] for one in after.conflicts
    }
    with pytest.raises(Refused, match="more than documented"):
        actions.finish(review=review, ending="documented", **how(screener))
    impossible = [("A", "child died", "yes"), ("A", "needs a doctor now", "yes")]
    with pytest.raises(Refused, match="cannot need a doctor"):
        actions.settle(review=review, answers=impossible, by=screener, at=AT)
    with pytest.raises(Refused, match="cannot be answered"):
        actions.settle(review=review, answers=[("A", "school has tried", "perhaps")], by=screener, at=AT)


def test_harassment_is_told_to_the_manager_and_lowers_nothing(screener, office):
    manager = user(Role.CIRCUIT_MANAGER, office)
    calls = documented(screener)
    review = reviewed()
    contacted(review, screener)
    for ending, tell in (("harassment", None), ("documented", office)):
        with pytest.raises(Refused, match="Choose the office"):
            actions.finish(review=review, ending=ending, tell=tell, **how(screener))
    result = actions.finish(review=review, ending="harassment", tell=office, **how(screener))
    assert result.told == office
    notice = Notice.objects.get(kind="harassment_suspected")
    assert notice.to == manager.email
    assert notice.context == {"number": ", ".join(one.number for one in calls), "office": office.name}
    assert {one.classifications.get().outcome for one in calls} == {"documented call"}


def test_harassment_does_not_keep_calls_documented_that_are_more(screener, office):
    documented(screener, FIRST, SECOND)
    review = reviewed()
    contacted(review, screener)
    with pytest.raises(Refused, match="more than documented"):
        actions.finish(review=review, ending="harassment", tell=office, **how(screener))


def with_referral(screener, office) -> tuple[Review, Report]:
    """Two documented calls and one that an office was alerted of."""
    documented(screener)
    referral = told(ROBIN, at=NOW + 3 * HOUR)
    assert screened(referral, screener, **{"child asks for services": "yes"}) == "P"
    assignment.send_alert(
        classification=referral.classifications.get(), office=office, rule="location", **how(screener)
    )
    return reviewed(), referral


def test_where_one_is_a_referral_the_office_gets_them_all(screener, office):
    boss, far = user(Role.COUNTY_SUPERVISOR, office), user(Role.COUNTY_SUPERVISOR, Office.objects.get(fips="29015"))
    review, referral = with_referral(screener, office)
    contacted(review, screener)
    with pytest.raises(Refused, match="with an office already"):
        actions.finish(review=review, ending="documented", **how(screener))
    assert not Review.objects.visible_to(boss).exists()
    sent = actions.send_to_office(review=review, by=screener, at=AT)
    assert (sent.office, sent.report) == (office, referral)
    assert Review.objects.visible_to(boss).get() == review and not Review.objects.visible_to(far).exists()
    assert Notice.objects.get(kind="review_sent").to == boss.email
    assert [one.office for one in Clock.objects.running().filter(kind="three-call review")] == [office]
    with pytest.raises(Refused, match="sent to an office"):
        actions.finish(review=review, ending="documented", **how(screener))
    with pytest.raises(Refused, match="does not end so here"):
        actions.finish(review=review, ending="documented", **how(boss))
    assert actions.finish(review=review, ending="office none", **how(boss)).ending == "office none"
    assert running() == 0


def test_an_office_that_finds_a_report_makes_a_call_of_it(screener, office):
    boss = user(Role.COUNTY_SUPERVISOR, office)
    review, _referral = with_referral(screener, office)
    with pytest.raises(Refused, match="The hotline does"):
        actions.combine(review=review, **how(boss))
    actions.send_to_office(review=review, by=screener, at=AT)
    contacted(review, boss)
    made = actions.combine(review=review, **how(boss)).report
    assert made.channel == "worker" and made.taken_by == boss and Waiting.objects.get(report=made).held_by is None
    assert review.result.ending == "office report" and Combined.objects.get().review == review
    Considered.objects.all().delete()
    open_due(at=AT)
    assert Review.objects.count() == 1
    with pytest.raises(Refused):
        actions.combine(review=review, **how(user(Role.WORKER, office)))


def test_reporters_are_shown_at_the_office_to_whom_a_supervisor_names(screener, office):
    boss, worker = user(Role.COUNTY_SUPERVISOR, office), user(Role.WORKER, office)
    review, _referral = with_referral(screener, office)
    actions.send_to_office(review=review, by=screener, at=AT)
    assert actions.may_see_reporters(screener, review) and not actions.may_see_reporters(boss, review)
    with pytest.raises(Refused, match="who works in"):
        actions.identify(review=review, to=screener, by=boss, at=AT)
    with pytest.raises(Refused):
        actions.identify(review=review, to=worker, by=worker, at=AT)
    one = actions.identify(review=review, to=boss, by=boss, at=AT)
    assert actions.identify(review=review, to=boss, by=boss, at=AT) == one
    assert actions.may_see_reporters(boss, review) and not actions.may_see_reporters(worker, review)
    assert acts(review).count("review.reporters_disclosed") == 1


def test_no_office_has_any_of_them(screener):
    documented(screener)
    with pytest.raises(Refused, match="None of these calls"):
        actions.send_to_office(review=reviewed(), by=screener, at=AT)


def test_contacts_are_complete_and_impossible_only_for_who_cannot_be_reached(screener):
    calls = documented(screener)
    review = reviewed()
    for wrong, said in (
        ({"how": "impossible", "said": ""}, "way to be reached"),
        ({"said": " "}, "what the reporter told"),
        ({"how": "tried"}, "By when|by when"),
        ({"how": "tried", "again_by": AT}, "by when"),
        ({"report": told(OTHER)}, "not part"),
    ):
        with pytest.raises(Refused, match=said):
            actions.contact(**{"review": review, "report": calls[0], **reached(screener), **wrong})
    row = actions.contact(review=review, report=calls[0], **reached(screener, how="tried", again_by=AT + HOUR))
    assert row.again_by == AT + HOUR and "review.reporter_contacted" in acts(review)


def test_an_anonymous_caller_cannot_be_reached_and_the_review_ends_all_the_same(screener):
    nobody = {
        "you": {"name": "", "occupation": "", "caller": "anonymous"},
        "intake": {"danger": "said", "right": "unnamed"},
    }
    calls = documented(screener)[:2]
    whole = answers(children=[{"id": "c1", **ROBIN}], **nobody)
    last = call.receive_phone(token=calls[0].token.__class__(int=7), answers=whole, by=screener, at=NOW + 5 * HOUR)
    screened(last, screener)
    review = reviewed()
    for one in review.calls.exclude(report=last):
        actions.contact(review=review, report=one.report, **reached(screener))
    assert not actions.reachable(last)
    with pytest.raises(Refused, match=last.number):
        actions.finish(review=review, ending="documented", **how(screener))
    actions.contact(review=review, report=last, **reached(screener, how="impossible", said=""))
    assert actions.finish(review=review, ending="documented", **how(screener))


def test_whoever_sent_two_of_the_calls_is_contacted_once(screener):
    teacher = user(Role.REPORTER)
    calls = documented(screener, by=teacher)
    other = told(ROBIN, at=NOW + 4 * HOUR)
    review = reviewed()
    actions.contact(review=review, report=calls[1], **reached(screener))
    done = actions.contacts(review, [*calls, other])
    assert [len(done[one.pk]) for one in (*calls, other)] == [1, 1, 1, 0]


def test_what_somebody_said_of_another_family_is_no_contact(screener):
    teacher = user(Role.REPORTER)
    calls = documented(screener, by=teacher)
    for place in range(3):
        screened(told(OTHER, at=NOW + place * HOUR, by=teacher), screener)
    open_due(at=AT)
    other = Review.objects.exclude(calls__report=calls[0]).get()
    contacted(other, screener)
    assert not any(actions.contacts(calls[0].reviews.get().review, calls).values())


def test_a_call_that_waits_is_classified_first(screener):
    calls = [told(ROBIN, at=NOW + place * HOUR) for place in range(3)]
    review = reviewed()
    contacted(review, screener)
    with pytest.raises(Refused, match="still with the hotline"):
        actions.finish(review=review, ending="documented", **how(screener))
    assert calls


def test_a_review_that_no_longer_holds_is_closed_as_that_and_no_other_way(screener):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR), told(ROBIN, at=NOW + 2 * HOUR)]
    person = linking.link(one=child(calls[1]), other=child(calls[2]), **how(screener))
    review = reviewed()
    with pytest.raises(Refused, match="still about one child"):
        actions.finish(review=review, ending="lapsed", **how(screener))
    linking.withdraw(participant=child(calls[1]), person=person, **how(screener))
    open_due(at=AT)
    with pytest.raises(Refused, match="no longer about one child"):
        actions.combine(review=review, **how(screener))
    assert actions.finish(review=review, ending="lapsed", **how(screener)).ending == "lapsed"


def test_two_reviews_that_a_later_call_joins(screener):
    first = [told(ROBIN, at=NOW + hours * HOUR) for hours in range(3)]
    second = [told(OTHER, at=NOW + hours * HOUR) for hours in range(3, 6)]
    open_due(at=AT)
    one, other = Review.objects.all()
    linking.link(one=child(first[0]), other=child(second[0]), **how(screener))
    open_due(at=AT)
    assert one.calls.count() == 6 and actions.taken_up_by(other) == one and actions.taken_up_by(one) is None
    assert actions.finish(review=other, ending="lapsed", **how(screener)).ending == "lapsed"


def test_one_report_of_the_same_calls_serves_two_children(screener):
    calls = [told(ROBIN, OTHER, at=NOW + place * HOUR) for place in range(3)]
    for one in calls:
        screened(one, screener)
    open_due(at=AT)
    first, second = Review.objects.all()
    contacted(first, screener)
    report = actions.combine(review=first, **how(screener)).report
    assert actions.combine(review=second, **how(screener)).report == report
    assert second.result.ending == "combined", "the contacts of the same calls count"
    assert Contact.objects.count() == 3 and running() == 0


def test_a_restricted_call_is_for_a_supervisor(screener):
    boss = user(Role.HOTLINE_SUPERVISOR)
    calls = documented(screener)
    restrict(report=calls[0], why="conflict", by=boss, at=AT)
    review = reviewed()
    assert Review.objects.visible_to(screener).get() == review and calls_seen(review, screener) == (calls[1:], 1)
    assert not actions.can_review(screener, review) and actions.can_review(boss, review)
    with pytest.raises(Refused, match="restricted"):
        actions.contact(review=review, report=calls[1], **reached(screener))
    contacted(review, boss)
    made = actions.combine(review=review, **how(boss)).report
    assert made.restriction.why == "conflict"
    for one in calls[1:]:
        restrict(report=one, why="sealed", by=boss, at=AT)
    assert not Review.objects.visible_to(screener).exists()


def test_nobody_else_may(screener):
    documented(screener)
    review = reviewed()
    for role in (Role.WORKER, Role.ANALYST, Role.REPORTER):
        with pytest.raises(Refused):
            actions.contact(review=review, report=review.calls.all()[0].report, **reached(user(role)))
        assert not Review.objects.visible_to(user(role)).exists()


def test_a_second_child_keeps_the_clock_of_their_last_call_running(screener):
    calls = [told(ROBIN, OTHER, at=NOW + timedelta(hours=place)) for place in range(3)]
    for one in calls:
        screened(one, screener)
    open_due(at=AT)
    first, second = Review.objects.all()
    contacted(first, screener)
    actions.finish(review=first, ending="documented", **how(screener))
    assert running() == 1
    actions.finish(review=second, ending="documented", **how(screener))
    assert running() == 0


def test_who_reviews_no_calls_sees_no_review():
    assert not Review.objects.visible_to(user(Role.ANALYST)).exists()
