"""The real server: reports sent a second with one client and with eight, and how long the pages of each desk take.

Every page is timed twice, with a small archive and with 100,000 finished reports in the tables: a ratio near 1 says that no
page slows down with the size of the archive.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.figures import Figure, percentile
from bench.portal import Portal
from bench.system import System

PORT = 8460
REPORTERS = ("teacher", "nurse", "officer")
SENDING = 15  # seconds
LOOKS = 60
ARCHIVE = 100_000
PASSWORD = "only-for-the-demonstration"
SCREENER, SUPERVISOR = "screener1@staff.example.org", "supervisor.29019@staff.example.org"
FILL = """
from django.utils import timezone
from bench.archive import fill
from oscr.agency.models import Office, User
first = Office.objects.filter(kind="county").order_by("pk").first()
fill(low=1_000_001, high=1_000_000 + {many}, screener=User.objects.get(email="{screener}").pk, office=first.pk, at=timezone.now())
"""


def measure() -> Iterator[Figure]:
    """Figures of the pages: submissions per second, then p50 and p95 of each desk's pages in milliseconds."""
    system = System(PORT)
    with system.running():
        one = _submissions(system, 1)
        eight = _submissions(system, 8)
        yield Figure("reports sent, 1 client", one, "1/s")
        yield Figure("reports sent, 8 clients", eight, "1/s", eight / one, "1 client")
        looks = list(_looks(system))
        before = {name: _times(portal, path) for name, portal, path in looks}
        system.shell(FILL.format(many=ARCHIVE, screener=SCREENER))
        for name, portal, path in looks:
            times = _times(portal, path)
            ratio = percentile(times, 0.95) / percentile(before[name], 0.95)
            yield Figure(f"{name}, p50 with {ARCHIVE:,} reports", percentile(times, 0.5), "ms")
            yield Figure(f"{name}, p95 with {ARCHIVE:,} reports", percentile(times, 0.95), "ms", ratio, "without them")


def _submissions(system: System, clients: int) -> float:
    """Whole reports a second: begun, four pages saved, sent, confirmed."""
    portals = [Portal(system.site) for _ in range(clients)]
    for place, portal in enumerate(portals):
        portal.log_in(REPORTERS[place % len(REPORTERS)])
    end = time.perf_counter() + SENDING
    with ThreadPoolExecutor(clients) as pool:
        began = time.perf_counter()
        sent = sum(pool.map(lambda portal: _send_until(portal, end), portals))
        return sent / (time.perf_counter() - began)


def _send_until(portal: Portal, end: float) -> int:
    sent = 0
    while time.perf_counter() < end:
        portal.sent(portal.written())
        sent += 1
    return sent


def _looks(system: System) -> Iterator[tuple[str, Portal, str]]:
    """The pages to look at, each with somebody who may."""
    teacher, screener, supervisor = Portal(system.site), Portal(system.site), Portal(system.site)
    teacher.log_in("teacher")
    for portal, email in ((screener, SCREENER), (supervisor, SUPERVISOR)):
        portal.log_in_staff(email, PASSWORD, system.oscr("code", email).strip().splitlines()[-1])
    (number,) = system.rows("SELECT min(number) FROM report_report")[0]
    yield "hotline queue", screener, "/hotline/"
    yield "hotline report", screener, f"/hotline/reports/{number}/"
    yield "county board", supervisor, "/county/"
    yield "reporter home", teacher, "/report/"


def _times(portal: Portal, path: str) -> list[float]:
    """How long a page takes, in milliseconds, LOOKS times after a few that warm it up."""
    times = []
    for look in range(LOOKS + 5):
        began = time.perf_counter()
        page = portal.get(path)
        if look >= 5:
            times.append((time.perf_counter() - began) * 1000)
        if page.status != 200:
            raise LookupError(f"{path}: {page.status}")
    return times
