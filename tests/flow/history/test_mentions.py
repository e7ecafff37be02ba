"""One line for every telling, with what became of it; what a user may not see is counted."""

import pytest

from oscr.agency.permissions import Role
from oscr.flow.history import mentions
from oscr.flow.report import actions as report
from oscr.people import actions as people
from oscr.people.models import Participant
from tests.making import MINUTE, NOW, alerted, sent, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def screener():
    return user(Role.SCREENER)


def robin(of) -> Participant:
    return of.involved.get(code="A").participant


def test_every_telling_with_what_became_of_it(screener, django_assert_max_num_queries):
    alert, waiting = alerted(screener), sent(at=NOW + MINUTE)
    old, new = robin(alert.classification.report), robin(waiting)
    person = people.same(one=new, other=old, reason="Same child.", by=screener, at=NOW)
    with django_assert_max_num_queries(6):
        found = mentions.of_tellings([old.pk, new.pk], screener)
    later, earlier = found.seen
    assert (later.participant, later.outcome, later.label, later.office) == (new, "", "not classified yet", "")
    assert (earlier.participant, earlier.outcome, earlier.kind) == (old, "investigation", "report")
    assert earlier.office == alert.office.name and earlier.person == later.person == person.pk
    assert earlier.role == "victim child" and earlier.received_at == NOW and not found.restricted


def test_the_family_comes_with_somebody(screener):
    told = sent(
        adults=[{"id": "p1", "first": "Ada"}],
        children=[{"id": "c1", "first": "Robin"}, {"id": "c2", "first": "Wren", "worried": False}],
        suspects=[{"id": "s1", "person": "p1"}],
    )
    found = mentions.of_families([robin(told).pk], screener)
    assert {(one.participant.first, one.role) for one in found.seen} == {
        ("Robin", "victim child"),
        ("Wren", "child"),
        ("Ada", "adult, alleged perpetrator"),
    }


def test_what_is_restricted_is_counted(screener):
    supervisor, told = user(Role.HOTLINE_SUPERVISOR), sent()
    report.restrict(report=told, why="conflict", by=supervisor, at=NOW)
    for somebody, seen, restricted in ((screener, 0, 1), (supervisor, 1, 0), (user(Role.WORKER), 0, 1)):
        found = mentions.of_tellings([robin(told).pk], somebody)
        assert (len(found.seen), found.restricted) == (seen, restricted)


def test_nobody_else_sees_any_history():
    told = sent()
    for stranger in (told.owner, user(Role.ANALYST)):
        assert mentions.of_tellings([robin(told).pk], stranger).seen == ()
