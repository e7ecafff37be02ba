"""`python -m bench.people.births measure`: Birth Match on a drawn year: what is found, and how many pairs a person reads.

Draws 70,000 certificates and a list of 30,000 people, of whom some seven hundred are parents on them, with the slips of two
offices that never spoke to each other; how often what goes wrong is drawn from the seed too. `weigh` counts the shipped weights
on years of other seeds.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from splink import Linker

from bench.people import slips
from bench.people.names import KINDS, STREETS, Names
from oscr.flow.birth_match import matching
from oscr.flow.birth_match.matching import Somebody
from oscr.flow.birth_match.weights import LEVELS, Rate, Weights

CERTIFICATES, LISTED = 70_000, 30_000
TODAY = date(2026, 11, 1)
THRESHOLD = -5.5  # bits; chosen on seeds 1 and 102
PARENTS = 0.025  # of the listed, who become parents in a year


@dataclass(frozen=True)
class Human:
    """Somebody as they are: every surname they ever bore, the present one first."""

    first: str
    middle: str
    surnames: tuple[str, ...]
    birth: date
    sex: str
    address: str


@dataclass(frozen=True)
class Rates:
    """How often what goes wrong, drawn anew for each seed."""

    spanish: float
    typo: float
    clerk: float
    nickname: float
    no_birth: float
    no_sex: float
    moved: float
    married: float
    former: float
    kin: float

    @classmethod
    def drawn(cls, rng: Random) -> "Rates":
        ranges = {
            "spanish": (0.05, 0.18), "typo": (0.02, 0.05), "clerk": (0.005, 0.015), "nickname": (0.03, 0.08), "no_birth": (0.01, 0.03),
            "no_sex": (0.03, 0.08), "moved": (0.6, 0.85), "married": (0.3, 0.5), "former": (0.03, 0.08), "kin": (0.03, 0.06),
        }  # fmt: skip
        return cls(**{name: rng.uniform(*between) for name, between in ranges.items()})


@dataclass
class World:
    """What both offices wrote down, and which parent is whom on the list."""

    rng: Random
    rates: Rates
    names: Names
    parents: list[Somebody]
    listed: list[Somebody]
    truth: set[tuple[str, str]]


def drawn(seed: int, certificates: int = CERTIFICATES, listed: int = LISTED) -> World:
    rng = Random(seed)
    world = World(rng, Rates.drawn(rng), Names(), [], [], set())
    people = [_human(world) for _ in range(listed)]
    becoming = [(n, one) for n, one in enumerate(people) if rng.random() < PARENTS]
    for number in range(certificates):
        mother, father, known = _couple(world, people, becoming, number, certificates)
        address = mother.address
        for role, human in (("mother", mother), ("father", father)):
            if human is not None and (role == "mother" or role in known or rng.random() < 0.83):
                _certify(world, f"{number}|{role}", role, replace(human, address=address))
                if role in known:
                    world.truth.add((f"{number}|{role}", str(known[role])))
    world.listed = [_as_listed(world, str(n), one) for n, one in enumerate(people)]
    return world


def _couple(world: World, people: list[Human], becoming: list[tuple[int, Human]], number: int, certificates: int):
    """The parents of one certificate: strangers, listed people, or, now and then, their brothers, sisters and twins."""
    rng, known = world.rng, {}
    couple = {"mother": _human(world, "F"), "father": _human(world, "M")}
    if number < len(becoming):
        place, human = becoming[number]
        role = "mother" if human.sex == "F" else "father"
        couple[role], known[role] = _later(world, human), place
    elif rng.random() < world.rates.kin * len(becoming) / certificates * 10:
        kin = _kin(world, rng.choice(people))
        couple["mother" if kin.sex == "F" else "father"] = kin
    return couple["mother"], couple["father"], known


def _human(world: World, sex: str = "") -> Human:
    rng = world.rng
    sex = sex or rng.choice("FFM")
    spanish = rng.random() < world.rates.spanish
    surname = world.names.surname(rng, spanish)
    if spanish and rng.random() < 0.5:
        surname = f"{surname} {world.names.surname(rng, True)}"
    born = TODAY - timedelta(days=rng.randint(17 * 365, 44 * 365))
    middle = world.names.given(rng, sex, False) if rng.random() < 0.85 else ""
    return Human(world.names.given(rng, sex, spanish), middle, (surname,), born, sex, _address(rng))


def _later(world: World, human: Human) -> Human:
    """A listed person when the child is born: perhaps married, perhaps moved."""
    rng = world.rng
    if human.sex == "F" and rng.random() < world.rates.married:
        human = replace(human, surnames=(world.names.surname(rng, False), *human.surnames))
    return replace(human, address=_address(rng)) if rng.random() < world.rates.moved else human


def _kin(world: World, human: Human) -> Human:
    """A brother or sister, now and then a twin, perhaps at the same address."""
    rng = world.rng
    sex = rng.choice("FM")
    twin = rng.random() < 0.12
    born = human.birth if twin else human.birth + timedelta(days=rng.choice((-1, 1)) * rng.randint(330, 2500))
    where = human.address if rng.random() < 0.3 else _address(rng)
    return Human(
        world.names.given(rng, sex, False), world.names.given(rng, sex, False), human.surnames, born, sex, where
    )


def _address(rng: Random) -> str:
    return f"{rng.randint(1, 9999)} {rng.choice(STREETS)} {rng.choice(KINDS)} {63001 + 7 * rng.randrange(400)}"


def _certify(world: World, number: str, role: str, human: Human) -> None:
    """As the hospital's clerk wrote it from papers; a mother may be married by now."""
    rng, rates = world.rng, world.rates
    first = slips.typo(rng, human.first) if rng.random() < rates.clerk else human.first
    surnames = [slips.typo(rng, one) if rng.random() < rates.clerk else one for one in human.surnames]
    if role == "father":
        surnames = surnames[:1]
    elif len(surnames) == 1 and rng.random() < rates.married:
        surnames = [world.names.surname(rng, False), *surnames]
    birth: date | None = slips.digit(rng, human.birth) if rng.random() < rates.clerk else human.birth
    if role == "father" and rng.random() < 0.02:
        birth = None
    middle = human.middle if rng.random() < 0.9 else human.middle[:1]
    sex = "F" if role == "mother" else "M"
    world.parents.append(Somebody(number, first, middle, tuple(surnames), birth, sex, human.address))


def _as_listed(world: World, number: str, human: Human) -> Somebody:
    """As child protection knew them: told names, guesses and gaps."""
    rng, rates = world.rng, world.rates
    first, surnames = _names_as_listed(world, human)
    middle = human.middle if rng.random() < 0.5 else human.middle[: rng.randint(0, 1)]
    if rng.random() < 0.02:  # another middle name than on her papers
        middle = world.names.given(rng, human.sex, False)
    sex = human.sex if rng.random() > 0.004 else "M" if human.sex == "F" else "F"
    if rng.random() < rates.no_sex:
        sex = ""
    address = human.address if rng.random() < 0.93 else ""
    return Somebody(number, first, middle, tuple(surnames), _birth_as_listed(world, human.birth), sex, address)


def _names_as_listed(world: World, human: Human) -> tuple[str, list[str]]:
    rng, rates = world.rng, world.rates
    first, surnames = human.first, list(human.surnames)
    if rng.random() < rates.nickname:
        first = slips.nickname(rng, first) or first
    if rng.random() < rates.typo:
        first = slips.typo(rng, first)
    if human.sex == "F" and rng.random() < rates.former:  # a name she bore between then and now
        former = world.names.surname(rng, False)
        surnames = [former, *surnames] if rng.random() < 0.6 else [former]
    surnames = [slips.typo(rng, one) if rng.random() < rates.typo else one for one in surnames]
    if rng.random() < 0.002 and len(surnames) == 1:  # first and last name in each other's place
        return surnames[0], [first]
    return first, surnames


def _birth_as_listed(world: World, birth: date) -> date | None:
    rng, rates = world.rng, world.rates
    chance = rng.random()
    if chance < rates.no_birth:
        return None
    if chance < rates.no_birth + rates.typo / 2:
        return slips.digit(rng, birth)
    if chance < rates.no_birth + rates.typo:
        return slips.swapped(birth) or birth
    return birth


# --- measuring and counting -------------------------------------------------------------------------------------------


def measure(seed: int, certificates: int, listed: int) -> None:
    """Print what is found, beside what equal names and birth dates find."""
    world = drawn(seed, certificates, listed)
    began = time.monotonic()
    found = {(match.parent, match.listed) for match in matching.matches(world.parents, world.listed)}
    took = time.monotonic() - began
    print(
        f"seed {seed}: {len(world.parents)} parents on {certificates} certificates,",
        f"{len(world.listed)} listed, {len(world.truth)} of them parents",
    )
    for name, pairs in (("first name, any surname and birth date equal", _equal(world)), ("Birth Match", found)):
        right = len(pairs & world.truth)
        recall, reviews = right / len(world.truth), len(pairs) / max(right, 1)
        print(f"  {name}: recall {recall:.4f}, {len(pairs)} pairs to review, {reviews:.2f} per true one")
    print(f"  {took:.0f} s", flush=True)


def _equal(world: World) -> set[tuple[str, str]]:
    by_key: dict[tuple, list[str]] = {}
    for one in world.listed:
        for surname in one.surnames if one.birth else ():
            by_key.setdefault((one.first, surname, one.birth), []).append(one.id)
    return {
        (parent.id, entry)
        for parent in world.parents
        for surname in parent.surnames
        for entry in by_key.get((parent.first, surname, parent.birth), ())
    }


FLOORS = {"middle.else": 0.02, "sex.else": 0.005, "birth.else": 0.003}  # a clerk may always have been wrong
RAREST = 0.0005  # m of a level that was hardly seen
NEVER = 1e-7  # u of one that was not
SAMPLED = 4_000_000  # pairs of which chance agreement is counted
START = Weights(
    "start",
    TODAY,
    "nothing counted yet",
    0.005,
    THRESHOLD,
    {field: {level: Rate(0.1, NEVER) for level in levels} for field, levels in LEVELS.items()},
)


def weigh(seeds: list[int]) -> None:
    """Print weights.toml, counted where the truth is known."""
    same: Counter = Counter()
    chance: Counter = Counter()
    parents = truths = 0
    for seed in seeds:
        world = drawn(seed)
        rows = matching.rows(world.parents, world.listed)
        known = zip(rows, map(set, zip(*world.truth, strict=True)), strict=True)
        pairs = matching.linker(*([row for row in side if row["unique_id"] in ids] for side, ids in known), START)
        found = pairs.inference.predict().as_duckdbpyrelation()
        columns = ["unique_id_l", "unique_id_r", *(f"gamma_{field}" for field in LEVELS)]
        for parent, entry, *reached in found.select(", ".join(columns)).fetchall():
            if (parent, entry) in world.truth:
                same.update(zip(LEVELS, reached, strict=True))
        linker = matching.linker(*rows, START)
        linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLED, seed=seed)
        for field, level, u in _chance(linker):
            chance[field, level] += (u or NEVER) / len(seeds)  # Splink leaves what it did not see as it was
        parents, truths = parents + len(world.parents), truths + len(world.truth)
    print("\n".join(_written(same, chance, truths / parents, seeds)))


def _chance(linker: Linker) -> Iterator[tuple[str, str, float | None]]:
    """(field, level, u) as they stand after sampling; None where a level was never seen."""
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        field = comparison["output_column_name"]
        levels = [level for level in comparison["comparison_levels"] if not level.get("is_null_level")]
        for name, level in zip(LEVELS[field], levels, strict=True):
            yield field, name, level.get("u_probability")


def _written(same: Counter, chance: Counter, expected: float, seeds: list[int]) -> Iterator[str]:
    yield "# What agreements and disagreements between a parent and a person on the list are worth: read by weights.py, counted by"
    yield "# bench.people.births on invented people. m: how often two records of one person show this level; u: records of two."
    yield 'name = "invented people"'
    yield f"trained = {date(2026, 11, 22)}"
    yield f'source = "python -m bench.people.births weigh --seeds {" ".join(map(str, seeds))}"'
    yield f"expected = {expected:.5f}"
    yield f"threshold = {THRESHOLD}"
    for field, levels in LEVELS.items():
        yield f"\n[{field}]"
        counts = [same[field, len(levels) - 1 - place] for place in range(len(levels))]
        for level, n in zip(levels, counts, strict=True):
            m = max((n + 0.5) / (sum(counts) + len(levels) / 2), FLOORS.get(f"{field}.{level}", RAREST))
            yield f"{level} = {{ m = {m:.7f}, u = {max(chance[field, level], NEVER):.9f} }}  # seen {n} times"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.people.births", description="Birth Match, measured.")
    parser.add_argument("verb", choices=["measure", "weigh"])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--certificates", type=int, default=CERTIFICATES)
    parser.add_argument("--listed", type=int, default=LISTED)
    options = parser.parse_args()
    if options.verb == "weigh":
        weigh(options.seeds)
        return
    for seed in options.seeds:
        measure(seed, options.certificates, options.listed)


if __name__ == "__main__":
    main()
