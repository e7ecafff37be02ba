"""The drawing of a family's history: which addresses are one home, and as what somebody is drawn who is named twice."""

import pytest

from oscr.desks.history.lives import _Homes, kind_words, lives
from oscr.desks.history.person import history
from oscr.flow.history import actions
from oscr.law import protocol
from oscr.ui.drawing import shape
from tests.desks.history import families
from tests.desks.history.families import NEW, NOW, who
from tests.flow.conclusion.concluding import DONE, concluded, people, ready

STREET = "12 Elm Street, Columbia MO 65201"


@pytest.mark.parametrize(
    ("other", "one_home"),
    [
        ("12 elm st., Columbia", True),
        ("12 Elm St Columbia 65201", True),
        ("12 Elm Street, Columbia MO 65203", False),
        ("14 Elm Street, Columbia MO 65201", False),
        ("12 Oak Street, Columbia MO 65201", False),
        ("Blue trailer behind the store on Route J", False),
    ],
)
def test_two_ways_to_write_an_address_are_one_home(other, one_home):
    homes = _Homes()
    assert homes.tag_of(STREET) == "H1"
    assert homes.tag_of(other) == ("H1" if one_home else "H2")
    assert homes.tag_of(STREET) == "H1"
    assert homes.found[0].address == STREET


@pytest.mark.parametrize("nothing", ["", "  ", "unknown", "N/A"])
def test_no_address_is_no_home(nothing):
    assert _Homes().tag_of(nothing) == ""


def test_every_kind_of_outcome_has_a_sign_and_words():
    kinds = {outcome.kind for outcome in protocol.in_force(NOW.date()).outcomes}
    assert kinds == {shape.REPORT, shape.REFERRAL, shape.DOCUMENTED, shape.ELSEWHERE}
    assert len({kind_words(kind) for kind in (*kinds, "")}) == len(kinds) + 1


@pytest.mark.django_db
def test_whoever_is_named_twice_in_one_report_is_drawn_once_as_the_gravest():
    family = families.family()
    wren = families.WREN | {"worried": True}
    told = families.told(NOW - families.DAY, NEW, [families.ROBIN, wren], adults=[], suspect="c1")
    actions.link(one=who(told, "A"), other=who(told, "B"), reason="One child.", by=family.boss, at=NOW)
    picture = lives(history(who(told, "A").involvement, family.screener, NOW), NOW, {})
    (named,) = picture.lives[0].named
    assert (named.role, named.home) == (shape.BOTH, "H1")
    assert picture.events[0].outcome == ""
    assert picture.events[0].kind == shape.WAITING


@pytest.mark.django_db
def test_a_conclusion_is_drawn_on_its_line_with_whom_it_was_about():
    staff = people()
    alert = ready(staff)
    row = concluded(alert, staff)
    child = alert.classification.report.involved.get(code="A")
    picture = lives(history(child, staff.worker, DONE), DONE, {alert.number: "/here/"})
    call, end = picture.events
    assert (end.kind, end.outcome, end.number, end.href) == (shape.CONCLUSION, row.law.label, alert.number, "/here/")
    assert call.kind == shape.REPORT and call.day < end.day
    named = {life.name: [one.event for one in life.named] for life in picture.lives}
    assert named["Robin Cloverfield"] == [0, 1]
