"""Boards and the beat of a minute with 500,000 clocks that run: `python -m bench.clocks`.

A worker's board, a region's board and its page of who carries how much are timed as pages of a whole system, before and after the
clocks are written, in one run. The beat is timed with 5,000 clocks overdue at once: it is bounded, and the rest rings at the next.
"""

from collections.abc import Iterator

from bench.figures import Figure, percentile, show
from bench.looking import Look, compared, staff
from bench.pages import SCREENER
from bench.system import System

PORT, REPORTS, CLOCKS, BEATS = 8710, 100_000, 5, 10
WORKER, DIRECTOR = "worker1.29019@staff.example.org", "regional_director"
FILL = """
from django.utils import timezone
from bench.archive import fill_open
from oscr.agency.models import Office, User
first = Office.objects.filter(kind="county").order_by("pk").first()
by = User.objects.get(email="{screener}").pk
fill_open(low=1_000_001, high=1_000_000 + {many}, screener=by, office=first.pk, at=timezone.now())
"""
BEAT = """
import time
from datetime import timedelta
from django.utils import timezone
from oscr.flow.clock.models import Clock
from oscr.flow.clock.ringing import ring_overdue
at = timezone.now()
keys = list(Clock.objects.running().filter(due_at__lt=at).values_list("pk", flat=True)[:5000])
Clock.objects.filter(pk__in=keys).update(rung=0, rang_at=None, ring_at=at - timedelta(minutes=1))
for beat in range({beats}):
    began = time.perf_counter()
    rang = ring_overdue(at=at + timedelta(seconds=beat))
    print(rang, (time.perf_counter() - began) * 1000)
"""
# what the database does by itself a minute after so much was written
VACUUM = "from django.db import connection; connection.cursor().execute('VACUUM ANALYZE clock_clock')"


def measure() -> Iterator[Figure]:
    """p50 and p95 of each page in milliseconds with the clocks, against the same page without; p95 of a beat and what it rang."""
    system = System(PORT)
    with system.running():
        yield from compared(_looks(system), lambda: _fill(system), f"{REPORTS * CLOCKS:,} open")
        lines = system.oscr("manage", "shell", "-v0", "-c", BEAT.format(beats=BEATS)).split("\n")
        beats = [line.split() for line in lines if line.count(" ") == 1]
        rang = [int(many) for many, _ms in beats]
        yield Figure(
            f"clocks: a beat that rings {max(rang)}, p95", percentile([float(ms) for _many, ms in beats], 0.95), "ms"
        )


def _fill(system: System) -> None:
    system.shell(FILL.format(many=REPORTS, screener=SCREENER))
    system.oscr("manage", "shell", "-v0", "-c", VACUUM)


def _looks(system: System) -> list[Look]:
    """The pages to look at, each with somebody who may."""
    home = "SELECT region FROM agency_office WHERE fips = '29019'"
    find = f"""SELECT u.email FROM agency_user u JOIN agency_office o ON o.id = u.office_id
               WHERE u.role = '{DIRECTOR}' AND o.region = ({home})"""
    worker, director = staff(system, WORKER), staff(system, system.rows(find)[0][0])
    return [
        ("clocks: a worker's board", worker, "/county/?show=mine"),
        ("clocks: a region's board", director, "/county/"),
        ("clocks: a region's load", director, "/county/spread/"),
    ]


if __name__ == "__main__":
    show(measure())
