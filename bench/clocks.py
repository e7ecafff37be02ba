"""Boards and the beat of a minute with 500,000 clocks that run: `python -m bench.clocks`.

A worker's board, a region's board and its page of who carries how much are timed as pages of a whole system, before and after the
clocks are written, in one run. The beat is timed with 5,000 clocks overdue at once: it is bounded, and the rest rings at the next.
"""

import time
from collections.abc import Iterator

from bench.figures import Figure, percentile, show
from bench.pages import PASSWORD, SCREENER
from bench.portal import Portal
from bench.system import System

PORT, REPORTS, CLOCKS, LOOKS, BEATS = 8710, 100_000, 5, 40, 10
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


def measure() -> Iterator[Figure]:
    """p50 and p95 of each page in milliseconds with the clocks, against the same page without; p95 of a beat and what it rang."""
    system = System(PORT)
    with system.running():
        looks = _looks(system)
        before = {name: _times(portal, path) for name, portal, path in looks}
        system.shell(FILL.format(many=REPORTS, screener=SCREENER))
        system.oscr("manage", "shell", "-v0", "-c", VACUUM)
        for name, portal, path in looks:
            times = _times(portal, path)
            ratio = percentile(times, 0.95) / percentile(before[name], 0.95)
            yield Figure(f"clocks: {name}, p50 with {REPORTS * CLOCKS:,} open", percentile(times, 0.5), "ms")
            yield Figure(
                f"clocks: {name}, p95 with {REPORTS * CLOCKS:,} open", percentile(times, 0.95), "ms", ratio, "without"
            )
        lines = system.oscr("manage", "shell", "-v0", "-c", BEAT.format(beats=BEATS)).split("\n")
        beats = [line.split() for line in lines if line.count(" ") == 1]
        rang = [int(many) for many, _ms in beats]
        yield Figure(
            f"clocks: a beat that rings {max(rang)}, p95", percentile([float(ms) for _many, ms in beats], 0.95), "ms"
        )


# what the database does by itself a minute after so much was written
VACUUM = "from django.db import connection; connection.cursor().execute('VACUUM ANALYZE clock_clock')"


def _looks(system: System) -> list[tuple[str, Portal, str]]:
    """The pages to look at, each with somebody who may."""
    home = "SELECT region FROM agency_office WHERE fips = '29019'"
    find = f"""SELECT u.email FROM agency_user u JOIN agency_office o ON o.id = u.office_id
               WHERE u.role = '{DIRECTOR}' AND o.region = ({home})"""
    worker, director = Portal(system.site), Portal(system.site)
    for portal, email in ((worker, WORKER), (director, system.rows(find)[0][0])):
        portal.log_in_staff(email, PASSWORD, system.oscr("code", email).strip().splitlines()[-1])
    return [
        ("a worker's board", worker, "/county/?show=mine"),
        ("a region's board", director, "/county/"),
        ("a region's load", director, "/county/spread/"),
    ]


def _times(portal: Portal, path: str) -> list[float]:
    times = []
    for look in range(LOOKS + 5):
        began = time.perf_counter()
        page = portal.get(path)
        if look >= 5:
            times.append((time.perf_counter() - began) * 1000)
        if page.status != 200:
            raise LookupError(f"{path}: {page.status}")
    return times


if __name__ == "__main__":
    show(measure())
