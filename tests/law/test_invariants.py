"""Every invariant and every proof can fail: one change of the protocol, and exactly that one is red.

The lawyer's reading of each change stands beside it. Where a proof says nothing of a mutant that it should refuse, a
child could be lost without anybody noticing.
"""

import pytest

from oscr.law.protocol.proofs import checking
from tests.law import mutants
from tests.law.mutants import Mutation, added, changed, removed

pytestmark = pytest.mark.thorough

GROUNDS = {
    "S1": ("INV-FATALITY", "fatality"),
    "S2": ("INV-SEXUAL", "sexual abuse"),
    "S7": ("INV-INJURY", "serious injury"),
    "S16": ("INV-NEGLECT", "serious neglect"),
    "S17": ("INV-RISK", "serious danger"),
}
"""Invariant -> the rule that holds it, and the ground that is answered by a Family Assessment instead."""
LESSER = ["minor", "lesser abuse or neglect", "in charge"]
NOT_DOCUMENTED = [
    *("not child died", "not self-harm", "not in licensed residential facility", "not safe place hand-over"),
    *("not caretaker away for cause", "not birth match", "not exposed before birth", "not sexual abuse"),
]
UNBORN = ["not exposed before birth", "not birth match"]
TIES = ["not child tie", "not suspect tie"]
BROKEN: dict[str, tuple[str, tuple[Mutation, ...]]] = {
    "S3": (
        "unexplained deaths are counted as F",
        (
            changed(
                "rule",
                "N-LIFE",
                all=["minor", "not in charge", {"any": ["attempt to kill or injure", "threat of harm"]}],
            ),
            changed("rule", "F-DEATH", all=["minor", "child died"]),
        ),
    ),
    "S4": (
        "educational neglect without anybody in charge",
        (changed("rule", "FA-EDUCATION", all=["minor", "educational neglect"]),),
    ),
    "S5": ("educational neglect is dropped", (removed("rule", "FA-EDUCATION"),)),
    "S6": (
        "a boy of ten without care is an N referral",
        (added("JA-SEXUAL", "N", ["minor", "sexual abuse", "suspect under fourteen", "not in charge", *UNBORN]),),
    ),
    "S8": ("danger now is only an action", (removed("rule", "INV-DANGER"),)),
    "S9": (
        "physical abuse by a stranger is documented",
        (added("N-SEXUAL", "documented call", ["minor", "physical abuse", "not in charge", *NOT_DOCUMENTED]),),
    ),
    "S10": (
        "a suspect of fifteen gets an assessment",
        (changed("rule", "JA-SEXUAL", all=["minor", "sexual abuse"]),),
    ),
    "S11": (
        "two ties known to be absent are enough",
        (
            added(
                "INV-FATALITY",
                "out of state",
                [
                    *TIES,
                    "minor",
                    "not any condition",
                    "not commercial sex act",
                    "not child died",
                    "not exposed before birth",
                    "not birth match",
                ],
            ),
        ),
    ),
    "S12": (
        "a girl sold by a stranger is an N referral",
        (
            removed("rule", "INV-COMMERCIAL"),
            added("N-SEXUAL", "N", ["minor", "commercial sex act"]),
        ),
    ),
    "S13": (
        "an adult survivor's trafficking is investigated",
        (changed("rule", "INV-COMMERCIAL", all=["commercial sex act", {"any": ["minor", "not in Division custody"]}]),),
    ),
    "S14": (
        "a parent who may harm the child gets a placement",
        (
            changed(
                "condition",
                "ABA-2",
                all=["parent asks for placement", "threatens harm or abandonment", "attempt to kill"],
            ),
            changed("rule", "P5", all=["minor", "parent asks for placement", "only for mental health care"]),
        ),
    ),
    "S15": (
        "the registrar's match waits behind a request for removal",
        (
            added(
                "NCA-EXPOSED",
                "P",
                [
                    "under one year",
                    "birth match",
                    "wants child removed",
                    "not reporter is medical",
                    "not any condition",
                ],
            ),
        ),
    ),
    "S18": ("foster parents are family", (changed("rule", "INV-OHI", all=[*LESSER, "suspect is staff"]),)),
    "S19": ("a sitter's slap is assessed", (removed("rule", "INV-OUTSIDER"),)),
    "S20": (
        "custody counts only after a death",
        (changed("rule", "INV-CUSTODY", all=["minor", "child died", "custody taken", "in charge"]),),
    ),
    "S21": (
        "custody does not count after a death",
        (
            changed(
                "rule",
                "INV-CUSTODY",
                all=[
                    "minor",
                    "custody taken",
                    "custody taken for danger",
                    "in charge",
                    {"any": ["lesser abuse or neglect", "educational neglect"]},
                ],
            ),
        ),
    ),
    "S22": (
        "a child's sexual behavior in charge is a Family Assessment",
        (added("JA-SEXUAL", "family assessment", ["minor", "sexual abuse", "suspect under fourteen", "in charge"]),),
    ),
    "S23": (
        "a registered offender's violence is a P referral",
        (
            added(
                "N-SEXUAL",
                "P",
                ["minor", "physical abuse", "not in charge", "offender has access", "not suspect under fourteen"],
            ),
        ),
    ),
    "S24": ("a ward's call is documented", (removed("rule", "P1"),)),
    "S25": ("natural deaths are not recorded", (removed("rule", "F-DEATH"),)),
    "S26": ("a newborn handed over is documented", (removed("rule", "P2"),)),
    "S27": ("a mother in jail is nobody's business", (removed("rule", "P3"),)),
    "S28": ("the Division's own facilities are not asked about", (removed("rule", "P7"),)),
    "S29": ("a child who may hurt itself later is documented", (removed("rule", "P10"),)),
    "S30": (
        "anybody's worry is a crisis assessment",
        (changed("rule", "NCA-DAY", all=["under one year", "concern within 24 hours"]),),
    ),
    "S31": ("a positive test waits for a written assessment", (removed("rule", "NCA-EXPOSED"),)),
    "S32": (
        "danger elsewhere is kept here",
        (changed("rule", "OUT-OF-STATE", all=[*TIES, "not incident in Missouri", "not danger now"]),),
    ),
    "S33": (
        "a match is kept for children of any age",
        (changed("rule", "NCA-BIRTH-MATCH", all=["minor", "birth match"]),),
    ),
    "S34": (
        "injuries are investigated whoever did it",
        (changed("rule", "INV-INJURY", all=["minor", "serious injury"]),),
    ),
    "S35": (
        "custody alone is investigated",
        (
            changed(
                "rule",
                "INV-CUSTODY",
                all=["minor", "custody taken", "in charge", {"any": ["child died", "custody taken for danger"]}],
            ),
        ),
    ),
} | {
    name: (
        f"{ground} by a parent is a Family Assessment",
        (
            removed("rule", rule),
            changed("rule", "FA-LESSER", all=["minor", "in charge", {"any": ["lesser abuse or neglect", ground]}]),
        ),
    )
    for name, (rule, ground) in GROUNDS.items()
}


@pytest.mark.parametrize("name", sorted(BROKEN, key=lambda name: int(name[1:])))
def test_one_change_breaks_exactly_this_invariant(name: str) -> None:
    engine = mutants.engine(*BROKEN[name][1])
    found = list(checking.invariants(engine))
    assert [finding.item for finding in found] == [name], found
    assert all(" Broken when " in finding.text for finding in found)


def test_every_invariant_is_seen_to_fail() -> None:
    assert {never.id for never in mutants.mutant().nevers} == set(BROKEN)
    assert len(BROKEN) >= 28
