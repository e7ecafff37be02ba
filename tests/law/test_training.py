"""The examples of the training: each right answer is what the shipped protocol decides, and a walk is scored as it says."""

import re

import pytest

from oscr.law import training

EXAMPLES = training.every()
SWEATER = EXAMPLES["gray-sweater"]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_right_answer_is_the_protocol_s(example):
    decision = training.law().decide(training.whole(example))
    assert (decision.outcome, decision.rule.id, decision.rule.cite) == (example.outcome, example.rule, example.cite)
    assert decision.priority.hours == example.hours
    assert tuple(one.id for one in decision.actions) == example.actions
    assert not decision.questions, "the caller knows enough to decide"


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_every_example_can_be_walked(example):
    law = training.law()
    asked_about = {fact for way in example.ways for fact in law.pathways[way].ask}
    assert set(example.answers) <= asked_about
    assert all(
        value in (*law.facts[fact].values, "unknown") for fact, value in (example.told | example.answers).items()
    )
    assert example.why
    assert re.search(r"CWM|RSMo|CSR", example.cite)


def test_there_are_twenty_examples_of_many_kinds():
    assert len(EXAMPLES) >= 20
    assert len({one.title for one in EXAMPLES.values()}) == len(EXAMPLES)
    assert {one.outcome for one in EXAMPLES.values()} >= {
        "investigation", "family assessment", "documented call", "N", "P", "out of state",
    }  # fmt: skip


def walked(**changed):
    right = {"outcome": SWEATER.outcome, "hours": SWEATER.hours, "actions": SWEATER.actions}
    steps = {"ways": SWEATER.ways, "asked": tuple(SWEATER.answers), "needless": ()}
    return training.marks(SWEATER, **(steps | right | changed))


def test_all_right_is_a_hundred():
    assert walked().points == 100


@pytest.mark.parametrize(
    ("changed", "points"),
    [
        ({"outcome": "documented call"}, 60),
        ({"hours": 3}, 80),
        ({"hours": None}, 80),
        ({"actions": ()}, 80),
        ({"actions": ("COUNTY",)}, 90),
        ({"actions": (*SWEATER.actions, "CALL-911", "OHI")}, 90),
        ({"needless": ("harm from neglect",)}, 96),
        ({"needless": tuple("abcdefgh")}, 80),
    ],
)
def test_what_is_wrong_costs_its_points(changed, points):
    assert walked(**changed).points == points


def test_a_question_left_open_is_missed():
    marks = walked(asked=())
    assert "dirty or ill-dressed" in marks.questions_missed
    assert marks.points == 80
    assert walked(ways=(), asked=()).questions_missed == marks.questions_missed, "a pathway left closed is no excuse"


def test_a_question_is_needless_once_nothing_hangs_on_it():
    assert not training.is_needless(SWEATER, SWEATER.ways, (), "dirty or ill-dressed")
    pills = EXAMPLES["pill-box"]
    assert not training.is_needless(pills, pills.ways, ("carer too impaired",), "drugs in reach")
    assert training.is_needless(SWEATER, SWEATER.ways, tuple(SWEATER.answers), "dirty or ill-dressed")


def test_without_actions_to_choose_none_is_right():
    day = EXAMPLES["washing-day"]
    steps = {"ways": day.ways, "asked": tuple(day.answers), "needless": ()}
    assert training.marks(day, **steps, outcome=day.outcome, hours=None, actions=()).points == 100
    assert training.marks(day, **steps, outcome=day.outcome, hours=None, actions=("OHI",)).points == 80
