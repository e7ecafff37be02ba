"""Trying the search out in the database with people who are not ours: tables of one session stand in for the real ones.

Used by `oscr people evaluate --database`. PostgreSQL looks for a table among the session's own first, so `people.index` searches
them by the same statements; nobody else sees them and they end with the block.
"""

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager

from django.db import connection

from oscr.people import index
from oscr.people.matching.describing import Known

TABLES = ("people_tellingindex", "people_keyfrequency")
INDEXES = (
    "CREATE INDEX ON pg_temp.people_tellingindex USING gin (keys) WITH (fastupdate = off)",
    "CREATE UNIQUE INDEX ON pg_temp.people_keyfrequency (key)",
)


@contextmanager
def standing_in(people: Mapping[str, Known], households: Mapping[str, Hashable | None]) -> Iterator[Mapping[int, str]]:
    """File these people for as long as the block runs; gives the number they are filed under -> their own id."""
    ids = dict(enumerate(people))
    homes = {home: number for number, home in enumerate(dict.fromkeys(households.values())) if home is not None}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TEMP TABLE {table} (LIKE public.{table} INCLUDING DEFAULTS)")
        try:
            with cursor.copy(
                "COPY pg_temp.people_tellingindex (participant_id, household, keys, names, described) FROM STDIN"
            ) as copy:
                for number, one in ids.items():
                    row = index.row(number, people[one], homes.get(households[one]))
                    copy.write_row((row.participant_id, row.household, row.keys, row.names, row.described))
            for statement in INDEXES:
                cursor.execute(statement)
            index.count_keys()
            cursor.execute("ANALYZE pg_temp.people_tellingindex, pg_temp.people_keyfrequency")
            yield ids
        finally:
            for table in TABLES:
                cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
