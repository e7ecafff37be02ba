"""The solver and the check agree: on the shipped protocol, and on protocols with one thing wrong."""

import pytest

from oscr.law.protocol.proofs import checking
from tests.law import mutants
from tests.law.mutants import Mutation, added, changed
from tests.law.proofs.encoding import Encoding
from tests.law.test_invariants import BROKEN

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def shipped() -> Encoding:
    return Encoding(mutants.mutant())


def test_every_answer_leads_somewhere(shipped: Encoding) -> None:
    assert shipped.total() == set()


def test_no_rule_is_dead(shipped: Encoding) -> None:
    assert shipped.dead() == set()


def test_no_invariant_is_broken(shipped: Encoding) -> None:
    assert shipped.broken() == set()


def test_no_allegation_weakens_and_no_grade(shipped: Encoding) -> None:
    assert shipped.weakening() == set()


def test_what_is_assumed_protects(shipped: Encoding) -> None:
    assert shipped.unprotected() == set()


def test_every_offence_is_investigated(shipped: Encoding) -> None:
    assert shipped.lost() == set()


@pytest.mark.parametrize("name", ["S1", "S3", "S9", "S14", "S20", "S31", "S35"])
def test_both_see_the_same_invariant_broken(name: str) -> None:
    assert Encoding(mutants.mutant(*BROKEN[name][1])).broken() == {name}


WORSE = changed("rule", "INV-FATALITY", all=["minor", "fatality", "in charge", "not hurt by somebody"])
GRADED = changed(
    "rule", "FA-LESSER", all=["minor", "lesser abuse or neglect", "in charge", "not worst injury is moderate"]
)
GUESSED = changed("fact", "suspect had care", unknown="no")
BEYOND = changed("fact", "suspect in household", unless=["suspect under fourteen"])
OFFENCE = changed("offence", "RSMo 568.060", conditions=["BEA-1", "BEA-5"])
LATE = added("FA-LESSER", "family assessment", ["minor", "serious injury", "in charge"], "LATE")
GAP = changed("rule", "DOCUMENTED", all=["child died"])


@pytest.mark.parametrize(
    ("mutation", "check", "verdict", "found"),
    [
        (GAP, checking.total, lambda z3: z3.total(), {"rules"}),
        (LATE, checking.reached, lambda z3: z3.dead(), {"LATE"}),
        (WORSE, checking.monotone, lambda z3: z3.weakening(["hurt by somebody"]), {"hurt by somebody"}),
        (GRADED, checking.monotone, lambda z3: z3.weakening(["worst injury"]), {"worst injury"}),
        (GUESSED, checking.protective, lambda z3: z3.unprotected(["suspect had care"]), {"suspect had care"}),
        (BEYOND, checking.protective, lambda z3: z3.unprotected(["suspect in household"]), {"suspect in household"}),
        (OFFENCE, checking.offences, lambda z3: z3.lost(), {"RSMo 568.060"}),
    ],
    ids=["gap", "dead rule", "allegation", "grade", "unknown", "beyond unless", "offence"],
)
def test_both_see_the_same_fault(mutation: Mutation, check, verdict, found: set[str]) -> None:
    book = mutants.mutant(mutation)
    errors = {one.item for one in check(mutants.engine(mutation)) if one.severity == "error"}
    assert found <= errors
    assert verdict(Encoding(book)) == found
