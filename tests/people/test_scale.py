"""What a search reads is bounded whatever is on file, and it finds among a hundred thousand people nobody has tuned it on."""

import json
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from django.db import connection

from bench.people.asking import questions
from bench.people.names import Names
from bench.people.population import TODAY, peopled
from bench.people.weighing import told
from oscr.people import index
from oscr.people.matching import weights
from oscr.people.matching.describing import Known, describe
from oscr.people.matching.index import BUDGET, inherited
from oscr.people.trial import standing_in
from tests.people.matching.telling import known

WEIGHTS = weights.load()
SHARED = {"born": "2018-01-01", "phone": "573-555-0123", "address": "12 Oak St 65201", "school": "Oak"}
MANY = 20_000

pytestmark = pytest.mark.django_db


def rows_read(asked: Known, search=index.search) -> int:
    """How many rows of the table one search takes from it, by PostgreSQL's own count; those looked at in vain too."""
    read = []

    def counted(execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if "people_tellingindex" in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute(index.PLAN)  # the statement let the planner be again
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
                plan = cursor.fetchone()[0]
                read.extend(_scanned(plan if isinstance(plan, list) else json.loads(plan)))
        return found

    with connection.execute_wrapper(counted):
        search(asked, WEIGHTS)
    return sum(read)


def _scanned(plan: object) -> Iterator[int]:
    """Rows that the plan's scans of the table took, in any depth."""
    for one in plan if isinstance(plan, list) else [plan]:
        node = one.get("Plan", one)
        if node.get("Relation Name") == "people_tellingindex":
            yield int(
                node["Actual Rows"]
                + node.get("Rows Removed by Index Recheck", 0)
                + node.get("Rows Removed by Filter", 0)
            )
        yield from _scanned(node.get("Plans", []))


@pytest.fixture
def shelter() -> Iterator[None]:
    """Twenty thousand people with one address, phone, birth date and school; names as common as names are."""
    rng, names = Random(3), Names()
    people = {
        str(n): known(names.given(rng, rng.choice("FM"), False), names.surname(rng, False), **SHARED)
        for n in range(MANY)
    }
    people["her"] = known("Philippa", "Quigley", **SHARED)
    with standing_in(people, dict.fromkeys(people, "shelter")) as ids:
        yield {person: number for number, person in ids.items()}["her"]


ASKED = {
    "phone": known(phone=SHARED["phone"]),
    "address": known(address=SHARED["address"]),
    "first name and address": known("Mary", address=SHARED["address"]),
    "all they share": known(**SHARED),
    "the commonest name": known("James", "Smith", **SHARED),
    "first of January": known("James", "Smith", "2018-01-01"),
    "surname and ZIP": known(last="Smith", address="65201"),
}


@pytest.mark.thorough
def test_what_everybody_has_in_common_does_not_make_a_search_long(shelter: int):
    for name, asked in ASKED.items():
        assert 0 < rows_read(asked) <= index.MOST, name
        assert rows_read(asked, index.fitting) <= BUDGET + 1, name
    assert index.search(known("Philippa", "Quigley", **SHARED), WEIGHTS)[0].person == shelter
    assert rows_read(known("Philippa", "Quigley", **SHARED)) <= BUDGET
    connection.cursor().execute("DELETE FROM people_keyfrequency")  # nobody has counted yet
    for name, asked in ASKED.items():
        assert rows_read(asked) <= index.MOST, name


@pytest.mark.slow
def test_among_a_hundred_thousand_the_right_one_is_found(monkeypatch: pytest.MonkeyPatch):
    world = peopled(20261122, 100_000)
    people = {str(n): describe(told(row), TODAY) for n, row in enumerate(world.filed)}
    households = {str(n): str(home) for n, home in enumerate(world.home)}
    best, read = index.best, []
    monkeypatch.setattr(index, "best", lambda asked, rows, *more: read.append(len(rows)) or best(asked, rows, *more))
    with standing_in(inherited(people, households), households) as ids:
        found = []
        for question in questions(world, 1500):
            hits = index.search(describe(told(question.asked), TODAY), WEIGHTS)
            if question.person is not None:
                found.append(str(question.person) in [ids[hit.person] for hit in hits])
        assert sum(found) >= 0.985 * len(found)
        assert sorted(read)[int(0.99 * len(read))] <= BUDGET and max(read) <= index.MOST
        commonest = Counter((row.first, row.last) for row in world.filed).most_common(60)
        assert all(rows_read(known(first, last)) <= BUDGET for (first, last), _ in commonest)
