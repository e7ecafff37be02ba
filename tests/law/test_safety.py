"""The safety assessment: what is answered and decided goes together."""

from datetime import date

import pytest

from oscr.law import safety
from oscr.law.refusal import Refused

FORM = safety.current(date(2026, 3, 3))
NOTHING = {item.id: "no" for item in FORM.items}
YES, DOUBT = NOTHING | {"needs": "yes"}, NOTHING | {"home": "unknown"}


def check(answers, children, interventions=(), planned=False, note=""):
    safety.check(FORM, answers, children, interventions, planned=planned, note=note)


def test_the_form_is_that_of_the_day_and_has_an_id_of_its_own():
    assert safety.forms()[FORM.id] is FORM and FORM.provenance == "authored" and "210.145.2" in FORM.cite
    assert set(safety.decisions()) == {safety.SAFE, safety.PLAN, safety.UNSAFE}
    assert FORM.capacities and FORM.interventions
    with pytest.raises(ValueError, match="no safety assessment"):
        safety.current(date(2019, 1, 1))


@pytest.mark.parametrize(
    ("answers", "children", "more"),
    [
        (NOTHING, {"A": "safe"}, {}),
        (DOUBT, {"A": "safe"}, {"note": "The aunt was there every day."}),
        (YES, {"A": "plan", "B": "safe"}, {"interventions": ["network"], "planned": True}),
        (DOUBT, {"A": "unsafe"}, {"interventions": ["custody"]}),
    ],
)
def test_what_goes_together_passes(answers, children, more):
    check(answers, children, **more)


@pytest.mark.parametrize(
    ("answers", "children", "more", "field"),
    [
        (NOTHING | {"home": ""}, {"A": "safe"}, {}, "item home"),
        (NOTHING, {"A": "safe", "B": ""}, {}, "child B"),
        (YES, {"A": "safe"}, {"note": "It will pass."}, "children"),
        (NOTHING, {"A": "unsafe"}, {"interventions": ["custody"]}, "children"),
        (DOUBT, {"A": "safe"}, {}, "note"),
        (YES, {"A": "plan"}, {"planned": True}, "interventions"),
        (YES, {"A": "plan"}, {"interventions": ["network"]}, "who_0"),
    ],
)
def test_what_contradicts_is_refused_beside_its_field(answers, children, more, field):
    with pytest.raises(Refused) as refused:
        check(answers, children, **more)
    assert refused.value.field == field
