"""Pages of a running system, timed with tables nearly empty and with tables that are full, in one run.

Used by the benches of the desks: a ratio near 1 says that a page does not slow down with what was written.
"""

import time
from collections.abc import Callable, Iterator, Sequence

from bench.figures import Figure, percentile
from bench.portal import OK, Portal
from bench.system import System

PASSWORD = "only-for-the-demonstration"
WARM, LOOKS = 5, 60
Look = tuple[str, Portal, str]  # what it is called, whose browser, which address


def staff(system: System, email: str) -> Portal:
    """The browser of a member of staff who is logged in with both factors."""
    portal = Portal(system.site)
    portal.log_in_staff(email, PASSWORD, system.oscr("code", email).strip().splitlines()[-1])
    return portal


def compared(looks: Sequence[Look], fill: Callable[[], None], full: str) -> Iterator[Figure]:
    """p50 and p95 of each page in milliseconds after `fill` was called, the latter against the same page before. `full` says of what."""
    before = {name: _times(portal, path) for name, portal, path in looks}
    fill()
    for name, portal, path in looks:
        times = _times(portal, path)
        ratio = percentile(times, 0.95) / percentile(before[name], 0.95)
        yield Figure(f"{name}, p50 with {full}", percentile(times, 0.5), "ms")
        yield Figure(f"{name}, p95 with {full}", percentile(times, 0.95), "ms", ratio, "without")


def _times(portal: Portal, path: str) -> list[float]:
    """How long a page takes, in milliseconds, after a few looks that warm it up."""
    times = []
    for look in range(WARM + LOOKS):
        began = time.perf_counter()
        page = portal.get(path)
        if look >= WARM:
            times.append((time.perf_counter() - began) * 1000)
        if page.status != OK:
            raise LookupError(f"{path}: {page.status}")
    return times
