"""Two hundred days of reports, what becomes of their clocks, and who must be told when: worked out here anew, from the law's file and
by a calendar of its own, without a line of the code that is tested.

Winter comes and goes in them: summer time ends on 2 November 2025 and begins on 8 March 2026.
"""

import random
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from oscr.law.clocks import DATA

BEGIN, DAYS = datetime(2025, 9, 1, 5, 0, tzinfo=UTC), 200
END = BEGIN + timedelta(days=DAYS)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WINTER = (date(2025, 11, 3), date(2026, 3, 8))  # the midnights that are six hours behind, from and to
REPORTS = ("investigation", "juvenile assessment", "family assessment")
LIMITS = {"neither": 90, "sexual abuse": 120, "fatality": None}
Ring = tuple[int, str, int, datetime]  # report, kind of clock, level, beat
LAW = tomllib.loads(DATA.read_text("utf-8"))


@dataclass
class Script:
    """One report: when what happened to it, and what is done about its clocks (moment, act, what)."""

    place: int
    outcome: str
    flags: dict[str, str]
    received: datetime
    screened_in: datetime
    alerted: datetime
    acts: list[tuple[datetime, str, str]] = field(default_factory=list)


def beats_without(draw: random.Random) -> list[tuple[datetime, datetime]]:
    """When the worker is down: thirty times for up to nine hours, and once for three days."""
    downs = [(at, at + draw.uniform(0.1, 9) * HOUR) for at in (BEGIN + draw.uniform(0, DAYS) * DAY for _ in range(30))]
    return sorted([*downs, (BEGIN + 90 * DAY, BEGIN + 93 * DAY)])


def beat_after(moment: datetime, downs: list[tuple[datetime, datetime]]) -> datetime:
    """The first whole minute not before a moment at which a worker is there."""
    beat = moment.replace(second=0, microsecond=0)
    beat += MINUTE * (beat < moment)
    for low, high in downs:
        if low <= beat < high:
            beat = high.replace(second=0, microsecond=0) + MINUTE
    return beat


def scripts(draw: random.Random, many: int) -> list[Script]:
    """So many reports, spread over the first 140 days, with what happens to them."""
    return [_script(draw, place) for place in range(many)]


def _script(draw: random.Random, place: int) -> Script:
    received = BEGIN + draw.uniform(0, 140) * DAY
    screened_in = received + draw.uniform(0.05, 2) * HOUR
    one = Script(
        place,
        draw.choice([*REPORTS, "investigation", "investigation", "N", "P", "NCA", "F"]),
        {
            "priority": draw.choice(["3", "24", "24", "72"]),
            "mandated reporter": draw.choice(["yes", "no"]),
            "rule": draw.choice(["INV-INJURY", "INV-SEXUAL", "FA-OTHER"]),
        },
        received,
        screened_in,
        screened_in + draw.uniform(0.02, 1) * HOUR,
    )
    for kind, started, due in begun(one):
        if draw.random() < 0.85:
            met = max(
                started + (due - started) * draw.choice([draw.random(), draw.random(), draw.uniform(0.9, 3)]),
                one.alerted,
            )
            one.acts.append((_uneven(met + MINUTE), "meet", kind))
    if one.outcome == "investigation" and draw.random() < 0.4:
        involves = draw.choice(["neither", "neither", "sexual abuse", "fatality"])
        one.acts.append((_uneven(received + draw.uniform(5, 80) * DAY), "extend", involves))
    if draw.random() < 0.2:
        one.acts.append((_uneven(one.alerted + draw.uniform(0.1, 72) * HOUR), "hand over", ""))
    if draw.random() < 0.3:
        one.acts += [(_uneven(received + draw.uniform(45, 130) * DAY), "update", "") for _ in range(draw.randint(1, 3))]
    one.acts.sort()
    return one


def _uneven(moment: datetime) -> datetime:
    """Never on a whole minute: whether an act or a beat of the same moment comes first is nobody's promise."""
    return moment.replace(second=max(1, moment.second), microsecond=0)


# --- the oracle


def midnight(moment: datetime, days: int) -> datetime:
    """The midnight in Missouri that closes the so many-th day after a moment's."""
    summer_now = not (datetime(2025, 11, 2, 7, tzinfo=UTC) <= moment < datetime(2026, 3, 8, 8, tzinfo=UTC))
    there = (moment - (5 if summer_now else 6) * HOUR).date()
    closing = there + timedelta(days=days + 1)
    behind = 6 if WINTER[0] <= closing <= WINTER[1] else 5
    return datetime.combine(closing, time(), UTC) + behind * HOUR


def begun(one: Script) -> list[tuple[str, datetime, datetime]]:
    """The clocks of a response: kind, when it started, when it is too late."""
    events = {"received": one.received, "screened_in": one.screened_in, "alerted": one.alerted}
    rows = []
    for row in LAW["clock"]:
        outcomes = [name for some in row["outcomes"] for name in (REPORTS if some == "reports" else [some])]
        fits = all(one.flags.get(flag) in values for flag, values in row.get("when", {}).items())
        barred = any(one.flags.get(flag) in values for flag, values in row.get("without", {}).items())
        if one.outcome in outcomes and fits and not barred and row["start"] in events:
            started = events[row["start"]]
            due = midnight(started, row["days"]) if "days" in row else started + row["hours"] * HOUR
            rows.append((row["kind"], started, due))
    return rows


def expected(one: Script, downs: list[tuple[datetime, datetime]]) -> list[Ring]:
    """Everything that must ring for a report until the end, in no order."""
    rings = []
    for kind, _started, due in begun(one):
        met = next((at for at, act, what in one.acts if (act, what) == ("meet", kind)), END)
        resets = [at for at, act, _what in one.acts if act == "hand over"]
        spans = [(one.alerted, due)] + [(at, due) for at in resets if at < met]
        if kind == "complete":
            spans = sorted([*spans, *_extended(one, due, met)])
            rings += _updates(one, due, met, spans, downs)
        rings += _told(one, kind, _in_force(spans), met, downs)
    return rings


def _in_force(spans: list[tuple[datetime, datetime | None]]) -> list[tuple[datetime, datetime | None]]:
    """Each span with the due time that the last extension left."""
    due, left = spans[0][1], []
    for at, told in spans:
        due = told if told != spans[0][1] else due
        left.append((at, due))
    return left


def _extended(one: Script, due: datetime, met: datetime) -> list[tuple[datetime, datetime | None]]:
    for at, act, involves in one.acts:
        if act == "extend" and at < met:
            days = LIMITS[involves]
            return [(at, midnight(one.received, days) if days else None)]
    return []


def _told(
    one: Script,
    kind: str,
    spans: list[tuple[datetime, datetime | None]],
    met: datetime,
    downs: list[tuple[datetime, datetime]],
) -> list[Ring]:
    """In each span every level in turn: at the first beat not before its time, one a beat, none once the duty is done."""
    (levels,) = [row["levels"] for row in LAW["ring"] if kind in row["kinds"]]
    rings = []
    for (low, due), (high, _due) in pairwise([*spans, (END, None)]):
        last = low
        for level in levels if due else ():
            beat = beat_after(max(due + level["minutes"] * MINUTE, last), downs)
            if beat >= min(high, met, END):
                break
            rings.append((one.place, kind, level["level"], beat))
            last = beat + MINUTE
    return rings


def _updates(
    one: Script,
    due: datetime,
    met: datetime,
    spans: list[tuple[datetime, datetime | None]],
    downs: list[tuple[datetime, datetime]],
) -> list[Ring]:
    """Updates begin once the first time is over, if the report was not completed before anybody saw that; or with an extension."""
    extended = next((at for at, told in spans if told != due), None)
    seen = beat_after(max(due, one.alerted), downs)
    begins = min(moment for moment in (seen, extended, END) if moment)
    if begins >= min(met, END):
        return []
    lives = [due, *(at for at, act, _what in one.acts if act == "update" and begins < at < met and at >= due)]
    handed = [at for at, act, _what in one.acts if act == "hand over" and at < met]
    rings = []
    for started, over in pairwise([*lives, met]):
        runs_out = midnight(started, 30)
        resets = [(at, runs_out) for at in handed if max(started, begins) < at < over]
        rings += _told(one, "update", [(max(started, begins), runs_out), *resets], over, downs)
    return rings


def by_report(rings: list[Ring]) -> dict[int, list[Ring]]:
    """Rings of each report in order, so that a difference names it."""
    found = defaultdict(list)
    for ring in sorted(rings, key=lambda ring: (ring[3], ring[1], ring[2])):
        found[ring[0]].append(ring)
    return dict(found)
