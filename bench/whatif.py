"""How fast a version of the protocol is compared with another, and tried on a million stored calls.

The calls have one to six units; they stand in planes as the archive keeps them, and every month of them is unpacked from bytes,
so that no two share memory. Beside it: deciding the same calls one by one with the compiled function.
"""

import random
from collections.abc import Iterator
from statistics import median

from bench.engine import ON, SEED, calls, timed
from bench.figures import Figure
from oscr.law import protocol
from oscr.law.protocol import Planes, Protocol, packed
from oscr.law.protocol.inforce import FOLDER, files_of, of_day
from oscr.law.protocol.text.reading import read

MONTHS, CALLS, ROUNDS = 80, 12_500, 5
UNITS = (1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 6)
"""How many pairs of a child and a suspect a call has, each as likely as another."""


def measure() -> Iterator[Figure]:
    """All figures about versions and archives."""
    old, new = protocol.in_force(ON), other()
    yield Figure(
        "law: difference of two versions",
        median(timed(lambda: protocol.compared(old, new)) for _ in range(ROUNDS)),
        "s",
    )
    months = archive(old)
    total = sum(len(month.keys) for month in months)
    replay = median(timed(lambda: protocol.replayed(old, new, months)) for _ in range(ROUNDS))
    found = protocol.replayed(old, new, months)
    assert (found.total, found.changed > 0) == (total, True)
    singly = one_by_one(old, new, months[0]) * MONTHS
    yield Figure(
        f"law: replay of {total:,} stored calls under two versions", replay, "s", singly / replay, "call by call"
    )
    yield Figure("law: units of those calls", sum(month.rows for month in months), "rows")
    raw = months[0].to_bytes()
    yield Figure(f"law: a month of {CALLS:,} calls in the archive", len(raw) / 1024, "KiB")
    yield Figure("law: such a month unpacked", 1000 * timed(lambda: Planes.from_bytes(raw)), "ms")


def other() -> Protocol:
    """The same protocol in which starving a child is no longer serious: a change that an analyst wants to see."""
    files = files_of(FOLDER)
    name = "pathways/hungry.toml"
    changed = files[name].replace('ground = "serious neglect"', 'ground = "neglect"')
    return of_day(read({**files, name: changed}), ON)


def archive(law: Protocol) -> list[Planes]:
    """Months of calls, each in memory of its own."""
    draw = random.Random(SEED)
    units = [{name: value for name, value in told.items() if value != "unknown"} for told in calls(law, 5_000)]
    raw = packed({key: draw.choices(units, k=draw.choice(UNITS)) for key in range(CALLS)}).to_bytes()
    return [Planes.from_bytes(raw) for _ in range(MONTHS)]


def one_by_one(old: Protocol, new: Protocol, month: Planes) -> float:
    """Seconds to decide a month's calls under both versions without planes, and to compare them."""
    told = list(month.calls().values())

    def decide() -> None:
        for law in (old, new):
            for units in told:
                min((law.classify(unit) for unit in units), key=law.rank)

    return timed(decide)
