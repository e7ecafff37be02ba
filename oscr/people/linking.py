"""Who on file may be the same, found without being asked: every telling is compared with the archive, and what comes out is proposed.

Used by the jobs, some seconds after a report was received, and by `oscr people link` for the whole archive. Serves manual 2.1.1
(prior reports) and RSMo 210.145. Nothing here joins anybody: what the guarded rule vouches for is marked, the rest is a
suggestion, and a worker answers both. What was said of two people once, by anybody, is not proposed again.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from oscr.agency.backlog import work_off
from oscr.people import index
from oscr.people.actions import propose
from oscr.people.links import guarded_with, persons_of, said_between
from oscr.people.matching import weights
from oscr.people.matching.describing import Known
from oscr.people.matching.guard import BIRTH_DATES, Hit, sure
from oscr.people.matching.reasons import unnamed
from oscr.people.matching.score import Levels, Score, score
from oscr.people.matching.stored import restored
from oscr.people.models import LinkKind, Participant, TellingIndex, Uncompared

LOOKED_AT = 20  # hits of one search: after those of one report or one person there must be some left
MOST = 3  # people proposed for one telling
CONTRADICTING = {
    "first": frozenset({"else"}),
    "birth": frozenset({"else"}),
    "age": frozenset({"else"}),
    "suffix": frozenset({"else"}),
}


@dataclass(frozen=True)
class Counts:
    """How many tellings were compared; of the pairs found how many the guarded rule vouches for, how many are suggested
    without it, and of how many something was said before; and how many reports could not be compared."""

    compared: int = 0
    guarded: int = 0
    suggested: int = 0
    said_before: int = 0
    failed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.compared + other.compared,
            self.guarded + other.guarded,
            self.suggested + other.suggested,
            self.said_before + other.said_before,
            self.failed + other.failed,
        )


@dataclass(frozen=True)
class Pair:
    """A telling, a hit that may be about the same person, whom the hit is about as far as links say, and the guard's word."""

    one: int
    hit: Hit
    group: Hashable
    guarded: bool
    said: LinkKind | None

    @property
    def other(self) -> int:
        """The telling that was hit."""
        return self.hit.person


def compare_later(*, households: Iterable[int]) -> None:
    """Leave the tellings of these reports to be compared; leaving one twice is leaving it once."""
    left = [Uncompared(household=household) for household in households]
    Uncompared.objects.bulk_create(left, batch_size=1000, ignore_conflicts=True)


def compare_waiting(*, at: datetime, most: int) -> Counts:
    """Compare the tellings of up to `most` reports that wait, the newest first: each in a transaction of its own.

    A report that fails waits on, and is tried again later.
    """
    waiting = Uncompared.objects.order_by("-household")
    done = work_off(waiting, lambda left: compare(household=left.household, at=at), at=at, most=most)
    return sum((counts or Counts(failed=1) for counts in done), start=Counts())


def compare(*, household: int, at: datetime) -> Counts:
    """Compare what one report told of everybody with the archive and propose what was found."""
    pairs, counts = found(household)
    told = Participant.objects.in_bulk({key for pair in pairs for key in (pair.one, pair.other)})
    for pair in pairs:
        one, other = _in_order(pair)
        why = "; ".join(unnamed(pair.hit.score))
        bits = round(pair.hit.score.bits, 1)
        propose(one=told[one], other=told[other], score=bits, reason=why, guarded=pair.guarded, at=at)
    return counts


def found(household: int) -> tuple[list[Pair], Counts]:
    """What would be proposed for the tellings of one report, and the counts. Writes nothing.

    A report tells of different people: each of them is proposed for one person at most, and with one of another report's.
    """
    filed = list(TellingIndex.objects.filter(household=household).order_by("participant"))
    every = [pair for one in filed for pair in _pairs(one)]
    open_ = [pair for pair in every if pair.said != LinkKind.NOT_SAME]
    chosen = _one_to_one(open_)
    new = [pair for pair in chosen if pair.said is None]
    guarded = sum(pair.guarded for pair in new)
    said = sum(pair.said is not None for pair in chosen) + len(every) - len(open_)
    return new, Counts(len(filed), guarded, len(new) - guarded, said)


@dataclass(frozen=True)
class Weighed:
    """Two tellings, comparable, and how much they speak for one person: `bits` by field, and `rarity`, what is added because what
    they share is rare, or taken away because it is common. All together they are the score."""

    one: Known
    other: Known
    score: Score
    bits: Mapping[str, float]
    rarity: float


def weigh(one: int, other: int) -> Weighed | None:
    """Weigh two tellings (keys) against each other; None where one of them is not filed."""
    filed = dict(TellingIndex.objects.filter(participant__in=(one, other)).values_list("participant_id", "described"))
    if len(filed) < 2:
        return None
    numbers, asked, known = weights.load(), restored(filed[one]), restored(filed[other])
    found = score(asked, known, numbers, index.shares(asked))
    bits = {field: numbers.bits[field][level] for field, level in found.levels.items()}
    return Weighed(asked, known, found, bits, found.bits - sum(bits.values()))


def may_be_one(levels: Levels) -> bool:
    """Whether two may be one person for all that names and birth dates say: brothers and sisters share all the rest."""
    if any(levels.get(field) in bad for field, bad in CONTRADICTING.items()):
        return False
    return "first" in levels or levels.get("birth") in BIRTH_DATES


def _pairs(filed: TellingIndex) -> Iterator[Pair]:
    """Who may be the same as one telling, best first; of those who are one person already only the best."""
    numbers = weights.load()
    hits = [
        hit for hit in index.search(restored(filed.described), numbers, LOOKED_AT) if hit.household != filed.household
    ]
    keys = [filed.participant_id, *(hit.person for hit in hits)]
    persons = persons_of(keys)
    groups = guarded_with(keys) | persons
    own = persons.get(filed.participant_id)
    best = {}
    for hit in hits:
        if own is None or persons.get(hit.person) != own:
            best.setdefault(groups.get(hit.person, f"telling {hit.person}"), hit)
    vouched = sure(list(best.values()), numbers, index.on_file())
    for group, hit in best.items():
        if hit is vouched or (hit.score.bits >= numbers.suggest and may_be_one(hit.score.levels)):
            said = said_between(filed.participant_id, hit.person)
            yield Pair(filed.participant_id, hit, group, hit is vouched, LinkKind(said[-1].kind) if said else None)


def _one_to_one(pairs: Iterable[Pair]) -> list[Pair]:
    """The likeliest pairs such that nobody of a report is paired with two of another, and no person with two of a report."""
    chosen, taken, times = [], set(), Counter[int]()
    for pair in sorted(pairs, key=lambda pair: (-pair.hit.score.bits, pair.one, pair.other)):
        places = {("report", pair.one, pair.hit.household), ("person", pair.group)}
        if taken.isdisjoint(places) and times[pair.one] < MOST:
            chosen.append(pair)
            taken |= places
            times[pair.one] += 1
    return chosen


def _in_order(pair: Pair) -> tuple[int, int]:
    """Which telling is proposed to be about whom the other is about: the later one, or the one that is about nobody yet."""
    known = persons_of([pair.one, pair.other])
    later, earlier = max(pair.one, pair.other), min(pair.one, pair.other)
    return (earlier, later) if later in known and earlier not in known else (later, earlier)
