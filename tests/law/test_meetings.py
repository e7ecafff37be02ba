"""Who is told of a family support team meeting."""

import pytest

from oscr.law import meetings
from oscr.law.refusal import Refused

RIGHT = [one.id for one in meetings.roles() if one.right]


def test_the_statutes_list_has_a_right():
    assert RIGHT == ["parent", "counsel", "foster", "guardian", "gal", "advocate"]


@pytest.mark.parametrize("name", [one.id for one in meetings.roles()])
def test_an_alleged_perpetrator_comes_by_right_only(name):
    meetings.check_invited(name, suspect=False)
    if name in RIGHT:
        meetings.check_invited(name, suspect=True)
        return
    with pytest.raises(Refused, match="alleged perpetrator"):
        meetings.check_invited(name, suspect=True)


def test_nobody_with_a_right_is_left_out_in_silence():
    meetings.check_told(RIGHT, [])
    meetings.check_told(["parent"], [name for name in RIGHT if name != "parent"])
    with pytest.raises(Refused, match="Guardian ad litem"):
        meetings.check_told(["parent"], [name for name in RIGHT if name not in ("parent", "gal")])
