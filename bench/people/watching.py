"""How many children who were called about three times in seventy-two hours are found, and how many others are shown in vain.

`python -m bench.people.watching --seed 41 --calls 6000` draws people, an archive that has them with its own slips, and a stream of
calls (`stream`), and looks at each call when it comes in, as the hotline does. A child counts once, whether found at the third
call or at a later one that asks for a review too, and once where it is shown in vain.
"""

import argparse
from collections import deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from statistics import quantiles
from time import process_time

from bench.people.population import TODAY, World, peopled
from bench.people.stream import HOURS_72, Call, calls, due
from bench.people.weighing import told
from oscr.people.matching.crowd import Crowd, Mention
from oscr.people.matching.describing import Known, describe
from oscr.people.matching.index import Index, inherited
from oscr.people.matching.score import frequency_keys
from oscr.people.matching.weights import load
from oscr.people.matching.window import Found, filed, find

ENOUGH = 3  # calls


@dataclass
class Tally:
    """Of one list: children found at their third call, found at any call that asked for it, and shown in vain: at all, and where
    the household was not called about three times either."""

    at_once: set[int] = field(default_factory=set)
    found: set[int] = field(default_factory=set)
    in_vain: set[int] = field(default_factory=set)
    other_homes: set[int] = field(default_factory=set)


@dataclass
class Watch:
    """What came of one stream."""

    calls: int
    mentions: int = 0
    due: set[int] = field(default_factory=set)
    flag: Tally = field(default_factory=Tally)
    watch: Tally = field(default_factory=Tally)
    plain: Tally = field(default_factory=Tally)
    window: int = 0
    seconds: list[float] = field(default_factory=list)

    def lines(self) -> list[str]:
        cpu = quantiles(self.seconds, n=100)
        named = (
            ("same first and last name", self.plain),
            ("the flag", self.flag),
            ("with the household's list", self.watch),
        )
        return [
            f"{self.calls} calls, {self.mentions} mentions of children, up to {self.window} in seventy-two hours",
            f"{len(self.due)} children called about three times",
            *(self._line(*one) for one in named),
            f"CPU for a mention: half within {1000 * cpu[49]:.0f} ms, 95 of 100 within {1000 * cpu[94]:.0f} ms",
        ]

    def _line(self, name: str, one: Tally) -> str:
        found, at_once = (f"{len(some)} ({len(some) / len(self.due):.1%})" for some in (one.found, one.at_once))
        vain, elsewhere = (f"{1000 * len(some) / self.calls:.1f}" for some in (one.in_vain, one.other_homes))
        return (
            f"{name:26} found {found}, at the third call {at_once}; in vain {vain} in 1,000 calls, "
            f"{elsewhere} where the household had fewer than three"
        )


def archive(world: World) -> Index:
    """Everybody on file, as somebody wrote them down."""
    people = {number: describe(told(row), TODAY) for number, row in enumerate(world.filed)}
    index = Index()
    for number, known in inherited(people, dict(enumerate(world.home[: len(people)]))).items():
        index.add(number, known, world.home[number])
    return index


def watched(stream: list[Call], index: Index, homes: list[int]) -> Watch:
    """Look at every call when it comes in."""
    asked, made, weights = due(stream), Watch(len(stream)), load()

    def on_file(known: Known) -> tuple[Hashable, Known] | None:
        return filed(known, index.search(known, weights), index.known.__getitem__)

    households = due(
        [
            replace(call, children=tuple({homes[one]: (homes[one], known) for one, known in call.children}.values()))
            for call in stream
        ]
    )
    recent: deque[tuple[Call, Mention]] = deque()
    for place, call in enumerate(stream):
        while recent and recent[0][0].at < call.at - HOURS_72:
            recent.popleft()
        window = Crowd(mention for _, mention in recent)
        for number, (child, known) in enumerate(call.children):
            mention = Mention((place, number), place, known)
            begun = process_time()
            found = find(mention, window, weights, _shares(index, known), on_file)
            made.seconds.append(process_time() - begun)
            _count(made, found, mention, window.mentions, child, asked[place, child], households[place, homes[child]])
            recent.append((call, mention))
        made.window = max(made.window, len(window.mentions))
    return made


def _shares(index: Index, known: Known) -> dict[str, float]:
    return {key: index.counted[key] / len(index.known) for key in frequency_keys(known)}


def _count(
    made: Watch, found: Found, mention: Mention, window: Sequence[Mention], child: int, is_due: bool, home_due: bool
) -> None:
    same = {tie.mention.call for tie in found.same}
    named = {other.call for other in window if _namesakes(other.known, mention.known)} - {mention.call}
    near = same | {tie.mention.call for tie in found.household}
    made.mentions += 1
    first = is_due and child not in made.due
    made.due |= {child} if is_due else set()
    for tally, group in ((made.flag, same), (made.watch, near), (made.plain, named)):
        if len(group) + 1 < ENOUGH:
            continue
        if not is_due:
            tally.in_vain.add(child)
            tally.other_homes |= set() if home_due else {child}
            continue
        tally.found.add(child)
        if first:
            tally.at_once.add(child)


def _namesakes(one: Known, other: Known) -> bool:
    return bool(one.given.first) and (one.given.first, one.family.joined) == (other.given.first, other.family.joined)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.people.watching", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calls", type=int, default=6000)
    parser.add_argument("--persons", type=int, default=100_000)
    options = parser.parse_args()
    world = peopled(options.seed, options.persons)
    index = archive(world)
    print("\n".join(watched(calls(world, options.calls), index, world.home).lines()))


if __name__ == "__main__":
    main()
