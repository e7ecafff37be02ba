"""Who is answered: a court and nobody else in a custody case; agencies elsewhere that act under a law of their own."""

import pytest

from oscr.law import inquiries
from oscr.law.refusal import Refused

SHARED = {"agency": "welfare", "authority": "Their statute", "standard": "The child lives there.", "what": ["made"]}


def test_the_court_alone_is_answered() -> None:
    assert [one.id for one in inquiries.askers().values() if one.answered] == [inquiries.COURT]


def test_whoever_is_not_answered_is_told_words_that_are_neither_yes_nor_no() -> None:
    for one in (*inquiries.askers().values(), *inquiries.agencies().values()):
        assert bool(one.say) != one.answered
        assert one.cite.startswith("RSMo")
        assert "no report" not in one.say and "there is a report" not in one.say.replace(
            "whether there is a report", ""
        )


def test_who_reported_is_nothing_that_is_shared() -> None:
    assert "told" in inquiries.shareable()
    assert not any("reporter" in label.casefold() for label in inquiries.shareable().values())


def test_what_may_be_shared_passes() -> None:
    inquiries.check_shared(**SHARED)


@pytest.mark.parametrize(
    ("lacks", "field"),
    [
        ({"agency": "other"}, "shared"),
        ({"authority": ""}, "shared"),
        ({"standard": ""}, "standard"),
        ({"what": []}, "what"),
        ({"what": ["reporter"]}, "what"),
    ],
)
def test_what_lacks_or_is_not_allowed_is_refused_beside_its_field(lacks: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        inquiries.check_shared(**SHARED | lacks)
    assert refused.value.field == field and refused.value.cite.startswith("RSMo 210.1")
