"""Family support team meetings: whoever has a right, or was told once, is told of every later one."""

from datetime import timedelta

import pytest

from oscr.flow.response import meeting
from oscr.flow.response.models import Invitation, Invitee, Meeting
from oscr.law import meetings
from oscr.law.refusal import Refused
from oscr.notices.actions import message
from oscr.notices.models import Notice
from tests.flow.response.responding import HOUR, LATER, responded
from tests.making import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OTHERS = [one.id for one in meetings.roles() if one.right and one.id != "parent"]


@pytest.fixture
def case():
    return responded()


def invite(case, role="parent", named="Sam Cloverfield", **more):
    return meeting.invite(alert=case.alert, role=role, named=named, **{"by": case.worker, "at": NOW + HOUR} | more)


def set_one(case, days=7, **changed):
    how = {"takes_place_at": NOW + days * DAY, "where": "Our office", "about": "The plan", "none": OTHERS}
    return meeting.set_meeting(alert=case.alert, **{**how, "by": case.worker, "at": NOW + 2 * HOUR, **changed})


def names(made) -> set[str]:
    return {one.invitee.named for one in made.invitations.all()}


def test_nobody_with_a_right_is_left_out_in_silence(case):
    invite(case)
    with pytest.raises(Refused, match="Guardian ad litem") as refused:
        set_one(case, none=["counsel"])
    assert refused.value.field == "none"
    assert names(set_one(case)) == {"Sam Cloverfield"}


def test_whoever_was_told_once_is_told_of_every_later_meeting(case):
    invite(case)
    friend = invite(case, "family", "Aunt Example", asked_by="Sam Cloverfield")
    first, second = set_one(case), set_one(case, 14)
    assert names(first) == names(second) == {"Sam Cloverfield", "Aunt Example"}
    meeting.invite_no_longer(invitee=friend, by=case.worker, at=LATER)
    assert meeting.invite_no_longer(invitee=friend, by=case.worker, at=LATER) == friend.no_longer
    assert names(set_one(case, 21)) == {"Sam Cloverfield"}


def test_whoever_has_a_right_cannot_be_left_out(case):
    with pytest.raises(Refused, match="right to come"):
        meeting.invite_no_longer(invitee=invite(case), by=case.worker, at=LATER)


def test_whoever_is_named_later_is_told_of_what_is_set_already(case):
    invite(case)
    coming = set_one(case)
    invite(case, "gal", "Guardian Example")
    assert names(coming) == {"Sam Cloverfield", "Guardian Example"}


def test_an_alleged_perpetrator_comes_by_right_only(case):
    with pytest.raises(Refused, match="alleged perpetrator"):
        invite(case, "family", "Alex Cloverfield", involved=case.suspect, asked_by="Sam Cloverfield")
    assert invite(case, "parent", "Alex Cloverfield", involved=case.suspect).role == "parent"


def test_email_tells_at_once_of_day_and_hour_and_says_no_name_and_no_place(case):
    invite(case, email="sam@example.org")
    made = set_one(case, where="At Aunt Example's home")
    row = made.invitations.get()
    assert row.told == "email" and row.told_at == NOW + 2 * HOUR
    notice = Notice.objects.get(kind="meeting")
    assert notice.to == "sam@example.org" and set(notice.context) == {"number", "office", "phone", "when"}
    assert notice.context["when"] == "Tuesday, March 10, 10:00 a.m."
    assert "Aunt" not in message(notice).body and "Tuesday, March 10, 10:00 a.m." in message(notice).body


def test_whoever_has_no_email_is_told_by_somebody(case):
    invite(case)
    row = set_one(case).invitations.get()
    assert row.told == ""
    how = {"by": case.worker, "at": LATER}
    made = meeting.tell(invitation=row, told="letter", told_at=NOW + 3 * HOUR, **how)
    assert made.told == "letter" and Invitation.objects.count() == 2
    for told in ("email", "pigeon"):
        with pytest.raises(Refused):
            meeting.tell(invitation=row, told=told, told_at=NOW + 3 * HOUR, **how)
    with pytest.raises(Refused) as refused:
        meeting.tell(invitation=row, told="phone", told_at=LATER + HOUR, **how)
    assert refused.value.field == "told_at"


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"takes_place_at": NOW}, "takes_place_at"), ({"where": " "}, "where"), ({"about": ""}, "about")],
)
def test_a_meeting_that_cannot_be_is_refused(case, changed, field):
    invite(case)
    with pytest.raises(Refused) as refused:
        set_one(case, **changed)
    assert refused.value.field == field and not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"named": " "}, "named"),
        ({"role": "family", "named": "Aunt Example"}, "asked_by"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(case, how, field):
    with pytest.raises(Refused) as refused:
        invite(case, **how)
    assert refused.value.field == field and not Invitee.objects.exists()


def test_nobody_of_another_report_is_invited(case):
    with pytest.raises(Refused) as refused:
        invite(case, involved=responded().other)
    assert refused.value.field == "involved"
