"""The overview's figures put into drawings: how old the queue is, how long calls wait, what they become, how the promise is kept.

Used by the overview page and by the page of second readings. `oscr.flow.quality.overview` counts; here are words and shapes.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oscr.flow.quality import overview
from oscr.law import promise, protocol
from oscr.law.calendar import local
from oscr.ui.drawing.shape import Bar, Bars, Curve, Grid, Line
from oscr.ui.templatetags.ui import duration

PIECE = timedelta(minutes=15)  # one bar of the queue's ages
PIECES = 16  # up to four hours; the last bar holds what is older
SHOWN = 360  # minutes of the curve
ASKED_AT = (30, 60, 90, 120, 180, 240, 360)  # minutes in the curve's table
HOURS = 24


def ages(queue: overview.Queue) -> Bars:
    """How many have waited how long, emergencies apart; the promises stand in the names below."""
    urgent, whole = _pieces(queue.emergencies), _pieces(queue.ages)
    found = []
    for piece in range(PIECES):
        other = whole[piece] - urgent[piece]
        start = duration(PIECE * piece) if piece else _("0 minutes")
        name = _short(PIECE * piece) if piece < PIECES - 1 else _("%(age)s +") % {"age": _short(PIECE * piece)}
        found.append((name, start, urgent[piece], other))
    most = max([1, *(urgent + other for _name, _start, urgent, other in found)])
    return Bars(
        key="ages",
        title=_("How old the queue is"),
        told=_(
            "Each bar is a quarter of an hour since receipt: what nobody has decided yet. The last holds all that is older."
        ),
        heads=(_("Waits since"), _("▲ emergencies"), _("others")),
        bars=tuple(Bar(name, (urgent, other), (str(urgent), str(other))) for name, _start, urgent, other in found),
        most=most,
        top=str(most),
        stacked=True,
    )


def waits(rows: Sequence[tuple[datetime, list[timedelta]]]) -> Bars:
    """The wait of what was decided in each hour: median and ninth of ten."""
    found = [(at, overview.percentile(one, 0.5), overview.percentile(one, 0.9), len(one)) for at, one in rows]
    longest = max([timedelta(hours=3.2), *(one[2] for one in found if one[2])])
    hours = longest / timedelta(hours=1)
    return Bars(
        key="waits",
        title=_("How long calls waited, by hour"),
        told=_(
            "From receipt to decision, for what was decided in that hour. Nine of ten waited no longer than the lighter bar."
        ),
        heads=(_("Hour"), _("median"), _("nine of ten")),
        bars=tuple(
            Bar(
                date_format(local(at), _("g a")),
                (_in_hours(half), _in_hours(most)),
                (_words(half, many), _words(most, many)),
            )
            for at, half, most, many in found
        ),
        most=hours,
        top=_short(longest),
        marks=tuple((span / timedelta(hours=1), duration(span)) for span in promise.PROMISED),
    )


def outcomes(law: protocol.Protocol, counted: Mapping[str, Counter[int]], at: datetime) -> list[Bars]:
    """Today's decisions, one small chart an outcome, all to one scale; the strongest first."""
    most = max([1, *(many for hours in counted.values() for many in hours.values())])
    known = [one.id for one in sorted(law.outcomes, key=lambda one: one.rank) if one.id in counted]
    made, now = [], local(at).hour
    for number, outcome in enumerate([*known, *sorted(set(counted) - set(known))]):
        hours = counted[outcome]
        total = hours.total()
        label = law.label(outcome) if outcome in known else outcome
        made.append(
            Bars(
                key=f"outcome-{number}",
                title=label,
                told=ngettext("%(n)d today", "%(n)d today", total) % {"n": total},
                heads=(_("Hour"), _("decided")),
                bars=tuple(Bar(str(hour), (hours[hour],), (str(hours[hour]),)) for hour in range(now + 1)),
                most=most,
                top=str(most),
                small=True,
            )
        )
    return made


def promise_curve(today: Sequence[tuple[int, float]], days: Sequence[tuple[int, float]]) -> Curve:
    """The share processed within t: today's online reports, and those of the last 28 days."""
    lines = (
        Line(_("last 28 days"), tuple((float(age), share) for age, share in days)),
        Line(_("today"), tuple((float(age), share) for age, share in today), dashed=True),
    )
    rows = tuple(
        (duration(timedelta(minutes=age)), *(f"{promise.share_within(curve, age):.0%}" for curve in (days, today)))
        for age in ASKED_AT
    )
    return Curve(
        key="promise",
        title=_("The promise: online reports processed within 1 to 3 hours"),
        told=_("What still waits counts for as long as it has waited (Kaplan-Meier)."),
        lines=lines,
        wide=SHOWN,
        ticks=tuple((hour * 60.0, _("%(n)d h") % {"n": hour}) for hour in range(SHOWN // 60 + 1)),
        marks=tuple((span / timedelta(minutes=1), duration(span)) for span in promise.PROMISED),
        heads=(_("Within"), _("last 28 days"), _("today")),
        rows=rows,
    )


def by_day(days: Iterable[overview.Day]) -> Bars:
    """The promise by day of receipt."""
    bars, most = [], 1
    for day in days:
        values = (day.first, day.second, day.later, day.waiting)
        most = max(most, sum(values))
        bars.append(Bar(date_format(day.day, _("M j")), values, tuple(map(str, values))))
    return Bars(
        key="days",
        title=_("The promise by day"),
        told=_("Online reports by the day on which they were received."),
        heads=(_("Day"), _("within 1 hour"), _("within 3 hours"), _("later"), _("still wait")),
        bars=tuple(bars),
        most=most,
        top=str(most),
        stacked=True,
    )


def pairs(
    law: protocol.Protocol, counted: Mapping[tuple[Hashable, Hashable], int], key: str, words: tuple[str, str, str, str]
) -> Grid:
    """Pairs of outcomes as a grid, the strongest first; `words` are its title, what it tells, and what rows and columns are."""
    title, told, rows, columns = words
    used = {one for pair in counted for one in pair}
    known = [one.id for one in sorted(law.outcomes, key=lambda one: one.rank) if one.id in used]
    ids = [*known, *sorted(str(one) for one in used if one not in known)]
    names = tuple(_label(law, one) for one in ids)
    counts = tuple(tuple(counted.get((one, other), 0) for other in ids) for one in ids)
    return Grid(key, title, told, (rows, columns), names, counts)


def against(law: protocol.Protocol, counted: Mapping[tuple[str, str], int]) -> Grid:
    """What the protocol recommended, and what was decided."""
    told = _("The last 28 days. Right of the marked boxes: lowered; left of them: raised.")
    words = (_("The protocol's outcome and the decision"), told, _("protocol"), _("decided"))
    return pairs(law, counted, "against", words)


def moved(law: protocol.Protocol, counted: Mapping[tuple[str, str], int]) -> list[tuple[str, int, int, str]]:
    """Decisions raised above, as, and lowered below the protocol's outcome: (words, how many, of how many, share)."""
    total, found = sum(counted.values()), Counter[str]()
    for (recommended, decided), many in counted.items():
        found[_direction(law, recommended, decided)] += many
    words = {
        "raised": _("▲ raised above the protocol's"),
        "same": _("as the protocol's"),
        "lowered": _("▼ lowered below it, with a supervisor"),
        "unknown": _("under a protocol with other outcomes"),
    }
    shown = [one for one in words if one != "unknown" or found[one]]
    return [(words[one], found[one], total, f"{found[one] / total:.1%}" if total else _("none yet")) for one in shown]


def _direction(law: protocol.Protocol, recommended: str, decided: str) -> str:
    ranks = {one.id: one.rank for one in law.outcomes}
    if recommended == decided:
        return "same"
    if not {recommended, decided} <= set(ranks):
        return "unknown"
    return "raised" if ranks[decided] < ranks[recommended] else "lowered"


def _label(law: protocol.Protocol, outcome: str) -> str:
    known = next((one.label for one in law.outcomes if one.id == outcome), outcome)
    return known.partition(":")[0]


def _pieces(spans: Iterable[timedelta]) -> Counter[int]:
    return Counter(min(PIECES - 1, max(0, span // PIECE)) for span in spans)


def _short(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    return _("%(h)d:%(m)02d") % {"h": minutes // 60, "m": minutes % 60}


def _in_hours(span: timedelta | None) -> float:
    return span / timedelta(hours=1) if span else 0.0


def _words(span: timedelta | None, many: int) -> str:
    return _("%(span)s (of %(many)d)") % {"span": duration(span), "many": many} if span is not None else _("none")
