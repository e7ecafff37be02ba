"""Who may be meant: the people on file who fit what was told or typed, each with why, with their reports and their family.

Only reads. Used by the search while typing, by the pages of a report and an alert, and by whoever looks for somebody. Serves manual
2.1.1 (prior reports are looked for before a call is decided). What the viewer may not see is counted, never left out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.history import mentions
from oscr.flow.history.mentions import Mention
from oscr.flow.report.models import Involvement, Part
from oscr.law.calendar import local
from oscr.people import index, links
from oscr.people.matching import weights
from oscr.people.matching.describing import Known, Told, describe
from oscr.people.matching.guard import Hit, sure
from oscr.people.matching.reasons import reasons
from oscr.people.matching.score import Score, score
from oscr.people.matching.stored import restored
from oscr.people.models import TellingIndex
from oscr.people.words import full_name, name_words

SHOWN = 10  # people
LOOKED_AT = 40  # tellings: several may be about one person
LEAST = 0.0  # bits: whoever has fewer is somebody else
FAINT = 0.5  # of the bits from which on somebody is suggested: not shown beside those who are


@dataclass(frozen=True)
class Somebody:
    """One person on file who may be meant: every telling of them that may be seen, the newest first, and why.

    `told` is the telling that fits best. `confirmed`: somebody said that this is who was asked about; `apart`: that it is not;
    `sure`: the guarded rule says "probably this one".
    """

    told: Mention
    mentions: tuple[Mention, ...]
    why: tuple[str, ...]
    confirmed: bool
    apart: bool
    sure: bool

    @property
    def other_names(self) -> tuple[str, ...]:
        """Every other name as told, the newest first, each once."""
        names = dict.fromkeys(full_name(one.participant) for one in self.mentions)
        return tuple(name for name in names if name not in ("", full_name(self.told.participant)))


@dataclass(frozen=True)
class Family:
    """People who were told of together: those who may be meant, best first, and the others of their reports, each once."""

    found: tuple[Somebody, ...]
    others: tuple[Mention, ...]


@dataclass(frozen=True)
class Found:
    """What a search shows. `restricted`: reports that fit and that the viewer may not see. `many`: too many fit to be shown."""

    families: tuple[Family, ...] = ()
    restricted: int = 0
    many: bool = False

    @property
    def people(self) -> int:
        """How many people are shown as meant."""
        return sum(len(family.found) for family in self.families)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The call numbers of every report that is shown, the newest first."""
        mentions_of = (one for family in self.families for somebody in family.found for one in somebody.mentions)
        return tuple(sorted({one.report.number for one in mentions_of}, reverse=True))


@dataclass(frozen=True)
class Group:
    """Hits that links say are one person, best first, and every telling of that person."""

    person: int | None
    hits: tuple[Hit, ...]
    tellings: frozenset[int]


@dataclass(frozen=True)
class Asking:
    """Whom a search is for: comparable, the telling itself where it is on file, and what else speaks for a hit."""

    known: Known
    user: User
    at: datetime
    telling: Involvement | None = None
    besides: Mapping[int, tuple[str, ...]] | None = None


def find(told: Told, user: User, at: datetime, shown: int = SHOWN, parent: Told | None = None) -> Found:
    """Whoever on file may be meant by what is typed. `parent`: children of reports that name this adult are found too."""
    day = local(at).date()
    known = describe(told, day)
    hits, many = _hits(known, shown)
    asking = Asking(known, user, at)
    if parent:
        children, besides = _children_of(describe(parent, day), known)
        hits, asking = _both(hits, children), replace(asking, besides=besides)
    return _found(asking, hits, shown, many=many and not hits)


def find_again(telling: Involvement, user: User, at: datetime, shown: int = SHOWN) -> Found:
    """Whoever on file may be whom this telling is about, besides the people of its own report."""
    filed = TellingIndex.objects.filter(participant=telling.participant_id).first()
    if filed is None:
        return Found()
    known = restored(filed.described)
    hits = [hit for hit in _hits(known, shown)[0] if hit.household != telling.report_id and _suggested(hit)]
    return _found(Asking(known, user, at, telling), hits, shown, many=False)


def find_report(number: str, user: User, at: datetime) -> Found:
    """The people of the report with this call number."""
    told = Involvement.objects.filter(report__number=number).order_by("-part", "code")
    hits = [Hit(one.participant_id, one.report_id, Score(0, {})) for one in told]
    return _found(Asking(describe(Told(), local(at).date()), user, at), hits, len(hits), many=False)


def _hits(known: Known, shown: int) -> tuple[list[Hit], bool]:
    """By two things that agree; where few do, by what little is known."""
    weighed = weights.load()
    hits, many = index.search(known, weighed, LOOKED_AT), False
    if sum(hit.score.bits > LEAST for hit in hits) < shown:
        more, many = index.fitting(known, weighed, LOOKED_AT)
        there = {hit.person for hit in hits}
        hits = [*hits, *(hit for hit in more if hit.person not in there)]
    strong = any(hit.score.bits >= weighed.suggest for hit in hits)
    least = FAINT * weighed.suggest if strong else LEAST
    return _best(hit for hit in hits if hit.score.bits > least), many


def _suggested(hit: Hit) -> bool:
    """Whether enough agrees to be shown unasked. Namesakes of another age need something more that agrees."""
    weighed = weights.load()
    against = 0.0 if hit.score.levels.get("age") != "else" else -weighed.bits["age"]["else"]
    return hit.score.bits >= weighed.suggest + against


def _best(hits: Iterable[Hit]) -> list[Hit]:
    """Best first; of equal ones the one told of last."""
    return sorted(hits, key=lambda hit: (-hit.score.bits, -_key(hit)))


def _children_of(parent: Known, known: Known) -> tuple[list[Hit], dict[int, tuple[str, ...]]]:
    """The children told of with adults who fit, as good as both are; and how the adult fits, by child."""
    adults = {_key(hit): hit for hit in _hits(parent, SHOWN)[0]}
    named = Involvement.objects.filter(participant__in=adults, part=Part.ADULT).select_related("participant__index")
    in_report = {one.report_id: one for one in sorted(named, key=lambda one: adults[one.participant_id].score.bits)}
    children = TellingIndex.objects.filter(household__in=in_report, participant__involvement__part=Part.CHILD)
    found: list[Hit] = []
    why: dict[int, tuple[str, ...]] = {}
    for child in children:
        own = score(known, restored(child.described), weights.load(), {})
        if own.bits >= LEAST:
            adult = in_report[child.household or 0]
            hit = adults[adult.participant_id]
            found.append(Hit(child.pk, child.household, replace(own, bits=own.bits + hit.score.bits)))
            fits = reasons(hit.score, parent, restored(adult.participant.index.described))
            said = {"adult": name_words(adult.participant), "why": ", ".join(fits)}
            why[child.pk] = (_("%(adult)s, in the same report: %(why)s") % said,)
    return found, why


def _both(hits: Sequence[Hit], children: Sequence[Hit]) -> list[Hit]:
    """The children of a parent first; whoever else fits keeps their place after."""
    there = {hit.person for hit in children}
    return _best([*children, *(hit for hit in hits if hit.person not in there)])


def _found(asking: Asking, hits: Sequence[Hit], shown: int, *, many: bool) -> Found:
    groups = _groups(hits, asking.telling)[:shown]
    seen = mentions.of_families({telling for group in groups for telling in group.tellings}, asking.user)
    told = {one.participant.pk: one for one in seen.seen}
    filed = TellingIndex.objects.in_bulk([_key(hit) for group in groups for hit in group.hits])
    likely, said = _likely(groups, asking), _said(groups, asking.telling)
    people = []
    for group, (confirmed, apart) in zip(groups, said, strict=True):
        own = sorted((told[one] for one in group.tellings if one in told), key=_newest_first)
        if own:
            vouched = group is likely and not confirmed and not apart
            best = next((hit for hit in group.hits if _key(hit) in told), None)
            why = _why(best, filed[_key(best)], asking) if best else ()
            one = Somebody(told[_key(best)] if best else own[0], tuple(own), why, confirmed, apart, vouched)
            people.append((group, one))
    return Found(tuple(_families(people, seen.seen)), seen.restricted, many)


def _groups(hits: Sequence[Hit], telling: Involvement | None) -> list[Group]:
    """Hits by person, the best first; whoever is known to be asked about comes before all, found or not."""
    own = [telling.participant_id] if telling else []
    beside = set(telling.report.involved.values_list("participant_id", flat=True)) if telling else set()
    persons = links.persons_of([*own, *map(_key, hits)])
    tellings: dict[int | None, set[int]] = {}
    for one, person in links.everything_about(set(persons.values())).items():
        tellings.setdefault(person, set()).add(one)
    together: dict[tuple[int | None, int], list[Hit]] = {(persons[one], 0): [] for one in own if one in persons}
    for hit in hits:
        about = persons.get(_key(hit))
        together.setdefault((about, 0 if about else _key(hit)), []).append(hit)
    made = [
        Group(person, tuple(of_one), frozenset(tellings.get(person, {key}) - beside))
        for (person, key), of_one in together.items()
    ]
    return [group for group in made if group.tellings]


def _likely(groups: Sequence[Group], asking: Asking) -> Group | None:
    """Whom the guarded rule vouches for. Tellings of one person are no rivals; whoever was told of with any of them is one."""
    found = [group for group in groups if group.hits]
    homes: dict[object, int] = {}
    best = []
    for place, group in enumerate(found):
        households = [hit.household for hit in group.hits]
        home = next((homes[one] for one in households if one in homes), place)
        homes |= dict.fromkeys(households, home)
        best.append(replace(group.hits[0], household=home))
    best.sort(key=lambda hit: -hit.score.bits)
    vouched = None if asking.besides else sure(best, weights.load(), index.on_file())
    return next((group for group in found if vouched and group.hits[0].person == vouched.person), None)


def _said(groups: Sequence[Group], telling: Involvement | None) -> list[tuple[bool, bool]]:
    """Of each whether somebody said that this is whom the telling is about, and that it is not."""
    if telling is None:
        return [(False, False)] * len(groups)
    asked = telling.participant_id
    mine = links.persons_of([asked]).get(asked)
    apart = links.told_apart([asked, *(one for group in groups for one in group.tellings)])
    return [
        (
            group.person is not None and group.person == mine,
            (asked, group.person) in apart or any((one, mine) in apart for one in group.tellings),
        )
        for group in groups
    ]


def _why(hit: Hit, filed: TellingIndex, asking: Asking) -> tuple[str, ...]:
    """Why, of a telling that may be seen."""
    besides = (asking.besides or {}).get(_key(hit), ())
    return (*besides, *reasons(hit.score, asking.known, restored(filed.described)))


def _families(people: Sequence[tuple[Group, Somebody]], seen: Sequence[Mention]) -> list[Family]:
    """Those who share a report together, in the order of the best of each; with everybody else of those reports."""
    made: list[tuple[set[int], list[tuple[Group, Somebody]]]] = []
    for group, one in people:
        reports = {mention.report.pk for mention in one.mentions}
        shared = [family for family in made if family[0] & reports]
        for family in shared[1:]:
            made.remove(family)
            shared[0][0].update(family[0])
            shared[0][1].extend(family[1])
        if not shared:
            shared = [(set(), [])]
            made.append(shared[0])
        shared[0][0].update(reports)
        shared[0][1].append((group, one))
    return [Family(tuple(one for _, one in found), _others(found, seen, reports)) for reports, found in made]


def _others(
    found: Sequence[tuple[Group, Somebody]], seen: Sequence[Mention], reports: Collection[int]
) -> tuple[Mention, ...]:
    """Everybody else of these reports, children first: one of each person, and of each name, as told last."""
    meant = {telling for group, _ in found for telling in group.tellings}
    beside = [one for one in seen if one.report.pk in reports and one.participant.pk not in meant]
    linked = any(one.person for one in beside)  # who is told apart is told apart from a person
    apart = links.told_apart(one.participant.pk for one in beside) if linked else set()
    others: list[Mention] = []
    for number, one in enumerate(beside):
        newer = beside[:number]
        known = one.person is not None and any(one.person == other.person for other in newer)
        if not known and not any(mentions.namesakes(one, other, apart) for other in newer):
            others.append(one)
    return tuple(sorted(others, key=lambda one: one.involvement.part != Part.CHILD))


def _key(hit: Hit) -> int:
    """The key of the telling that was found."""
    assert isinstance(hit.person, int)
    return hit.person


def _newest_first(one: Mention) -> tuple[float, str]:
    return -one.received_at.timestamp(), one.involvement.code
