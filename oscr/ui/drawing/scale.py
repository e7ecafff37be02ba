"""A line of time on which years and days are both seen: straight where little happened, stretched where much did.

Used by `lives`. Every event keeps a distance from the next, in its order; the ticks between them show how time runs there, down
to days where there is room. A line that is cut into pieces of different scale would show less and need more words.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oscr.ui.drawing.paper import width

LATELY = timedelta(days=30)
MONTHS = (
    7,
    4,
    10,
    2,
    3,
    5,
    6,
    8,
    9,
    11,
    12,
)  # in the order in which they are named: halves and quarters of a year first
SIZE, APART = 10.5, 6  # of the words at the ticks, and the least between two of them


@dataclass(frozen=True)
class Tick:
    """A day that is named on the line; `x` is where its words begin."""

    at: float
    x: float
    text: str


class Scale:
    """Where days lie between `left` and `right`, which is `today`; `days` are those of the events, in order."""

    def __init__(self, days: Sequence[date], today: date, left: float, right: float, gap: float) -> None:
        self.left, self.right = left, right
        self.first, self.today = min([*days, today]), max([*days, today])
        self.lately = self.today - LATELY
        self.days = days
        turn = bisect_right(days, self.lately)
        known = [*days[:turn], self.lately, *days[turn:]] if 0 < turn < len(days) else list(days)
        places = _apart([self._straight(day) for day in known], left, right, gap)
        self._knots = [*zip([day.toordinal() for day in known], places, strict=True)]
        self._knots.append((self.today.toordinal(), right))
        self.events = tuple(places[:turn] + places[turn + len(known) - len(days) :])

    @property
    def turns(self) -> bool:
        """Whether there is something before the last days, and something in them."""
        return len(self._knots) - 1 > len(self.events)

    def at(self, day: date) -> float:
        """Where a day lies, between what is known before and after it."""
        if day >= self.today:
            return self.right
        number = day.toordinal()
        after = bisect_left(self._knots, (number, 0.0))
        if after == 0:
            return self._knots[0][1]
        (low, x), (high, beyond) = self._knots[after - 1], self._knots[after]
        return x + (beyond - x) * (number - low) / (high - low)

    def ticks(self, months: Sequence[str], now: str) -> list[Tick]:
        """The days to be named: the first, today, then years, months and days as far as there is room."""
        named: list[Tick] = []
        for day, text in self._candidates(months, now):
            at, long = self.at(day), width(text, SIZE)
            x = min(max(at - long / 2, self.left - 8), self.right + 8 - long)
            if all(x + long + APART <= one.x or x >= one.x + width(one.text, SIZE) + APART for one in named):
                named.append(Tick(at, x, text))
        return sorted(named, key=lambda one: one.at)

    def _candidates(self, months: Sequence[str], now: str) -> Iterator[tuple[date, str]]:
        """From the most to the least important."""
        yield self.today, now
        yield self.first, f"{months[self.first.month - 1]} {self.first.year}"
        years = range(self.first.year + 1, self.today.year + 1)
        yield from ((date(year, 1, 1), str(year)) for year in years)
        starts = (date(year, month, 1) for month in MONTHS for year in (self.first.year, *years))
        yield from ((day, months[day.month - 1]) for day in starts if self.first < day < self.today)
        yield from ((day, f"{months[day.month - 1]} {day.day}") for day in reversed(self.days))

    def _straight(self, day: date) -> float:
        whole = max(1, (self.today - self.first).days)
        return self.left + (self.right - self.left) * (day - self.first).days / whole


def _apart(places: list[float], left: float, right: float, gap: float) -> list[float]:
    """Places pushed to the right until they are apart, then to the left until all are on the line."""
    least = left
    for number, place in enumerate(places):
        places[number] = max(place, least)
        least = places[number] + gap
    most = right - gap
    for number in reversed(range(len(places))):
        places[number] = min(places[number], most)
        most = places[number] - gap
    return places
