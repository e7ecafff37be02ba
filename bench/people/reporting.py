"""What filing the people of a report for the search adds to the transaction that writes the report, with 100,000 people on file."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from unittest import mock
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from bench.figures import Figure, percentile
from bench.people.clock import SHARES, Clock
from bench.people.filling import SCHEMA, TABLES
from bench.people.population import TODAY, Row, World, peopled
from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.people import index

REPORTS = 300  # with, and as many without, in turn
SEXES = {"F": "female", "M": "male", "": "unknown"}
REFERENCES = f"""
    ALTER TABLE {SCHEMA}.people_tellingindex ADD FOREIGN KEY (participant_id) REFERENCES public.people_participant NOT VALID
"""


def measure(group: str, seed: int) -> Iterator[Figure]:
    """Reports taken down at the hotline into the tables that are filled, as durable as the real ones: with and without filing."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {SCHEMA}.{table} SET LOGGED")
        cursor.execute(REFERENCES)
    by = screener()
    world, at = peopled(f"{seed}/reports", 3 * REPORTS), timezone.now()
    families = Random(seed).sample(world.households, min(len(world.households), 2 * REPORTS))
    filing, not_filing = Clock(), Clock()
    for number, family in enumerate(families):
        answers, when = answers_of(world, family), at + timedelta(minutes=number)
        if number % 2:
            with filing:
                call.receive_phone(token=uuid4(), answers=answers, by=by, at=when)
        else:
            with mock.patch.object(index, "described", return_value={}), not_filing:
                call.receive_phone(token=uuid4(), answers=answers, by=by, at=when)
    people = sum(map(len, families)) / len(families)
    yield Figure(f"{group}: people of a report taken down, on average", people, "people")
    yield from filing.figures(f"{group}: a report taken down, its people filed")
    yield from not_filing.figures(f"{group}: a report taken down, nobody filed")
    for share in SHARES[:2]:
        more, less = (percentile(clock.works, share) for clock in (filing, not_filing))
        yield Figure(f"{group}: filing adds, difference of p{100 * share:.0f} of processor time", more - less, "ms")


def screener() -> User:
    """Somebody who takes calls."""
    office = Office.objects.get(kind=OfficeKind.HOTLINE)
    return User.objects.create_user(f"{uuid4().hex}@example.org", role=Role.SCREENER, name="Bench", office=office)


def answers_of(world: World, family: list[int]) -> dict:
    """What a caller tells of one family, everybody of it."""
    told = {"children": [], "adults": []}
    for one in family:
        row = world.filed[one]
        told["children" if row.role == "child" else "adults"].append(_person(f"p{one}", row))
    suspects = [{"id": f"s{adult['id']}", "person": adult["id"]} for adult in told["adults"][:1]]
    intake = {"danger": "said", "right": "said"}
    return told | {
        "you": {"name": "Bench Example"},
        "intake": intake,
        "suspects": suspects,
        "story": {"what": "Invented to measure."},
    }


def _person(name: str, row: Row) -> dict:
    address = " ".join(part for part in (row.num, row.street, row.unit, row.city, row.zip) if part)
    told = {"age": row.age, "age_unit": "years"} if row.age is not None else {}
    born = {"birth_date": min(row.dob, TODAY).isoformat()} if row.dob else told  # a slip may lie in the future: refused
    return {
        "id": name, "first": row.first, "middle": row.middle, "last": row.last, "sex": SEXES[row.sex], "address": address,
        "phone": row.phone, "school": row.school, **born,
    }  # fmt: skip
