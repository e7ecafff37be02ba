"""What manual 2.1.1.1 wants of every reporter, in its order: a field of the interview, or a fact that the law reads."""

import pytest

from oscr.law import protocol
from tests.desks.interview.asking import NOW, opened

pytestmark = pytest.mark.django_db
LAW = protocol.in_force(NOW.date())
CHILD = {"children": [{"id": "c1", "first": "A"}]}
PREAMBLE = {
    "address and phones of the reporter": ("you", ("address", "phone"), ()),
    "the child": ("children", ("first", "last", "birth_date", "sex"), ()),
    "parents and other family": ("adults", ("first", "last", "relation", "address"), ()),
    "the alleged perpetrator, and whether in charge": ("suspects", ("person", "relation"), ("suspect had care",)),
    "where the child is, address and directions": ("places", ("home_address", "directions", "where_c1"), ()),
    "other means of locating the family": ("places", ("other_means",), ("child tie",)),
    "the incident, its time and place": ("story", ("what", "when", "where"), ("time since incident", "setting")),
    "what made them call": ("story", ("why_now",), ()),
    "immediate danger": ("", (), ("danger now", "law enforcement needed", "needs a doctor now")),
    "other children living in the home": ("children", ("worried",), ("siblings remain",)),
    "other children receiving care in the home": ("", (), ("siblings remain", "children in care")),
    "whether subjects know of the report": ("you", ("aware",), ("subjects aware",)),
    "the number of children at a sitter's": ("", (), ("children in care",)),
    "violence against anybody else of the household": ("story", ("violence_others",), ("domestic violence history",)),
}


@pytest.mark.parametrize(("page", "fields", "facts"), PREAMBLE.values(), ids=list(PREAMBLE))
def test_the_preamble_is_asked(page, fields, facts):
    assert fields or facts
    assert set(facts) <= set(LAW.facts)
    if page:
        assert set(fields) <= set(opened(page, answers=CHILD).fields)
