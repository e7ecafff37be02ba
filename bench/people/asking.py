"""How people are asked for: each kind of question does one thing to what somebody knows, and says whom it means and whom not."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.people import slips
from bench.people.names import STREETS
from bench.people.population import TODAY, Row, World, moved, newcomer

AGE = 0.7  # of those whose birth date is not told: how many are told an age

Kind = Callable[[World], "Question | None"]


@dataclass(frozen=True)
class Question:
    """A line of queries.csv with its truth: the number of whom it means (None: nobody on file), and of whom it must not."""

    kind: str
    asked: Row
    person: int | None
    must_not: tuple[int, ...] = ()


def questions(world: World, count: int) -> list[Question]:
    """So many questions, of every kind in proportion."""
    kinds, shares = list(KINDS), list(KINDS.values())
    found: list[Question] = []
    while len(found) < count:
        question = world.rng.choices(kinds, weights=shares)[0](world)
        if question is not None:
            found.append(question)
    return found


def _anybody(world: World) -> int:
    return world.rng.randrange(len(world.real))


def any_child(world: World) -> int:
    while True:
        person = _anybody(world)
        if world.real[person].role == "child":
            return person


def told_of(world: World, row: Row, *, birth: str = "") -> Row:
    """What a caller happens to know of somebody: much, little, some of it wrong."""
    rng = world.rng
    chance = rng.random()
    known, rest = world.rates.birth_told, 1 - world.rates.birth_told
    birth = birth or ("date" if chance < known else "age" if chance < known + AGE * rest else "")
    age = max(0, (TODAY - row.dob).days // 365 + rng.choice((0, 0, 0, 0, -1, 1)))
    told = replace(row, dob=row.dob if birth == "date" else None, age=age if birth == "age" else None)
    for name, share in (("phone", 0.35), ("middle", 0.2), ("sex", 0.9), ("suffix", 0.7), ("school", 0.3)):
        if rng.random() > share:
            told = replace(told, **{name: ""})
    if rng.random() > 0.6:
        told = replace(told, num="", street="", unit="", zip="")
    elif rng.random() < 0.15:
        told = replace(told, zip="")
    if told.school and rng.random() < 0.05:
        told = replace(told, school=f"{rng.choice(STREETS)} ELEMENTARY")
    if rng.random() < world.rates.extra_noise:
        told = _slipped(world, told)
    return told


def _slipped(world: World, told: Row) -> Row:
    rng = world.rng
    match rng.randrange(4):
        case 0:
            return replace(told, first=slips.typo(rng, told.first))
        case 1:
            return replace(told, last=slips.typo(rng, told.last))
        case 2:
            return replace(told, dob=slips.digit(rng, told.dob) if told.dob else None)
        case _:
            return replace(told, phone=slips.phone(rng, told.phone) if told.phone else "")


def _plain(change: Callable[[World, Row], Row | None], name: str, *, birth: str = "", child: bool = False) -> Kind:
    """A kind that means somebody on file and changes what is told of them; None where the change does not apply."""

    def kind(world: World) -> Question | None:
        person = any_child(world) if child else _anybody(world)
        changed = change(world, told_of(world, world.real[person], birth=birth))
        return None if changed is None else Question(name, changed, person, siblings(world, person))

    return kind


def siblings(world: World, person: int) -> tuple[int, ...]:
    """Those of the household who share the role: whom a careless join would take."""
    role = world.real[person].role
    return tuple(one for one in world.households[world.home[person]] if one != person and world.real[one].role == role)


def _nickname(world: World, row: Row) -> Row | None:
    short = slips.nickname(world.rng, row.first)
    return replace(row, first=short) if short else None


def _typo_both(world: World, row: Row) -> Row:
    return replace(row, first=slips.typo(world.rng, row.first), last=slips.typo(world.rng, row.last))


def _transposed(_world: World, row: Row) -> Row | None:
    other = slips.swapped(row.dob) if row.dob else None
    return replace(row, dob=other) if other else None


def _digit(world: World, row: Row) -> Row | None:
    return replace(row, dob=slips.digit(world.rng, row.dob)) if row.dob else None


def _one_surname(world: World, row: Row) -> Row | None:
    parts = row.last.replace("-", " ").split()
    return replace(row, last=world.rng.choice(parts)) if len(parts) > 1 else None


def _order(world: World, row: Row) -> Row | None:
    parts = row.last.replace("-", " ").split()
    joiner = world.rng.choice((" ", "-", ""))
    return replace(row, last=joiner.join(reversed(parts) if joiner else parts)) if len(parts) > 1 else None


def _married(world: World, row: Row) -> Row:
    return replace(row, last=world.names.surname(world.rng, False))


def _bare(row: Row) -> Row:
    return replace(row, dob=None, age=None, middle="", phone="", num="", street="", unit="", city="", zip="", school="")


def _prefix(world: World, row: Row) -> Row:
    letters = world.rng.choice((1, 3, 3, 4, 5))
    return replace(row, first=row.first[:letters], last=row.last[: world.rng.randint(3, 6)])


def _middle_first(_world: World, row: Row) -> Row | None:
    return replace(row, first=row.middle, middle="") if len(row.middle) > 2 else None


def _by_phone(world: World) -> Question | None:
    person = any_child(world)
    numbers = [world.filed[one].phone for one in world.households[world.home[person]] if world.filed[one].phone]
    row = world.real[person]
    if not numbers:
        return None
    asked = replace(
        _bare(row), last="", phone=world.rng.choice(numbers), sex=row.sex, age=(TODAY - row.dob).days // 365
    )
    return Question("phone and first name", asked, person, siblings(world, person))


def _by_address(world: World) -> Question | None:
    person = any_child(world)
    row = world.real[person]
    if not row.zip or not row.num:
        return None
    asked = replace(_bare(row), last="", num=row.num, street=row.street, zip=row.zip, city=row.city)
    return Question("address and first name", asked, person, siblings(world, person))


def _baby(world: World) -> Question | None:
    """A newborn on file without a name, now named; or named on file and called in as "baby"."""
    person = any_child(world)
    row, filed = world.real[person], world.filed[person]
    if (TODAY - row.dob).days > 400:
        return None
    first = row.first if filed.first != row.first else world.rng.choice(("BABY", "BABY BOY", "NEWBORN", "N/A"))
    asked = replace(told_of(world, row, birth="date"), first=first)
    return Question("newborn", asked, person, siblings(world, person))


def _pair(name: str, pairs: str) -> Kind:
    def kind(world: World) -> Question | None:
        both = getattr(world, pairs)
        if not both:
            return None
        person, other = world.rng.sample(world.rng.choice(both), 2)
        return Question(name, told_of(world, world.real[person]), person, (other,))

    return kind


def _stranger(world: World) -> Question:
    return Question("nobody: a stranger", told_of(world, newcomer(world)), None)


def _unlisted_twin(world: World) -> Question | None:
    person = any_child(world)
    row = world.real[person]
    name = slips.typo(world.rng, row.first) if world.rng.random() < 0.2 else world.given(row.sex, False)
    asked = told_of(world, replace(row, first=name, middle=""), birth="date")
    listed = world.households[world.home[person]]
    if any(asked.first in (world.real[one].first, world.filed[one].first) for one in listed):
        return None  # told in the very words of the other: nobody could know
    return Question("nobody: an unlisted twin", asked, None, (person, *siblings(world, person)))


def _unlisted_sibling(world: World) -> Question:
    person = any_child(world)
    row, other = world.real[person], newcomer(world)
    name = other.first if other.first != row.first else other.first + "A"
    asked = told_of(world, replace(row, first=name, middle="", dob=world.real[any_child(world)].dob, sex=other.sex))
    return Question("nobody: an unlisted sibling", asked, None, (person, *siblings(world, person)))


def _namesake(world: World) -> Question | None:
    person = _anybody(world)
    row, other = world.real[person], newcomer(world)
    if other.dob == row.dob:
        return None
    asked = told_of(world, replace(other, first=row.first, last=row.last, sex=row.sex), birth="date")
    return Question("nobody: a namesake", asked, None, (person,))


KINDS: dict[Kind, float] = {
    _plain(lambda _, row: row, "as told"): 8,
    _plain(_nickname, "nickname"): 8,
    _plain(lambda world, row: replace(row, first=slips.typo(world.rng, row.first)), "first name misspelt"): 6,
    _plain(lambda world, row: replace(row, last=slips.typo(world.rng, row.last)), "last name misspelt"): 6,
    _plain(_typo_both, "both misspelt"): 4,
    _plain(_transposed, "birth date transposed", birth="date"): 5,
    _plain(_digit, "birth date one digit off", birth="date"): 5,
    _plain(lambda _, row: replace(row, dob=None, age=None), "birth date unknown"): 5,
    _plain(lambda _, row: row, "age only", birth="age"): 6,
    _plain(lambda _, row: replace(row, first=row.last, last=row.first), "names swapped"): 3,
    _plain(_one_surname, "one of two surnames"): 4,
    _plain(_order, "surnames in another order"): 3,
    _plain(_married, "surname changed", birth="date"): 4,
    _plain(moved, "moved"): 5,
    _plain(lambda _, row: _bare(row), "name only"): 2,
    _plain(_prefix, "beginnings of names", birth="date"): 3,
    _plain(_middle_first, "middle name as first"): 3,
    _by_phone: 4,
    _by_address: 4,
    _baby: 3,
    _pair("twin", "twins"): 4,
    _pair("junior or senior", "juniors"): 3,
    _stranger: 5,
    _unlisted_twin: 3,
    _unlisted_sibling: 3,
    _namesake: 3,
}
"""Every kind with its share."""
