"""Weights are data; what was never trained is refused, not read as nothing."""

import tomllib
from datetime import date

import pytest

from oscr.people.matching import weights


def shipped() -> dict:
    return tomllib.loads(weights.SHIPPED.read_text("utf-8"))


def test_the_shipped_weights_say_their_name_day_and_source():
    found = weights.load()
    assert found.name and found.source and isinstance(found.trained, date)


def spoilt(*path: str, value: object = None) -> dict:
    told = shipped()
    inner = told
    for part in path[:-1]:
        inner = inner[part]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return told


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (spoilt("school", "same"), "school.same: untrained"),
        (spoilt("school"), "school.else: untrained"),
        (spoilt("birth", "near", "m"), "birth.near: untrained"),
        (spoilt("birth", "near", "u", value=0.0), "birth.near: untrained"),
        (spoilt("birth", "near", "u", value=1.5), "birth.near: untrained"),
        (spoilt("sure"), "sure: missing"),
        (spoilt("name"), "name: "),
        (spoilt("trained"), "trained: "),
    ],
)
def test_untrained_levels_are_refused(told: dict, fault: str):
    with pytest.raises(weights.Untrained, match=fault):
        weights.understood(told)
