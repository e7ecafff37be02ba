"""Walks through invented calls: one's own, once, and in nobody's figures."""

import pytest

from oscr.agency.permissions import Role
from oscr.flow.call.models import Waiting
from oscr.flow.classification.models import Classification
from oscr.flow.clock.models import Clock
from oscr.flow.quality import training
from oscr.flow.quality.models import Score, Walk
from oscr.flow.report.models import Report
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.making import MINUTE, NOW

pytestmark = pytest.mark.django_db
RIGHT = {"outcome": "documented call", "hours": None, "actions": []}


@pytest.fixture
def me(db):
    return making.user(Role.SCREENER)


@pytest.fixture
def walk(me):
    return training.begin(example="washing-day", by=me, at=NOW)


def test_a_walk_is_scored_and_leaves_its_trace(walk, me):
    training.open_pathway(walk=walk, pathway="clothing", by=me, at=NOW)
    training.open_pathway(walk=walk, pathway="clothing", by=me, at=NOW)
    for fact in training.training.every()["washing-day"].answers:
        training.ask(walk=walk, fact=fact, by=me, at=NOW)
        training.ask(walk=walk, fact=fact, by=me, at=NOW)
    made = training.finish(walk=walk, **RIGHT, by=me, at=NOW + MINUTE)
    assert made.marks["outcome"]
    assert not made.marks["questions_missed"]
    assert made.points == 100 - 4 * len(made.marks["questions_needless"])
    assert list(training.scores_of(me)) == [made]
    assert [one.act for one in Entry.objects.order_by("seq")] == ["training.begun", "training.scored"]


def test_training_is_in_nobody_s_figures(walk, me):
    training.finish(walk=walk, **RIGHT, by=me, at=NOW)
    for model in (Report, Waiting, Classification, Clock):
        assert not model.objects.exists()


def test_a_question_asked_too_late_is_marked(walk, me):
    training.open_pathway(walk=walk, pathway="clothing", by=me, at=NOW)
    assert training.ask(walk=walk, fact="no enrolment", by=me, at=NOW).needless
    assert training.stand(walk).needless == ("no enrolment",)


def test_a_walk_ends_once(walk, me):
    training.finish(walk=walk, **RIGHT, by=me, at=NOW)
    with pytest.raises(Refused, match="ended"):
        training.finish(walk=walk, **RIGHT, by=me, at=NOW)
    with pytest.raises(Refused, match="ended"):
        training.ask(walk=walk, fact="left alone", by=me, at=NOW)


def test_a_walk_is_one_s_own(walk):
    other, boss = making.user(Role.SCREENER), making.user(Role.HOTLINE_SUPERVISOR)
    assert not Walk.objects.visible_to(other).exists()
    assert not Walk.objects.visible_to(boss).exists()
    with pytest.raises(Refused, match="somebody else"):
        training.ask(walk=walk, fact="left alone", by=other, at=NOW)


@pytest.mark.parametrize(
    "act",
    [
        lambda walk, me: training.begin(example="nothing", by=me, at=NOW),
        lambda walk, me: training.open_pathway(walk=walk, pathway="nothing", by=me, at=NOW),
        lambda walk, me: training.ask(walk=walk, fact="nothing", by=me, at=NOW),
        lambda walk, me: training.finish(walk=walk, outcome="nothing", hours=None, actions=[], by=me, at=NOW),
        lambda walk, me: training.begin(example="washing-day", by=making.user(Role.WORKER), at=NOW),
    ],
)
def test_what_does_not_exist_is_refused(walk, me, act):
    with pytest.raises(Refused):
        act(walk, me)
    assert not Score.objects.exists()


def test_a_supervisor_sees_points_and_a_screener_does_not(walk, me):
    training.finish(walk=walk, **RIGHT, by=me, at=NOW)
    boss = making.user(Role.HOTLINE_SUPERVISOR)
    [(name, many, mean, best)] = training.group(boss)
    assert (name, many) == (me.name, 1)
    assert mean == best == Score.objects.get().points
    with pytest.raises(Refused):
        training.group(me)
