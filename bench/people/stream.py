"""An invented stream of calls to the hotline, half of them made hard on purpose, and which children were called about three times.

Every call knows little: some of the children of a household, each by the name the caller heard or remembers, a birth date or an age
or neither, an address or a phone or neither. The hard ones: exactly seventy-two hours and a minute too late; two calls only; two
calls about each of twins; calls split over brothers and sisters; two about a child and one about a namesake or an elder of its name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

from bench.people import slips
from bench.people.population import TODAY, Row, World, moved
from bench.people.weighing import told
from oscr.people.matching.describing import Known, describe, with_household

HOURS_72 = timedelta(hours=72)
BEGUN = datetime(2026, 11, 1, tzinfo=UTC)
CALLS_AN_HOUR = 16
HARD = 0.5  # share of the calls that belong to a scenario
TOO_LATE = timedelta(seconds=72)


@dataclass(frozen=True)
class Slips:
    """How often callers know or get wrong what, drawn anew for each stream."""

    nickname: float
    misspelt: float
    misspelt_last: float
    no_last: float
    swapped: float
    middle: float
    cut_short: float
    birth: float
    no_birth: float
    wrong_birth: float
    address: float
    no_place: float
    phone: float

    @classmethod
    def drawn(cls, rng: Random) -> "Slips":
        ranges = {
            "nickname": (0.06, 0.14), "misspelt": (0.08, 0.18), "misspelt_last": (0.10, 0.20), "no_last": (0.01, 0.05),
            "swapped": (0.01, 0.03), "middle": (0.01, 0.03), "cut_short": (0.01, 0.03), "birth": (0.35, 0.55),
            "no_birth": (0.08, 0.18), "wrong_birth": (0.05, 0.15), "address": (0.5, 0.7), "no_place": (0.05, 0.15),
            "phone": (0.25, 0.45),
        }  # fmt: skip
        return cls(**{name: rng.uniform(*between) for name, between in ranges.items()})


@dataclass(frozen=True)
class Call:
    """When it came, and each child told of: its number among all people, and what the call says of it."""

    at: datetime
    children: tuple[tuple[int, Known], ...]


def calls(world: World, count: int) -> list[Call]:
    """So many calls, in the order in which they come in."""
    rng, rates, length = world.rng, Slips.drawn(world.rng), timedelta(hours=count / CALLS_AN_HOUR)
    found: list[Call] = []
    while len(found) < count:
        if rng.random() < 1 - HARD:
            found.append(_call(world, rates, BEGUN + rng.random() * length, _some_children(world)))
            continue
        begun = BEGUN + rng.random() * (length - HOURS_72)
        scenario = rng.choices(list(SCENARIOS), weights=SCENARIOS.values())[0]
        found += [_call(world, rates, begun + after, children) for after, children in scenario(world)]
    return sorted(found, key=lambda call: call.at)


def due(stream: list[Call]) -> dict[tuple[int, int], bool]:
    """(place of a call, child) -> whether that call is the child's third or later within seventy-two hours."""
    before: dict[int, list[datetime]] = {}
    answer = {}
    for place, call in enumerate(stream):
        for child, _ in call.children:
            times = before.setdefault(child, [])
            answer[place, child] = sum(call.at - at <= HOURS_72 for at in times) >= 2
            times.append(call.at)
    return answer


# --- who is called about, and when


def _children_of(world: World, home: int) -> list[int]:
    return [one for one in world.households[home] if world.real[one].role == "child"]


def _some_children(world: World) -> list[int]:
    children = _children_of(world, world.rng.randrange(len(world.households)))
    return world.rng.sample(children, world.rng.choice((1, 1, min(2, len(children)), len(children))))


def _a_child(world: World) -> int:
    return world.rng.choice(_children_of(world, world.rng.randrange(len(world.households))))


def _with_others(world: World, child: int) -> list[int]:
    """The child, and now and then a brother or sister too."""
    others = [one for one in _children_of(world, world.home[child]) if one != child]
    return [child, *others] if others and world.rng.random() < 0.3 else [child]


def _between(world: World) -> timedelta:
    return world.rng.random() * HOURS_72


Told = Iterator[tuple[timedelta, list[int]]]


def _three(world: World) -> Told:
    child = _a_child(world)
    for after in [_between(world) for _ in range(world.rng.choice((3, 3, 3, 4, 5)))]:
        yield after, _with_others(world, child)


def _to_the_second(world: World) -> Told:
    child = _a_child(world)
    for after in (timedelta(0), _between(world), HOURS_72):
        yield after, _with_others(world, child)


def _too_late(world: World) -> Told:
    child = _a_child(world)
    for after in (timedelta(0), HOURS_72 / 2, HOURS_72 + TOO_LATE):
        yield after, [child]


def _two_only(world: World) -> Told:
    child = _a_child(world)
    for _ in range(2):
        yield _between(world), _with_others(world, child)


def _twins(world: World) -> Told:
    for twin in world.rng.choice(world.twins) * 2:
        yield _between(world), [twin]


def _split(world: World) -> Told:
    children = _children_of(world, world.home[_a_child(world)])
    for place in range(3):
        yield _between(world), [children[place % len(children)]] if len(children) > 1 else [_a_child(world)]


def _namesake(world: World) -> Told:
    """Two about a child and one about another of the same name elsewhere, who is not on file."""
    child, neighbour = _a_child(world), _a_child(world)
    name = world.real[child]
    world.real.append(replace(world.real[neighbour], first=name.first, middle="", last=name.last, sex=name.sex))
    world.home.append(world.home[neighbour])
    for one in (child, child, len(world.real) - 1):
        yield _between(world), [one]


def _juniors(world: World) -> Told:
    elder, younger = world.rng.choice(world.juniors)
    for one in (elder, younger, younger):
        yield _between(world), [one]


SCENARIOS: dict[Callable[[World], Told], float] = {
    _three: 12, _to_the_second: 5, _too_late: 4, _two_only: 8, _twins: 4, _split: 5, _namesake: 1, _juniors: 2,
}  # fmt: skip
"""Every scenario with its share."""

# --- what a caller says


def _call(world: World, rates: Slips, at: datetime, children: list[int]) -> Call:
    rng = world.rng
    where = _place_said(world, rates, world.real[children[0]])
    home = world.households[world.home[children[0]]]
    phones = [world.real[one].phone for one in home if world.real[one].phone] if rng.random() < rates.phone else []
    near = [describe(told(replace(where, phone=rng.choice(phones))), TODAY)] if phones else []
    spoken = ((child, describe(told(_said(rng, rates, world.real[child], where)), TODAY)) for child in children)
    return Call(at, tuple((child, with_household(known, near)) for child, known in spoken))


def _place_said(world: World, rates: Slips, row: Row) -> Row:
    """The household's place as this caller tells it, the same for all of its children; nothing else is told yet."""
    rng, nothing = (
        world.rng,
        {"first": "", "middle": "", "last": "", "suffix": "", "sex": "", "phone": "", "school": ""},
    )
    lives = moved(world, row) if rng.random() < 0.05 else row
    lives = replace(lives, dob=None, unit="", **nothing)
    chance = rng.random()
    if chance < rates.address:
        return replace(lives, zip=lives.zip if rng.random() < 0.85 else "")
    return replace(lives, num="", street="", zip="", city="" if chance > 1 - rates.no_place else lives.city)


def _said(rng: Random, rates: Slips, row: Row, where: Row) -> Row:
    """One child as this caller tells of it."""
    birth, chance = row.dob, rng.random()
    if rng.random() < rates.wrong_birth:
        birth = slips.digit(rng, birth) if rng.random() < 0.6 else slips.swapped(birth) or birth
    age = max(0, (TODAY - row.dob).days // 365 + rng.choice((0, 0, 0, 0, -1, 1)))
    first, last = _names_said(rng, rates, row)
    return replace(
        where,
        first=first,
        last=last,
        middle=row.middle if rng.random() < 0.15 else "",
        suffix=row.suffix if rng.random() < 0.7 else "",
        dob=birth if chance < rates.birth else None,
        age=age if rates.birth <= chance < 1 - rates.no_birth else None,
        sex=row.sex if rng.random() < 0.9 else "",
        school=row.school if rng.random() < 0.25 else "",
    )


def _names_said(rng: Random, rates: Slips, row: Row) -> tuple[str, str]:
    first, last = row.first, row.last
    parts = last.replace("-", " ").split()
    if len(parts) > 1 and rng.random() < 0.6:
        last = rng.choice((parts[0], parts[-1], " ".join(reversed(parts)), "".join(parts)))
    slip = rng.choices(
        ("nickname", "misspelt", "middle", "cut short", ""),
        weights=(rates.nickname, rates.misspelt, rates.middle, rates.cut_short, _rest(rates)),
    )[0]
    if slip == "nickname":
        first = slips.nickname(rng, first) or first
    elif slip == "misspelt":
        first = slips.typo(rng, first)
    elif slip == "middle" and len(row.middle) > 2:
        first = row.middle
    elif slip == "cut short":
        first = first[:3]
    chance = rng.random()
    if chance < rates.misspelt_last:
        last = slips.typo(rng, last)
    elif chance > 1 - rates.no_last:
        last = ""
    return (last, first) if last and rng.random() < rates.swapped else (first, last)


def _rest(rates: Slips) -> float:
    return 1 - rates.nickname - rates.misspelt - rates.middle - rates.cut_short
