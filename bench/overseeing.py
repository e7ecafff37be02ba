"""The queue's page and the overview with 1,000,000 finished calls in the tables: `python -m bench.overseeing`.

Both are timed before and after the archive is written, in one run: a ratio near 1 says that they do not slow down with it.
"""

import time
from collections.abc import Iterator

from bench.figures import Figure, percentile, show
from bench.pages import FILL, PASSWORD, SCREENER
from bench.portal import Portal
from bench.system import System

PORT, CALLS, LOOKS = 8690, 1_000_000, 40
SUPERVISOR = "supervisor1@staff.example.org"
PAGES = ("/hotline/", "/hotline/overview/", "/hotline/readings/")


def measure() -> Iterator[Figure]:
    """p50 and p95 of each page in milliseconds, with the archive; the ratio is against the same page without it."""
    system = System(PORT)
    with system.running():
        portal = Portal(system.site)
        code = system.oscr("code", SUPERVISOR).strip().splitlines()[-1]
        portal.log_in_staff(SUPERVISOR, PASSWORD, code)
        before = {path: _times(portal, path) for path in PAGES}
        system.shell(FILL.format(many=CALLS, screener=SCREENER))
        for path in PAGES:
            times = _times(portal, path)
            ratio = percentile(times, 0.95) / percentile(before[path], 0.95)
            yield Figure(f"overseeing: {path}, p50 with {CALLS:,} calls", percentile(times, 0.5), "ms")
            yield Figure(
                f"overseeing: {path}, p95 with {CALLS:,} calls", percentile(times, 0.95), "ms", ratio, "without"
            )


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
