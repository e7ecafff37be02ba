"""A call by phone: written down once, held by who took it, its draft gone; who must say who they are."""

from uuid import uuid4

import pytest

from oscr.agency.permissions import Role
from oscr.flow.call import actions
from oscr.flow.call.models import Waiting
from oscr.flow.report import actions as reports
from oscr.flow.report.models import Draft, Report
from oscr.law.refusal import Refused
from tests.making import MINUTE, NOW, TOLD, answers, phoned, reporter, user

pytestmark = pytest.mark.django_db


def test_who_takes_a_call_holds_it():
    me = user(Role.SCREENER)
    report = phoned(me)
    assert (report.channel, report.taken_by, report.owner) == ("phone", me, None)
    assert Waiting.objects.get().held_by == me


def test_the_same_call_twice_is_one_report():
    me, token = user(Role.SCREENER), uuid4()
    first = actions.receive_phone(token=token, answers=answers(intake=TOLD), by=me, at=NOW)
    assert actions.receive_phone(token=token, answers=answers(intake=TOLD), by=me, at=NOW + MINUTE) == first
    assert Report.objects.count() == 1


def test_a_call_is_kept_as_a_draft_until_it_is_a_report():
    me = user(Role.SCREENER)
    draft = reports.begin_draft(by=me, at=NOW)
    kept = reports.save_pages(draft=draft, pages=answers(intake=TOLD), version=0, by=me, at=NOW)
    assert kept.answers == answers(intake=TOLD)
    assert list(Draft.objects.visible_to(me)) == [kept]
    assert not Draft.objects.visible_to(user(Role.SCREENER)).exists()
    report = actions.receive_phone(token=draft.pk, answers=kept.answers, by=me, at=NOW)
    assert report.token == draft.pk
    assert not Draft.objects.exists()


def test_a_county_worker_keeps_no_drafts():
    with pytest.raises(Refused, match="role"):
        reports.begin_draft(by=user(Role.WORKER), at=NOW)


def test_a_mandated_caller_must_say_who_they_are():
    with pytest.raises(Refused) as refused:
        phoned(user(Role.SCREENER), you={"name": "", "phone": "", "occupation": "teacher"})
    assert refused.value.field == "you"


@pytest.mark.parametrize("you", [{"name": "", "occupation": ""}, {"name": "Neighbor Example", "occupation": ""}])
def test_anybody_else_may_stay_unnamed(you):
    report = phoned(user(Role.SCREENER), you=you)
    assert not report.reporter.mandated
    assert report.reporter.identity["name"] == you["name"]


@pytest.mark.parametrize(("page", "said"), [("children", []), ("story", {"what": ""})])
def test_a_call_needs_a_child_and_a_story(page, said):
    with pytest.raises(Refused) as refused:
        phoned(user(Role.SCREENER), **{page: said})
    assert refused.value.field == page


def test_a_reporter_takes_no_calls():
    with pytest.raises(Refused, match="role"):
        phoned(reporter())
