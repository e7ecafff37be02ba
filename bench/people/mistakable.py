"""Questions in which somebody on file is easily taken for somebody else: twins, cousins, fathers and sons, babies of one mother.

Besides those of `asking`, drawn after them, so that the people and the weights counted on them stay what they were. They only tell
how often the guarded rule is wrong. Two are drawn as they are born, never as each other's slip: cousins' birth dates differ by
chance, and a twin who is not on file has a middle name of its own, or none.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bench.people import slips
from bench.people.asking import Question, any_child, siblings, told_of
from bench.people.population import TODAY, Row, World, joined, newcomer
from oscr.people.matching.guard import BIRTH_DATES
from oscr.people.matching.score import birth_level

TWO_YEARS = 730  # days
SMALL = 3 * 365  # days


def mistakable(world: World, count: int) -> list[Question]:
    """So many questions, of every kind in proportion; cousins who are asked about may come on file."""
    found: list[Question] = []
    while len(found) < count:
        question = world.rng.choices(list(KINDS), weights=list(KINDS.values()))[0](world)
        if question is not None:
            found.append(question)
    return found


def _cousin_of(world: World, row: Row) -> Row | None:
    """A child of the same name and about the same age: in one house, in the same town and school, or anywhere."""
    rng, other = world.rng, newcomer(world)
    born = row.dob + timedelta(days=rng.randint(-TWO_YEARS, TWO_YEARS))
    if born == row.dob or born > TODAY:
        return None
    cousin = replace(other, role="child", first=row.first, last=row.last, sex=row.sex, dob=born, phone="")
    where = rng.random()
    if where < 0.1:
        if birth_level(born, row.dob) in BIRTH_DATES:
            return None  # of one name, in one house, and born but for a slip on one day: nobody could know
        return replace(
            cousin, num=row.num, street=row.street, unit=row.unit, city=row.city, zip=row.zip, school=row.school
        )
    return replace(cousin, city=row.city, zip=row.zip, school=row.school) if where < 0.6 else cousin


def _cousins(world: World) -> Question | None:
    one = any_child(world)
    cousin = _cousin_of(world, world.real[one])
    if cousin is None:
        return None
    both = [one, joined(world, cousin)]
    world.rng.shuffle(both)
    return Question("one of two cousins", told_of(world, world.real[both[0]]), both[0], (both[1],))


def _unlisted_cousin(world: World) -> Question | None:
    one = any_child(world)
    cousin = _cousin_of(world, world.real[one])
    if cousin is None:
        return None
    return Question("nobody: an unlisted cousin", told_of(world, cousin, birth="date"), None, (one,))


def _unlisted_twin(world: World) -> Question | None:
    """A twin who is called nearly the same, or by what is a nickname of the other, and whose own middle name may be told."""
    one, rng = any_child(world), world.rng
    row = world.real[one]
    near = slips.nickname(rng, row.first) if rng.random() < 0.4 else slips.typo(rng, row.first)
    if near is None:
        return None
    middle = world.given(row.sex, False) if rng.random() < 0.5 else ""
    asked = replace(told_of(world, replace(row, first=near, middle=""), birth="date"), middle=middle)
    listed = world.households[world.home[one]]
    if any(asked.first in (world.real[other].first, world.filed[other].first) for other in listed):
        return None  # told in the very words of the other: nobody could know
    return Question("nobody: an unlisted twin with a middle name", asked, None, (one, *siblings(world, one)))


def _unlisted_junior(world: World) -> Question | None:
    """A son who is called as his father, who alone is on file; one in two is told as a junior."""
    father = world.rng.randrange(len(world.real))
    row = world.real[father]
    if row.role != "adult" or row.sex != "M":
        return None
    son = world.real[any_child(world)]
    asked = told_of(world, replace(row, role="child", dob=son.dob, middle="", phone="", school=""), birth="date")
    asked = replace(asked, suffix=world.rng.choice(("JR", "")))
    return Question("nobody: an unlisted junior", asked, None, (father,))


def _later_baby(world: World) -> Question | None:
    """A newborn of a family that has a small child on file, without a name or with one."""
    one, rng = any_child(world), world.rng
    row = world.real[one]
    if not 300 < (TODAY - row.dob).days < SMALL:
        return None
    sex = rng.choice("FM")
    first = rng.choice(("BABY", "BABY BOY" if sex == "M" else "BABY GIRL", "NEWBORN", world.given(sex, False)))
    born = TODAY - timedelta(days=rng.randint(0, 60))
    asked = told_of(world, replace(row, first=first, middle="", sex=sex, dob=born, school=""), birth="date")
    return Question("nobody: a later baby", asked, None, (one, *siblings(world, one)))


KINDS: dict[Callable[[World], Question | None], float] = {
    _cousins: 4, _unlisted_cousin: 4, _unlisted_twin: 4, _unlisted_junior: 8, _later_baby: 12,
}  # fmt: skip
"""Every kind with its share."""
