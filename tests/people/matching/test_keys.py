"""Whatever went wrong between two tellings of one person, a key is left that both have."""

import pytest

from oscr.people.matching.keys import keys
from tests.people.matching.telling import known

FILED = known("Robert", "Garcia Lopez", "2018-03-05", middle="Alan", phone="573-555-0123", address="12 Oak St 65201")


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (known("Bobby", "Garcia Lopez"), "n:"),
        (known("Lopez", "Robert"), "n:"),
        (known("Alan", "Garcia"), "n:"),
        (known("Robert", "Married", "2018-03-05"), "d:"),
        (known("Zed", "Lopez-Garcia", "2018-05-03"), "e:"),
        (known("Rowbert", "Gurcya", "2018-03-05"), "b:"),
        (known("Robert", "Married", age=7, address="9 Elm St 65201"), "f:"),
        (known("Robert", "Gomez", age=9), "g:"),
        (known("Robxxx", "Lopyyy"), "q:"),
        (known("Zed", phone="555 0123"), "p:"),
        (known("Zed", address="12 Okay Road 65201"), "h:"),
        (known("Baby Boy", "Lopez", "2018-03-28"), "w:"),
        (known("Zed", "Zed", "2018-05-03", address="9 Elm St 65201"), "z:"),
        (known("Zed", "Garcia", address="9 Elm St 65201"), "l:"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_every_slip_leaves_a_key(asked, key: str):
    shared = keys(FILED) & keys(asked, asked=True)
    assert any(one.startswith(key) for one in shared), sorted(shared)


def test_directions_share_their_words():
    one = known("Ann", address="blue trailer behind the store on Route J")
    other = known("Zed", address="trailer (blue), Rt J")
    assert {key for key in keys(one) & keys(other) if key[0] == "t"} == {"t:BLUE", "t:TRAILER", "t:RT", "t:J"}


def test_strangers_share_none():
    assert not keys(FILED) & keys(
        known("Emma", "Smith", "1990-12-24", phone="555-9999", address="7 Elm St 63101"), asked=True
    )


def test_nothing_told_is_filed_nowhere():
    assert keys(known()) == keys(known("unknown", "N/A", "1900-01-01")) == frozenset()
