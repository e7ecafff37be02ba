"""How far two readers of the same calls agree beyond chance: Cohen's kappa with its confidence interval.

Used by the pages of second readings. kappa = (po - pe) / (1 - pe), with po the share on which both agree and pe what two readers
with these habits would agree on by chance (Cohen, Educ Psychol Meas 20:37, 1960); its large-sample standard error is that of
Fleiss, Cohen and Everitt (Psychol Bull 72:323, 1969). No law asks for it: Missouri's screening tool has no published agreement.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from math import sqrt

Shares = defaultdict[Hashable, float]
Z = 1.959964  # of the normal distribution: 95 in 100 lie within


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was read twice: `counts` of (first, second), how many, the share that agrees, kappa and its 95 % interval.

    `share` is None without readings; kappa and its bounds are None where chance alone explains everything (one outcome only).
    """

    counts: dict[tuple[Hashable, Hashable], int]
    readings: int
    share: float | None
    kappa: float | None
    low: float | None
    high: float | None


def agreement(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """The agreement of (first, second) readings. Bounds are cut to -1 and 1, where kappa lies."""
    counts = Counter(pairs)
    total = counts.total()
    if not total:
        return Agreement({}, 0, None, None, None, None)
    cells = {pair: count / total for pair, count in counts.items()}
    agreed = sum(share for (one, other), share in cells.items() if one == other)
    first, second = _margins(cells)
    chance = sum(share * second[one] for one, share in first.items())
    if chance >= 1:
        return Agreement(dict(counts), total, agreed, None, None, None)
    kappa = (agreed - chance) / (1 - chance)
    wide = Z * _error(cells, first, second, agreed, chance, total)
    return Agreement(dict(counts), total, agreed, kappa, max(-1.0, kappa - wide), min(1.0, kappa + wide))


def _margins(cells: dict[tuple[Hashable, Hashable], float]) -> tuple[Shares, Shares]:
    first, second = Shares(float), Shares(float)
    for (one, other), share in cells.items():
        first[one] += share
        second[other] += share
    return first, second


def _error(
    cells: dict[tuple[Hashable, Hashable], float],
    first: Shares,
    second: Shares,
    agreed: float,
    chance: float,
    total: int,
) -> float:
    """The large-sample standard error of kappa (Fleiss, Cohen and Everitt 1969)."""
    spread = 0.0
    for (one, other), share in cells.items():
        if one == other:
            spread += share * ((1 - chance) - (first[one] + second[one]) * (1 - agreed)) ** 2
        else:
            spread += share * (1 - agreed) ** 2 * (second[one] + first[other]) ** 2
    spread -= (agreed * chance - 2 * chance + agreed) ** 2
    return sqrt(max(0.0, spread) / total) / (1 - chance) ** 2
