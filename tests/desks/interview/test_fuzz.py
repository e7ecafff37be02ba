"""Whatever is typed or sent, a form answers, and what it answers can be kept."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oscr.desks.interview.forms import FORMS
from oscr.desks.interview.summary import summary
from oscr.flow.report.telling import case_of
from tests.desks.interview.asking import NOW, filled, opened

ANSWERS = {
    "children": [
        {"id": "c1", "first": "Robin", "age": 8, "age_unit": "years"},
        {"id": "c2", "birth_date": "2020-01-01"},
    ],
    "adults": [{"id": "p1", "relation": "mother"}],
    "suspects": [{"id": "s1", "person": "p1", "facts": {}}, {"id": "s2", "person": "c2", "facts": {}}],
    "worries": {"pathways": ["beaten", "hungry"], "other": ""},
}
pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
PARTS = [f"birth_date_{part}" for part in ("month", "day", "year")]
TYPED = st.one_of(
    st.text(alphabet=st.characters(), max_size=40),
    st.integers(-5, 3000).map(str),
    st.sampled_from(
        ["yes", "no", "unknown", "c1", "p1", "29019", "\ud800", "\x00", "\u0663", "2016", "beaten", "1" * 5000]
    ),
)


@pytest.mark.parametrize("page", FORMS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_input_breaks_a_form(page, data):
    asked = [*opened(page, answers=ANSWERS).fields]
    names = asked + (PARTS if "birth_date" in asked else [])
    typed = data.draw(
        st.dictionaries(st.sampled_from(names), st.one_of(TYPED, st.lists(TYPED, max_size=3)), max_size=8)
    )
    entry = {"entry_id": "c9"} if "birth_date" in asked else {}
    form = filled(page, answers=ANSWERS, complete=False, **entry, **typed)
    if not form.is_valid():
        str(form).encode()
        return
    kept = json.dumps(form.answered(), ensure_ascii=False)
    assert kept.encode()
    assert "\x00" not in kept
    answers = {**ANSWERS, page: [*ANSWERS[page], form.answered()] if entry else form.answered()}
    case_of(answers, NOW).to_json()
    summary(answers, NOW)
    str(opened(page, answers=answers, saved=form.answered())).encode()
