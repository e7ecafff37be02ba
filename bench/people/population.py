"""Who there is: households of invented people, as they are, and as an archive has them."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from bench.people import slips
from bench.people.names import KINDS, STREETS, Names

TODAY = date(2026, 11, 1)
TOWNS = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One line of persons.csv or queries.csv, without its ids."""

    role: str
    first: str
    middle: str
    last: str
    suffix: str
    dob: date | None
    age: int | None
    sex: str
    phone: str
    num: str
    street: str
    unit: str
    city: str
    zip: str
    school: str

    def columns(self) -> list[str]:
        born = self.dob.isoformat() if self.dob else ""
        aged = ["", ""] if self.age is None else [str(self.age), TODAY.isoformat()]
        where = [self.num, self.street, self.unit, self.city, self.zip, self.school]
        return [self.role, self.first, self.middle, self.last, self.suffix, born, *aged, self.sex, self.phone, *where]


@dataclass(frozen=True)
class Rates:
    """How often what goes wrong, drawn anew for each seed."""

    spanish: float
    typo: float
    no_birth: float
    no_phone: float
    no_address: float
    twins: float
    juniors: float
    extra_noise: float
    birth_told: float

    @classmethod
    def drawn(cls, rng: Random) -> "Rates":
        ranges = {
            "spanish": (0.05, 0.18), "typo": (0.01, 0.05), "no_birth": (0.05, 0.18), "no_phone": (0.2, 0.5), "no_address": (0.03, 0.12),
            "twins": (0.02, 0.05), "juniors": (0.04, 0.1), "extra_noise": (0.05, 0.2), "birth_told": (0.6, 0.85),
        }  # fmt: skip
        return cls(**{name: rng.uniform(*between) for name, between in ranges.items()})


@dataclass
class World:
    """Everybody: as they are (`real`) and as the archive has them (`filed`), by number; households as lists of numbers."""

    rng: Random
    rates: Rates
    names: Names
    real: list[Row] = field(default_factory=list)
    filed: list[Row] = field(default_factory=list)
    home: list[int] = field(default_factory=list)
    households: list[list[int]] = field(default_factory=list)
    twins: list[tuple[int, int]] = field(default_factory=list)
    juniors: list[tuple[int, int]] = field(default_factory=list)

    def given(self, sex: str, spanish: bool) -> str:
        return self.names.given(self.rng, sex, spanish)


def peopled(seed: int | str, size: int, rates: Rates | None = None) -> World:
    """A world of at least `size` people, noisy at these rates or at rates that the seed draws."""
    rng = Random(seed)
    world = World(rng, rates or Rates.drawn(rng), Names())
    while len(world.real) < size:
        _household(world)
    world.filed = [written_down(world, row) for row in world.real]
    return world


def newcomer(world: World) -> Row:
    """Somebody who is not on file, by chance of anybody's name and place."""
    spanish = world.rng.random() < world.rates.spanish
    return _person(
        world, _address(world), world.names.surname(world.rng, spanish), spanish, adult=world.rng.random() < 0.5
    )


def joined(world: World, row: Row) -> int:
    """Put somebody on file as a household of one; gives their number."""
    number = len(world.real)
    world.real.append(row)
    world.filed.append(written_down(world, row))
    world.home.append(len(world.households))
    world.households.append([number])
    return number


def moved(world: World, row: Row) -> Row:
    """The same person at another address."""
    where = _address(world)
    return replace(
        row, num=where["num"], street=where["street"], unit=where["unit"], city=where["city"], zip=where["zip"]
    )


def _household(world: World) -> None:
    rng = world.rng
    spanish = rng.random() < world.rates.spanish
    where = _address(world)
    last = world.names.surname(rng, spanish)
    fathers = last
    if spanish and rng.random() < 0.6:
        last = f"{last} {world.names.surname(rng, True)}"
    elif rng.random() < 0.03:
        last = f"{last}-{world.names.surname(rng, False)}"
    mother = _person(
        world, where, last if rng.random() < 0.5 else world.names.surname(rng, spanish), spanish, True, "F"
    )
    people = [mother]
    if rng.random() < 0.6:
        people.append(_person(world, where, fathers, spanish, True, "M"))
    school = f"{rng.choice(STREETS)} {rng.choice(('ELEMENTARY', 'MIDDLE', 'ACADEMY'))} {where['city'][-3:]}"
    for _ in range(rng.choice((1, 1, 2, 2, 2, 3, 3, 4))):
        child = _person(world, where, last, spanish, False)
        people.append(replace(child, school=school if TODAY.year - child.dob.year >= 5 else ""))
    _keep(world, people)


def _keep(world: World, people: list[Row]) -> None:
    """Add a household, and to some of them twins or a son of his father's name."""
    rng, start = world.rng, len(world.real)
    child = len(people) - 1
    if rng.random() < world.rates.twins:
        twin = people[child]
        sex = twin.sex if rng.random() < 0.7 else rng.choice("FM")
        name = world.given(sex, rng.random() < world.rates.spanish)
        if rng.random() < 0.4:
            alike = [world.given(sex, False) for _ in range(60)]
            name = next((one for one in alike if one[0] == twin.first[0] and one != twin.first), name)
        while name == twin.first:
            name = world.given(sex, False)
        people.append(replace(twin, first=name, sex=sex, middle=world.given(sex, False)))
        world.twins.append((start + child, start + child + 1))
    father = next((place for place, row in enumerate(people) if row.role == "adult" and row.sex == "M"), None)
    son = next((place for place, row in enumerate(people) if row.role == "child" and row.sex == "M"), None)
    if father is not None and son is not None and rng.random() < world.rates.juniors:
        marked = rng.random() < 0.6
        people[father] = replace(people[father], suffix="SR" if marked and rng.random() < 0.5 else "")
        people[son] = replace(
            people[son], first=people[father].first, last=people[father].last, suffix="JR" if marked else ""
        )
        world.juniors.append((start + father, start + son))
    world.households.append(list(range(start, start + len(people))))
    world.home += [len(world.households) - 1] * len(people)
    world.real += people


def _person(world: World, where: dict, last: str, spanish: bool, adult: bool, sex: str = "") -> Row:
    rng = world.rng
    sex = sex or rng.choice("FM")
    days = rng.randint(19 * 365, 60 * 365) if adult else rng.randint(1, 18 * 365 - 5)
    number = f"{rng.choice(('573', '816', '314', '417', '660', '636'))}{rng.randint(2000000, 9999999)}"
    return Row(
        role="adult" if adult else "child",
        first=world.given(sex, spanish),
        middle=world.given(sex, spanish) if rng.random() < 0.7 else "",
        last=last,
        suffix="",
        dob=TODAY - timedelta(days=days),
        age=None,
        sex=sex,
        phone=number if adult else "",
        school="",
        **where,
    )


def _address(world: World) -> dict[str, str]:
    rng = world.rng
    town = rng.randrange(TOWNS)
    where = {"unit": "", "city": f"TOWN {town:03}", "zip": str(63001 + 7 * town)}
    if rng.random() < 0.03:
        colour, thing = (
            rng.choice(("BLUE", "WHITE", "GREEN", "TAN")),
            rng.choice(("TRAILER", "HOUSE", "CAMPER", "BARN")),
        )
        spot = rng.choice(("STORE", "CHURCH", "BRIDGE", "QUARRY", "CAR WASH"))
        told = f"{colour} {thing} BEHIND THE {spot} ON ROUTE {rng.choice('ABCDEFGHJKMNPTUVWYZ')}"
        return where | {"num": "", "street": told, "zip": where["zip"] if rng.random() < 0.5 else ""}
    street = f"{rng.choice(STREETS)} {rng.choice(KINDS)}"
    unit = f"APT {rng.randint(1, 40)}" if rng.random() < 0.15 else ""
    return where | {"num": str(rng.randint(1, 9999)), "street": street, "unit": unit}


def written_down(world: World, row: Row) -> Row:
    """A person as somebody wrote them down: with slips, without what was not asked."""
    rng, rates = world.rng, world.rates
    first = slips.typo(rng, row.first) if rng.random() < rates.typo else row.first
    last = slips.typo(rng, row.last) if rng.random() < rates.typo else row.last
    dob, age = row.dob, None
    if (TODAY - dob).days < 60 and rng.random() < 0.4:
        first = rng.choice(("BABY BOY", "BABY GIRL", "NEWBORN", "UNKNOWN", "BABY"))
    if rng.random() < rates.no_birth:
        age = (TODAY - dob).days // 365 if rng.random() < 0.6 else None
        dob = None
    elif rng.random() < rates.typo:
        dob = slips.digit(rng, dob)
    filed = replace(
        row, first=first, last=last, dob=dob, age=age, middle=row.middle if rng.random() < 0.6 else row.middle[:1]
    )
    if rng.random() < rates.no_phone:
        filed = replace(filed, phone="")
    if rng.random() < rates.no_address:
        filed = replace(filed, num="", street="", unit="", zip="")
    chance = rng.random()
    return filed if chance > 0.06 else replace(filed, sex="" if chance > 0.005 else "M" if row.sex == "F" else "F")
