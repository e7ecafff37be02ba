"""Everybody on file, under their keys, in the database: filing, counting how common a key is, searching.

Used by the command line; searching reads two small things: how common the asked keys are, and whoever shares the rarest of them
within the budget. What somebody is filed under is derived from tellings and links, so a row is written over, unlike those.
"""

from collections.abc import Iterable

from django.db import connection, transaction

from oscr.people.matching.describing import Known
from oscr.people.matching.guard import Hit
from oscr.people.matching.index import SHOWN, affordable, ranked
from oscr.people.matching.keys import keys
from oscr.people.matching.score import frequency_keys, score
from oscr.people.matching.stored import Stored, restored, stored
from oscr.people.matching.weights import Weights
from oscr.people.models import KeyFrequency, PersonIndex

EVERYBODY = ""  # the key that everybody has: how many are on file
COMMON_KEY = 60  # fewer people under a key are not counted: such keys are cheap to look under
COMMON_NAME = 3  # fewer people of a name are not counted: such names are as rare as any
A_FAMILY = 4  # people under a key that is not counted
A_RARE_NAME = 2  # people of a name that is not counted
MOST = 6000  # rows read in one search, whatever the keys

COUNT = """
    INSERT INTO people_keyfrequency (key, n)
    SELECT key, count(*) FROM people_personindex, unnest(keys) AS key GROUP BY key HAVING count(*) >= %(key)s
    UNION ALL
    SELECT name, count(*) FROM people_personindex, unnest(names) AS name GROUP BY name HAVING count(*) >= %(name)s
    UNION ALL
    SELECT %(everybody)s, count(*) FROM people_personindex
"""


def row(person: int, known: Known, household: int | None = None) -> PersonIndex:
    """What somebody is filed as."""
    names = sorted(key for key in frequency_keys(known) if key[0].isupper())
    return PersonIndex(
        person_id=person, household=household, keys=sorted(keys(known)), names=names, described=stored(known)
    )


def file(*, rows: Iterable[PersonIndex]) -> None:
    """File people, in place of what they were filed as before."""
    PersonIndex.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["household", "keys", "names", "described"],
    )


def count_keys() -> None:
    """Count anew how common each key and name is. In between the counts may be a day old: they steer, they decide nothing."""
    KeyFrequency.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": COMMON_KEY, "name": COMMON_NAME, "everybody": EVERYBODY})


def on_file() -> int:
    """How many people were on file when keys were last counted; at least one."""
    return max(1, KeyFrequency.objects.filter(key=EVERYBODY).values_list("n", flat=True).first() or 1)


def search(asked: Known, weights: Weights, shown: int = SHOWN) -> list[Hit]:
    """The people who may be meant, best first."""
    wanted, names = keys(asked, asked=True), set(frequency_keys(asked))
    if not wanted:
        return []
    counted = dict(KeyFrequency.objects.filter(key__in=[*wanted, *names, EVERYBODY]).values_list("key", "n"))
    everybody = max(1, counted.get(EVERYBODY, 1))
    shares = {key: counted.get(key, A_RARE_NAME if key[0].isupper() else A_FAMILY) / everybody for key in names}
    under = affordable({key: counted.get(key, A_FAMILY) for key in wanted})
    hits = (
        Hit(person, household, score(asked, restored(described), weights, shares))
        for person, household, described in _filed_under(under)
    )
    return ranked(hits, shown)


@transaction.atomic
def _filed_under(under: list[str]) -> list[tuple[int, int | None, Stored]]:
    """Everybody under these keys. The planner is kept from reading the whole table, which it sometimes takes for cheaper."""
    found = PersonIndex.objects.filter(keys__overlap=under).values_list("person_id", "household", "described")[:MOST]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = list(found)
        cursor.execute("SET LOCAL enable_seqscan = on")
    return rows
