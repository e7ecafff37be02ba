"""Who carries how much, as bars: one for each office or worker, as long as what they carry, cut by how it stands.

Used by the page of that name. The table beside each bar says the same in numbers.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from oscr.agency.models import Office, User
from oscr.flow.load import Carried


@dataclass(frozen=True)
class Row:
    """One office or worker: how many reports they carry, how many of these stand how, and the parts of the bar (start, width)."""

    office: Office
    worker: User | None
    by_worker: bool
    left: bool
    open: int
    overdue: int
    today: int
    soon: int
    unassigned: int
    parts: tuple[tuple[str, float, float], ...]


def bars_of(carried: Iterable[Carried], *, by_worker: bool) -> list[Row]:
    """A row for each worker of each office, or for each office; who has most that is overdue comes first, then who carries most."""
    together = defaultdict(list)
    for one in carried:
        together[one.office, one.worker if by_worker else None].append(one)
    offices = Office.objects.in_bulk({office for office, _worker in together})
    workers = User.objects.in_bulk({worker for _office, worker in together if worker})
    longest = max((sum(one.open for one in some) for some in together.values()), default=0)
    rows = [
        _row(offices[office], workers.get(worker), by_worker, some, longest)
        for (office, worker), some in together.items()
    ]
    return sorted(rows, key=lambda row: (-row.overdue, -row.open, row.office.name, str(row.worker or "")))


def _row(office: Office, worker: User | None, by_worker: bool, some: list[Carried], longest: int) -> Row:
    sums = {
        name: sum(getattr(one, name) for one in some) for name in ("open", "overdue", "today", "soon", "unassigned")
    }
    left = by_worker and any(one.left for one in some)
    return Row(office, worker, by_worker, left, **sums, parts=_parts(sums, longest))


def _parts(sums: dict[str, int], longest: int) -> tuple[tuple[str, float, float], ...]:
    """Overdue, then due within 24 hours, then the rest: each where it starts and how wide it is, of 100."""
    lengths = (
        ("late", sums["overdue"]),
        ("soon", sums["soon"]),
        ("rest", sums["open"] - sums["overdue"] - sums["soon"]),
    )
    parts, start = [], 0.0
    for kind, many in lengths:
        width = round(100 * many / longest, 2)
        if many:
            parts.append((kind, start, width))
        start = round(start + width, 2)
    return tuple(parts)
