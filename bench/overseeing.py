"""The queue's page and the overview with 1,000,000 finished calls in the tables: `python -m bench.overseeing`.

Both are timed before and after the archive is written, in one run: a ratio near 1 says that they do not slow down with it.
"""

from collections.abc import Iterator

from bench.figures import Figure, show
from bench.looking import compared, staff
from bench.pages import FILL, SCREENER
from bench.system import System

PORT, CALLS = 8690, 1_000_000
SUPERVISOR = "supervisor1@staff.example.org"
PAGES = ("/hotline/", "/hotline/overview/", "/hotline/readings/")


def measure() -> Iterator[Figure]:
    """p50 and p95 of each page in milliseconds, with the archive; the ratio is against the same page without it."""
    system = System(PORT)
    with system.running():
        portal, fill = staff(system, SUPERVISOR), FILL.format(many=CALLS, screener=SCREENER)
        looks = [(f"overseeing: {path}", portal, path) for path in PAGES]
        yield from compared(looks, lambda: system.shell(fill), f"{CALLS:,} calls")


if __name__ == "__main__":
    show(measure())
