"""Who outside the Division may learn who reported: the manual's list, and a sentence with its source for everybody else."""

import pytest

from oscr.law import releases
from oscr.law.refusal import Refused

SAID = dict.fromkeys(releases.NOT_SAID, "For the test.")


def test_only_whom_the_manual_names_may_learn_it():
    may = [one.id for one in releases.recipients().values() if one.released]
    assert may == [
        "enforcement",
        "prosecutor",
        "juvenile-officer",
        "grand-jury",
        "court",
        "fatality-panel",
        "physician",
        "licensing",
    ]
    assert all(releases.check(one, SAID).cite for one in may)


@pytest.mark.parametrize(
    "one", [one for one in releases.recipients().values() if not one.released], ids=lambda one: one.id
)
def test_everybody_else_is_refused_with_a_sentence_and_its_source(one):
    with pytest.raises(Refused) as refused:
        releases.check(one.id, SAID)
    assert (refused.value.message, refused.value.field) == (one.say, "recipient") and "210.150" in refused.value.cite


@pytest.mark.parametrize("name", releases.NOT_SAID)
def test_all_of_it_must_be_said(name):
    with pytest.raises(Refused) as refused:
        releases.check("enforcement", SAID | {name: ""})
    assert refused.value.field == name


def test_nobody_is_nobody():
    with pytest.raises(Refused, match="to whom"):
        releases.check("", SAID)
