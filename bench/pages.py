"""The real server: reports sent a second with one client and with eight, and how long the pages of each desk take.

Every page is timed twice, with a small archive and with 100,000 finished reports in the tables: a ratio near 1 says that no
page slows down with the size of the archive.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from bench.figures import Figure
from bench.looking import Look, compared, staff
from bench.portal import Portal
from bench.system import System

PORT = 8460
REPORTERS = ("teacher", "nurse", "officer")
SENDING = 15  # seconds
ARCHIVE = 100_000
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
        fill = FILL.format(many=ARCHIVE, screener=SCREENER)
        yield from compared(looks, lambda: system.shell(fill), f"{ARCHIVE:,} reports")


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


def _looks(system: System) -> Iterator[Look]:
    """The pages to look at, each with somebody who may."""
    teacher, screener, supervisor = Portal(system.site), staff(system, SCREENER), staff(system, SUPERVISOR)
    teacher.log_in("teacher")
    (number,) = system.rows("SELECT min(number) FROM report_report")[0]
    yield "hotline queue", screener, "/hotline/"
    yield "hotline report", screener, f"/hotline/reports/{number}/"
    yield "county board", supervisor, "/county/"
    yield "reporter home", teacher, "/report/"
