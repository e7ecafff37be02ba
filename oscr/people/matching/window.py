"""Who of the children told of in the last seventy-two hours may be this one: no telling of them is left out.

Used by the review of three calls about one child (RSMo 210.145.6, manual 2.1.4.1). The other way round from a search: to
miss a call breaks the statute, one call too many costs somebody a look, and nobody is joined. So the bar is low, and there are
two lists. The first has the calls that seem to be about the same child: said by staff to be, alike in what was told, like the same
entry on file, or tied to one that is. The second, lower one has the calls that seem to be about the same household.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from oscr.people.matching.crowd import Crowd, Mention, homes
from oscr.people.matching.describing import Known
from oscr.people.matching.guard import BIRTH_DATES, Hit
from oscr.people.matching.names import family, given
from oscr.people.matching.score import Levels, Score, first_level, last_level, score
from oscr.people.matching.weights import Weights

SOMETHING = 0.0  # bits, where a home, a phone or a birth date is shared besides
SURNAME = 4.0  # bits, where the last name agrees
ELSEWHERE = 10.0  # bits, where it agrees and the places told differ: a namesake, or the family moved
NO_SURNAME = 10.0  # bits, where one of the two was told without a last name
NO_FIRST_NAME = 12.0  # bits, where one of the two was told without a first name: "a child of theirs"
WRONG_AGE = 15.0  # bits left that outweigh an age that does not fit
WRONG_BIRTH = 20.0  # bits left that outweigh a birth date that does not fit
FAMILY = 10.0  # bits, where no home is shared: a last name and a town or a rare name; a first name and a birth date
GUESSED = timedelta(
    days=2 * 366
)  # an age may be so far off and contradict nothing: that of a small child is told in whole years
YEARS_OFF = timedelta(days=8 * 366)  # a slip of a digit; more is another generation
FILED = 8.0  # bits by which somebody on file is meant
FILED_ALONE, AHEAD = 20.0, 10.0  # bits by which they are though a name or a date contradicts, and ahead of anybody else
HOP = 8.0  # bits that a tie needs for others to be tied through it
BY_ITSELF = frozenset({"first", "suffix", "sex"})  # what must not differ, whatever else agrees
CONFIRMED, PROBABLE = "confirmed", "probable"  # what links say
AT_HOME = frozenset({"own", "household", "street"})
Entry = tuple[Hashable, Known]  # somebody on file: who, and what is known of them


@dataclass(frozen=True, slots=True)
class Tie:
    """Another call's mention and why: `said` (confirmed or probable by a link), alike (a score), like the same `entry` on file,
    or tied to `via`, which is."""

    mention: Mention
    score: Score | None = None
    said: str = ""
    entry: Hashable = None
    via: Mention | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """About one mention: the calls that seem to be about the same child, and those that seem to be about the same household."""

    same: tuple[Tie, ...]
    household: tuple[Tie, ...]


def find(
    new: Mention,
    crowd: Crowd,
    weights: Weights,
    shares: Mapping[str, float],
    on_file: Callable[[Known], Entry | None],
) -> Found:
    """Weigh a mention against all others of the last seventy-two hours; those of the same call are left out.

    `shares`: how common the new mention's names, phones and places are; `on_file`: who on file a mention
    is like (see `filed`), asked for the new one and for the few others that may be like the same, with the phones and
    places of their households as their own.
    """
    others = _Others(crowd, lambda other: _free(new, other))
    asked = _at_home(new.known)
    worth = crowd.said_of(new) | crowd.worth_weighing(asked, turned(new.known))
    weighed = [(other, weigh(asked, other.known, weights, shares)) for other in others.at(worth)]
    direct = [Tie(other, one, said=_said(new, other)) for other, one in weighed if _said(new, other)]
    direct += [Tie(other, one) for other, one in weighed if not _said(new, other) and seems(asked, other.known, one)]
    ties = {tie.mention.telling: tie for tie in direct}
    for tie in _by_file(on_file, asked, others, set(ties), weights):
        ties[tie.mention.telling] = tie
    for tie in direct:
        for hop in _through(tie, others, weights):
            ties.setdefault(hop.mention.telling, hop)
    near = [Tie(other, one) for other, one in weighed if other.telling not in ties and of_a_family(one)]
    near += _like_the_family(near, set(ties), others, weights)
    near += _of_their_families(tuple(ties.values()), near, others, weights)
    near += _at_the_same_home((*ties.values(), *near), others)
    return Found(tuple(ties.values()), tuple(near))


@dataclass(frozen=True, slots=True)
class _Others:
    """A crowd without whoever does not count: those of the same call, and those told apart."""

    crowd: Crowd
    counts: Callable[[Mention], bool]

    def at(self, places: set[int]) -> Iterator[Mention]:
        return (other for other in self.crowd.at(places) if self.counts(other))


def filed(asked: Known, hits: Sequence[Hit], known: Callable[[Hashable], Known]) -> Entry | None:
    """Who on file a mention is like, from a search's hits, best first: the best one that does not contradict, or the only one.

    `known`: what the file knows of somebody. A first name that has the initial of a middle name on file may be that name.
    """
    if not hits:
        return None
    best = hits[0].score
    for hit in hits:
        if hit.score.bits < max(FILED, best.bits - FILED):
            break
        differs = _contradicting(hit.score.levels)
        if not differs or (differs == {"first"} and _by_the_middle(asked, known(hit.person))):
            return hit.person, known(hit.person)
    ahead = len(hits) == 1 or best.bits - hits[1].score.bits >= AHEAD
    excused = ahead and best.bits >= FILED_ALONE and _excused(best.levels)
    return (hits[0].person, known(hits[0].person)) if excused else None


def weigh(asked: Known, other: Known, weights: Weights, shares: Mapping[str, float]) -> Score:
    """The score of two mentions, whichever of them was told with first and last name in each other's place, and by a nickname."""
    plain = score(asked, other, weights, shares)
    levels = plain.levels
    if plain.swapped or levels.get("first") != "else" or levels.get("last") != "else":
        return plain
    pairs = ((asked, turned(other)), (turned(asked), other))
    found = [score(*pair, weights, {}) for pair in pairs if _names_agree(*pair)]
    if not found:
        return plain
    best = max(found, key=lambda one: one.bits)
    bits = best.bits + weights.swapped_names
    return Score(bits, best.levels, swapped=True) if bits > plain.bits else plain


def _names_agree(one: Known, other: Known) -> bool:
    first, last = first_level(one.given, other.given), last_level(one.family, other.family)
    return "else" not in (first, last) and bool(first and last)


def turned(known: Known) -> Known:
    """Somebody with the last name for the first, and what was told as first and middle name for two last names."""
    first, middle = known.given.first, known.given.middle
    surname = family(f"{first} {middle}" if len(middle) > 1 else first)
    return replace(
        known, given=given(" ".join(known.family.parts)), family=replace(surname, suffix=known.family.suffix)
    )


def seems(one: Known, other: Known, weighed: Score) -> bool:
    """Whether two mentions seem to be about one child: enough speaks for it, and no name, birth or sex against it."""
    levels, bits = weighed.levels, weighed.bits
    if _against(one, other, weighed):
        return False
    if "first" not in levels:
        return bits >= NO_FIRST_NAME and ("birth" in levels or "age" in levels)
    if levels.get("birth") in ("exact", "swapped") or lives_with(weighed):
        return bits >= SOMETHING
    if weighed.swapped or levels.get("last", "else") != "else":
        return bits >= (ELSEWHERE if levels.get("place") == "else" else SURNAME)
    return "last" not in levels and levels.get("place") != "else" and bits >= NO_SURNAME


def lives_with(weighed: Score) -> bool:
    """Whether two mentions share a phone or a house."""
    levels = weighed.levels
    return levels.get("phone") in AT_HOME or levels.get("place") in AT_HOME


def of_a_family(weighed: Score) -> bool:
    """Whether two mentions may be of one household: the same home; or enough that agrees, the last name among it and no other place,
    or first name and birth date: a last name may be misheard beyond telling, or be a stepfather's."""
    levels = weighed.levels
    surname = levels.get("last", "else") != "else" and levels.get("place") != "else"
    child = levels.get("first", "else") != "else" and levels.get("birth") in BIRTH_DATES
    return lives_with(weighed) or ((surname or child) and weighed.bits >= FAMILY)


def told_apart(one: Mention, other: Mention) -> bool:
    """Whether staff said that two mentions are not about one child."""
    return one.person in other.not_persons or other.person in one.not_persons


def _said(one: Mention, other: Mention) -> str:
    """What links say of two mentions: CONFIRMED, PROBABLE, or nothing."""
    if one.person is not None and one.person == other.person:
        return CONFIRMED
    mine, theirs = {one.person, one.maybe} - {None}, {other.person, other.maybe} - {None}
    return "" if mine.isdisjoint(theirs) else PROBABLE


def _contradicting(levels: Levels) -> set[str]:
    wrong = {field for field in ("first", "age", "sex", "suffix") if levels.get(field) == "else"}
    return wrong | ({"birth"} if levels.get("birth") in ("else", "near") else set())


def _against(one: Known, other: Known, weighed: Score) -> bool:
    """A contradiction that the rest does not outweigh. A slip of a digit makes a birth date wrong, and a guess an age."""
    wrong = _contradicting(weighed.levels)
    if "age" in wrong and _apart(one, other) <= GUESSED:
        wrong -= {"age"}
    if wrong & BY_ITSELF:
        return True
    enough = WRONG_BIRTH if "birth" in wrong else WRONG_AGE
    return bool(wrong) and (weighed.bits < enough or _apart(one, other) > YEARS_OFF)


def _apart(one: Known, other: Known) -> timedelta:
    """How far apart two were born at least."""
    a, b = _born(one), _born(other)
    return max(a[0] - b[1], b[0] - a[1]) if a and b else timedelta(0)


def _born(known: Known) -> tuple[date, date] | None:
    return (known.birth, known.birth) if known.birth else known.span


def _at_home(known: Known) -> Known:
    """The phones and places of the household as the child's own: both calls may have them from the mother."""
    return replace(known, phones=known.phones | known.near_phones, places=known.places | known.near_places)


def _like_the_family(near: Sequence[Tie], known: set[Hashable], others: _Others, weights: Weights) -> list[Tie]:
    """Those who seem to be a child who is listed with the household: another call about it, which tells less of where it lives."""
    listed = known | {tie.mention.telling for tie in near}
    hops = {hop.mention.telling: hop for tie in near for hop in _through(tie, others, weights)}
    return [hop for telling, hop in hops.items() if telling not in listed]


def _of_their_families(ties: Sequence[Tie], near: Sequence[Tie], others: _Others, weights: Weights) -> list[Tie]:
    """Those who may be of the household of somebody tied, of whom other calls tell more than the new one does."""
    listed = {tie.mention.telling for tie in (*ties, *near)}
    found: dict[Hashable, Tie] = {}
    for via in (tie.mention for tie in ties):
        asked = _at_home(via.known)
        for other in others.at(others.crowd.worth_weighing(asked, turned(via.known))):
            if other.telling not in found and other.telling not in listed:
                one = weigh(asked, other.known, weights, {})
                if of_a_family(one):
                    found[other.telling] = Tie(other, one, via=via)
    return list(found.values())


def _at_the_same_home(listed: Sequence[Tie], others: _Others) -> Iterator[Tie]:
    """Those who share a phone or a house with somebody who is listed."""
    theirs = {home: tie.mention for tie in reversed(listed) for home in homes(tie.mention.known)}
    known = {tie.mention.telling for tie in listed}
    for other in others.at(others.crowd.at_home(theirs)):
        if other.telling not in known:
            yield Tie(other, via=next(theirs[home] for home in homes(other.known) if home in theirs))


def _alike(known: Known, others: _Others, weights: Weights) -> Iterator[tuple[Mention, Score]]:
    """Those who seem to be whom is known. Most have another first name: a look at it spares weighing the rest."""
    asked = _at_home(known)
    for other in others.at(others.crowd.named_alike(asked, turned(known))):
        one = weigh(asked, other.known, weights, {})
        if one.bits >= HOP and seems(asked, other.known, one):
            yield other, one


def _by_file(
    on_file: Callable[[Known], Entry | None], new: Known, others: _Others, tied: set[Hashable], weights: Weights
) -> Iterator[Tie]:
    """Those who are like whom on file the new mention is like, by themselves or because a search for them says so too."""
    entry = on_file(new)
    if entry is None:
        return
    key, known = entry
    asked, crowd = _at_home(known), others.crowd
    for other in others.at(crowd.named_alike(known, turned(known)) | crowd.maybe_by_the_middle(known)):
        one = weigh(asked, other.known, weights, {})
        if other.telling in tied or one.bits < FILED or _contradicting(one.levels) - {"first"}:
            continue
        named = "first" in one.levels  # somebody on file without a first name may be anybody of the house
        if seems(asked, other.known, one) or (named and _is(on_file(_at_home(other.known)), key)):
            yield Tie(other, one, entry=key)


def _is(entry: Entry | None, key: Hashable) -> bool:
    return entry is not None and entry[0] == key


def _by_the_middle(asked: Known, known: Known) -> bool:
    """Whether somebody may be called by the middle name, of which the file has no more than the initial."""
    return bool(asked.given.first) and asked.given.first[0] == known.given.middle


def _excused(levels: Levels) -> bool:
    """Whether what contradicts may be wrong: anything but a name, a sex or a junior; a first name where the birth date agrees."""
    differs = _contradicting(levels)
    return not differs & BY_ITSELF or (differs == {"first"} and levels.get("birth") == "exact")


def _through(tie: Tie, others: _Others, weights: Weights) -> Iterator[Tie]:
    """Those who are tied to somebody tied to the new mention, when that tie is strong enough to lead on."""
    between = tie.mention
    if not tie.said and tie.score is not None and tie.score.bits < HOP:
        return
    free = replace(others, counts=lambda other: others.counts(other) and _free(between, other))
    for other in free.at(others.crowd.said_of(between)):
        if said := _said(between, other):
            yield Tie(other, said=said, via=between)
    for other, one in _alike(between.known, free, weights):
        yield Tie(other, one, via=between)


def _free(between: Mention, other: Mention) -> bool:
    """Whether somebody may be whom another call tells of: not of the same call, and not told apart."""
    return other.call != between.call and not told_apart(between, other)
