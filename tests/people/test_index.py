"""The table of tellings answers as the index in memory does, from the rarest keys, and trying it out leaves nothing."""

import pytest
from django.db import connection

from bench.people.asking import questions
from bench.people.population import TODAY, peopled
from bench.people.weighing import told
from oscr.people import index
from oscr.people.matching import weights
from oscr.people.matching.describing import describe, with_household
from oscr.people.matching.index import Index, inherited
from oscr.people.matching.stored import restored, stored
from oscr.people.models import KeyFrequency, Participant, TellingIndex
from oscr.people.trial import standing_in
from tests.people.matching.telling import known

WEIGHTS = weights.load()
ROBERT = known(
    "Robert", "Quigley Garza", "2018-03-05", middle="Alan", phone="573-555-0123", address="12 Oak St 65201", sex="M"
)

pytestmark = pytest.mark.django_db


def on_file(*people) -> list[Participant]:
    made = Participant.objects.bulk_create(Participant(age_estimated=False, sex="unknown") for _ in people)
    index.file(rows=[index.row(telling.pk, one) for telling, one in zip(made, people, strict=True)])
    index.count_keys()
    return made


@pytest.mark.parametrize(
    "one",
    [
        ROBERT,
        known(),
        known("Mary Ann", "de la Cruz-Soto Jr", age=8, other_names="Molly", school="Oak School"),
        known("Ann", "de la", address="blue trailer on Route J", town="Rolla"),
        with_household(known("Liam"), [ROBERT]),
    ],
)
def test_what_is_stored_comes_back(one):
    assert restored(stored(one)) == one


def test_a_nickname_finds_the_person():
    robert, _ = on_file(ROBERT, known("Emma", "Winter", "1990-12-24"))
    hits = index.search(known("Bobby", "Garza", "2018-05-03"), WEIGHTS)
    assert [hit.person for hit in hits] == [robert.pk] and hits[0].score.levels["first"] == "form"
    assert index.on_file() == 2


def test_filing_again_takes_the_place_of_what_was_filed():
    (person,) = on_file(ROBERT)
    index.file(rows=[index.row(person.pk, known("Zoe", "Winter"), household=7)])
    assert index.search(ROBERT, WEIGHTS) == []
    (hit,) = index.search(known("Zoe", "Winter"), WEIGHTS)
    assert (hit.person, hit.household) == (person.pk, 7)


def test_nothing_asked_and_nobody_on_file():
    assert (
        index.search(known("unknown"), WEIGHTS) == [] and index.search(ROBERT, WEIGHTS) == [] and index.on_file() == 1
    )


def test_only_common_keys_and_names_are_counted():
    on_file(*(known("Ann", f"Quux{number}x", phone="573 555 0123") for number in range(index.COMMON_KEY)))
    counted = dict(KeyFrequency.objects.values_list("key", "n"))
    assert counted[index.EVERYBODY] == counted["F:ANN"] == counted["p:5550123"] == index.COMMON_KEY
    assert "L:QUUX1X" not in counted


def test_a_search_goes_through_the_index_and_lets_the_planner_be():
    on_file(ROBERT)
    with connection.cursor() as cursor:
        index.search(ROBERT, WEIGHTS)
        cursor.execute("SHOW enable_seqscan")
        assert cursor.fetchone() == ("on",)
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM people_tellingindex WHERE keys && ARRAY['n:A|B', 'e:C']")
        assert "telling_index_keys" in str(cursor.fetchall())
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'telling_index_keys'")
        assert cursor.fetchone() == (["fastupdate=off"],)


@pytest.mark.thorough
def test_database_and_memory_find_the_same_and_nothing_stays():
    world = peopled(21, 1500)
    people = {str(n): describe(told(row), TODAY) for n, row in enumerate(world.filed)}
    households = {str(n): str(home) for n, home in enumerate(world.home)}
    people = inherited(people, households)
    memory = Index()
    for one, described in people.items():
        memory.add(one, described, households[one])
    asked = [describe(told(question.asked), TODAY) for question in questions(world, 120)]
    (mine,) = on_file(ROBERT)
    with standing_in(people, households) as ids:
        assert not TellingIndex.objects.filter(described=stored(ROBERT)).exists()
        assert index.on_file() == len(people)
        top = [(memory.search(one, WEIGHTS)[:1], index.search(one, WEIGHTS)[:1]) for one in asked]
        assert all(bool(a) == bool(b) for a, b in top)
        found = [(a[0], b[0]) for a, b in top if a]
        assert sum(a.person == ids[b.person] for a, b in found) >= 0.97 * len(found) > 90
        assert all(
            abs(a.score.bits - b.score.bits) < 4 for a, b in found
        )  # rare names and small households are not counted
    assert TellingIndex.objects.get().participant == mine and index.on_file() == 1
