"""Counting what agreements are worth, where the truth is known: the shipped weights until there is an archive to train on.

m is how often a level occurs between a question and whom it means, u between it and anybody. Half an occurrence is added to each
level, as is customary, so that what happened never is rare and not impossible; a level that neither saw is left out.
"""

from collections import Counter
from datetime import date
from random import Random

from bench.people.asking import Question
from bench.people.population import TODAY, Row, World
from oscr.people.matching import weights
from oscr.people.matching.describing import Told, describe
from oscr.people.matching.index import inherited
from oscr.people.matching.score import levels
from oscr.people.matching.weights import LEVELS

PAIRS = 4_000_000
COMMENTS = (
    "What each agreement and disagreement is worth: read by weights.py, counted by bench.people. m: how often two tellings",
    "of one person show this level; u: two tellings of two. Counted on invented people whose truth is known, each level with",
    "half an occurrence added. Set by hand: swapped_names, suggest, sure, elsewhere, rival (bits) and rarest (a share).",
)
FIXED = {"swapped_names": -4.0, "rarest": 0.00002, "suggest": 12.0, "sure": 10.0, "elsewhere": 3.0, "rival": 8.0}


def told(row: Row) -> Told:
    """A line as the matcher takes it."""
    address = " ".join(part for part in (row.num, row.street, row.unit, row.zip) if part)
    return Told(
        first=row.first, middle=row.middle, last=row.last, suffix=row.suffix, birth_date=row.dob, sex=row.sex, phone=row.phone,
        age_months=None if row.age is None else 12 * row.age, as_of=TODAY, address=address, town=row.city, school=row.school,
    )  # fmt: skip


def weighed(world: World, asked: list[Question], seed: int) -> str:
    """The text of weights.toml."""
    rng = Random(seed)
    people = {n: describe(told(row), TODAY) for n, row in enumerate(world.filed)}
    people = inherited(people, dict(enumerate(world.home)))
    queries = [describe(told(one.asked), TODAY) for one in asked]
    same, others = Counter(), Counter()
    for question, known in zip(asked, queries, strict=True):
        if question.person is not None:
            same.update(levels(known, people[question.person]).items())
    for _ in range(PAIRS):
        others.update(levels(rng.choice(queries), people[rng.randrange(len(people))]).items())
    return _written(
        same, others, f"weigh --seed {seed} --queries {len(asked)}: {len(people)} people, {PAIRS} pairs of two people"
    )


def _written(same: Counter, others: Counter, counted: str) -> str:
    rates, seen = {}, {}
    for field, names in LEVELS.items():
        total = {id(one): sum(one[field, level] for level in names) + len(names) / 2 for one in (same, others)}
        known = [level for level in names if same[field, level] or others[field, level]]
        rates[field] = {
            level: tuple((one[field, level] + 0.5) / total[id(one)] for one in (same, others)) for level in known
        }
        seen |= {(field, level): f"{same[field, level]} and {others[field, level]} times" for level in known}
    told = {"name": "invented people", "trained": date(2026, 11, 22), "source": f"python -m bench.people {counted}"}
    return weights.text(told | FIXED, rates, comments=COMMENTS, seen=seen)
