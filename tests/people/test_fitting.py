"""Half a name finds its people in the table, and too many are said to be too many, whatever the size of the archive."""

import pytest
from django.db import connection

from oscr.people import index
from oscr.people.matching import weights
from oscr.people.matching.index import BUDGET
from tests.people.matching.telling import known
from tests.people.test_index import on_file

WEIGHTS = weights.load()
pytestmark = pytest.mark.django_db


def test_half_a_name_finds_who_has_the_whole_of_it():
    robin, wren, _ = on_file(
        known("Robin", "Cloverfield", age=8), known("Wren", "Cloverfield", age=4), known("Robin", "Winter", age=8)
    )
    for asked, found in (
        (known(last="Clo"), {robin.pk, wren.pk}),
        (known(last="clover", age=8), {robin.pk}),
        (known("Ro", "Clo"), {robin.pk, wren.pk}),
    ):
        hits, many = index.fitting(asked, WEIGHTS)
        assert {hit.person for hit in hits} == found and not many
    assert index.search(known(last="Clo"), WEIGHTS) == []  # this is what fitting is for


def test_the_better_fit_comes_first():
    robin, wren = on_file(known("Robin", "Cloverfield"), known("Wren", "Cloverfield"))
    assert [hit.person for hit in index.fitting(known("Wr", "Clo"), WEIGHTS)[0]] == [wren.pk, robin.pk]


def test_too_many_are_not_looked_at(django_assert_max_num_queries):
    on_file(*(known("Ann", "Smith", age=30) for _ in range(BUDGET + 50)), known("Ann", "Smith", age=8))
    with django_assert_max_num_queries(5):
        assert index.fitting(known(last="Smi"), WEIGHTS) == ([], True)
    hits, many = index.fitting(known(last="Smi", age=8), WEIGHTS)
    assert len(hits) == 1 and not many


def test_nothing_known_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert index.fitting(known("unknown", "x"), WEIGHTS) == ([], False)


def test_two_kinds_are_looked_up_in_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM people_tellingindex WHERE keys && ARRAY['s:CLO'] AND keys && ARRAY['y:2018']"
        )
        assert str(cursor.fetchall()).count("telling_index_keys") == 1
