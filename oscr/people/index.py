"""Every telling on file, under its keys, in the database: filing, counting how common a key is, searching.

Filed by whoever writes a report, in its transaction; searched by the desks and the command line. Searching reads two small
things: how common the asked keys are, and what shares the rarest of them within the budget.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db import connection, transaction

from oscr.people.matching.describing import Known, Told, describe, with_household
from oscr.people.matching.guard import Hit
from oscr.people.matching.index import BUDGET, SHOWN, affordable
from oscr.people.matching.keys import keys
from oscr.people.matching.ranking import best
from oscr.people.matching.score import frequency_keys
from oscr.people.matching.stored import Stored, stored
from oscr.people.matching.traits import asked_for, traits
from oscr.people.matching.weights import Weights
from oscr.people.models import KeyFrequency, Participant, TellingIndex

EVERYBODY = ""  # the key that everybody has: how many are on file
COMMON_KEY = 60  # fewer people under a key are not counted: such keys are cheap to look under
COMMON_NAME = 3  # fewer people of a name are not counted: such names are as rare as any
A_FAMILY = 4  # people under a key that is not counted
A_RARE_NAME = 2  # people of a name that is not counted
MOST = 6000  # rows read in one search, whatever the keys
Filed = tuple[int, int | None, Stored]

# The planner is kept from reading the whole table, which it sometimes takes for cheaper, and let be once it has planned.
PLAN = "SELECT set_config('enable_seqscan', 'off', true)"  # for this transaction
FILED = """
    SELECT * FROM (SELECT participant_id, household, described FROM people_tellingindex WHERE {fit} LIMIT %s) AS filed
    UNION ALL
    SELECT NULL, NULL, set_config('enable_seqscan', 'on', true)
"""

COUNT = """
    INSERT INTO people_keyfrequency (key, n)
    SELECT key, count(*) FROM people_tellingindex, unnest(keys) AS key GROUP BY key HAVING count(*) >= %(key)s
    UNION ALL
    SELECT name, count(*) FROM people_tellingindex, unnest(names) AS name GROUP BY name HAVING count(*) >= %(name)s
    UNION ALL
    SELECT %(everybody)s, count(*) FROM people_tellingindex
"""


def described(participants: Iterable[Participant], on: date) -> dict[int, Known]:
    """What was told of the people of one report on this day, comparable, by their keys.

    Who has the same address, or none told, shares phones and addresses: a child's are often told of the mother.
    """
    told = {one.pk: (one.address.strip().casefold(), describe(_told(one, on), on)) for one in participants}
    return {
        one: with_household(
            known, [known for other, (home, known) in told.items() if other != one and _shared(home, at)]
        )
        for one, (at, known) in told.items()
    }


def row(participant: int, known: Known, household: int | None = None) -> TellingIndex:
    """What a telling is filed as."""
    names = sorted(key for key in frequency_keys(known) if key[0].isupper())
    return TellingIndex(
        participant_id=participant,
        household=household,
        keys=sorted(keys(known) | traits(known)),
        names=names,
        described=stored(known),
    )


def file(*, rows: Iterable[TellingIndex]) -> None:
    """File tellings, in place of what they were filed as before."""
    TellingIndex.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["participant"],
        update_fields=["household", "keys", "names", "described"],
    )


@transaction.atomic
def count_keys() -> None:
    """Count anew how common each key and name is. In between the counts may be a day old: they steer, they decide nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('people.count', 0))")  # one count at a time
        KeyFrequency.objects.all().delete()
        cursor.execute(COUNT, {"key": COMMON_KEY, "name": COMMON_NAME, "everybody": EVERYBODY})


def on_file() -> int:
    """How many people were on file when keys were last counted; at least one."""
    return max(1, KeyFrequency.objects.filter(key=EVERYBODY).values_list("n", flat=True).first() or 1)


def search(asked: Known, weights: Weights, shown: int = SHOWN) -> list[Hit]:
    """The tellings that may be about whom is asked for, best first."""
    wanted, names = keys(asked, asked=True), set(frequency_keys(asked))
    if not wanted:
        return []
    counted = _counted([*wanted, *names])
    under = affordable({key: counted.get(key, A_FAMILY) for key in wanted})
    return best(asked, _filed([under], MOST), weights, _shares(names, counted), shown)


def shares(asked: Known) -> dict[str, float]:
    """How common the asked names, phones and places are, as `matching.score` takes it; {} before keys were ever counted."""
    names = set(frequency_keys(asked))
    return _shares(names, _counted(names))


def fitting(asked: Known, weights: Weights, shown: int = SHOWN) -> tuple[list[Hit], bool]:
    """The tellings that fit the little that is known of somebody, best first, and whether too many do to be looked at.

    For whoever types half a name, or knows a birth date and nothing else: `search` finds under two things that agree.
    """
    kinds = asked_for(asked)
    if not kinds:
        return [], False
    rows = _filed([sorted(kind) for kind in kinds], BUDGET + 1)
    return ([], True) if len(rows) > BUDGET else (best(asked, rows, weights, {}, shown), False)


def _counted(wanted: Collection[str]) -> dict[str, int]:
    return dict(KeyFrequency.objects.filter(key__in=[*wanted, EVERYBODY]).values_list("key", "n"))


def _shares(names: Collection[str], counted: Mapping[str, int]) -> dict[str, float]:
    everybody = counted.get(EVERYBODY)
    if not everybody:
        return {}
    return {key: counted.get(key, A_RARE_NAME if key[0].isupper() else A_FAMILY) / everybody for key in names}


@transaction.atomic(savepoint=False)
def _filed(kinds: Sequence[list[str]], most: int) -> list[Filed]:
    """Everybody who has a key of each of these kinds, but no more than so many."""
    fit = " AND ".join(["keys && %s"] * len(kinds))
    with connection.cursor() as cursor:
        cursor.execute(PLAN)
        cursor.execute(FILED.format(fit=fit), [*kinds, most])
        return cursor.fetchall()[:-1]


def _told(participant: Participant, on: date) -> Told:
    return Told(
        first=participant.first,
        middle=participant.middle,
        last=participant.last,
        other_names=participant.other_names,
        birth_date=participant.birth_date,
        age_months=participant.age_months,
        as_of=on,
        estimated=participant.age_estimated,
        sex=participant.sex,
        phone=participant.phone,
        address=participant.address,
        school=participant.school,
    )


def _shared(home: str, other: str) -> bool:
    return not home or not other or home == other
