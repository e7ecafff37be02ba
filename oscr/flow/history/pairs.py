"""The work queue of probable duplicates: pairs of people that were proposed and that nobody has answered yet.

Used by the desks. `waiting` chooses and orders, `shown` says who the two are and `reasons` why, as far as the viewer may see it;
`answer` keeps what somebody says of two tellings, unless somebody else said something while they were looking (manual 2.1.1).
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can, require
from oscr.flow.assignment.models import Alert
from oscr.flow.history import actions, mentions
from oscr.flow.history.mentions import Mention
from oscr.flow.report.models import Involvement
from oscr.law.refusal import Refused
from oscr.people import actions as people
from oscr.people.links import persons_of, said_between, same_person, standing_among, tellings_of
from oscr.people.models import THE_SAME, Link, LinkKind, Participant
from oscr.people.words import full_name

_ABOUT = Link.objects.standing().filter(person=OuterRef("person"), kind__in=THE_SAME)  # what makes up the person


@dataclass(frozen=True)
class Why:
    """Why something was said of who somebody is, as far as the viewer may know it; `bits` is None where nothing was weighed."""

    reason: str
    bits: float | None
    guarded: bool


@dataclass(frozen=True)
class Pair:
    """A proposal: the telling, a telling about whom it may be about, and their mentions; None where that is restricted.

    `tellings` is how many there are about the other person, `names` under which other names they were told of; `numbers` are
    the calls that all this shows, `restricted` is how many tellings it hides.
    """

    link: Link
    one: int
    other: int
    mention: Mention | None
    counterpart: Mention | None
    tellings: int
    names: tuple[str, ...]
    why: Why
    numbers: frozenset[str]
    restricted: int


def waiting(user: User, offices: Collection[Office] | None = None) -> QuerySet[Link]:
    """The proposals that nobody has answered, what the guarded rule vouches for first, then the likeliest.

    Left out are pairs of which the user may see neither side. With `offices`: where either report was alerted to one of them, or
    either telling is about somebody of their county.
    """
    if not can(user, Permission.LINK_PEOPLE):
        return Link.objects.none()
    open_: QuerySet[Link] = Link.objects.standing().filter(Exists(_ABOUT), kind=LinkKind.PROBABLE)
    open_ = _either(open_, Exists(Involvement.objects.visible_to(user).filter(participant=OuterRef("participant"))))
    if offices is not None:
        open_ = _either(open_, Exists(_told_near(offices)))
    return open_.order_by("-guarded", "-score", "pk")


def after(waits: QuerySet[Link], link: Link) -> QuerySet[Link]:
    """Those of the queue that come after a proposal, whether or not it waits still."""
    later = Q(guarded=link.guarded, score=link.score, pk__gt=link.pk) | Q(guarded=link.guarded, score__lt=link.score)
    return waits.filter(later | Q(guarded=False) if link.guarded else later)


def shown(links: Iterable[Link], user: User) -> list[Pair]:
    """Who the pairs are. Of a person told of several times the first telling that the viewer may see stands for all."""
    rows = list(links)
    about: dict[int, list[int]] = {}
    known = Link.objects.filter(person__in={row.person_id for row in rows}).standing().filter(kind__in=THE_SAME)
    for person, telling in known.order_by("participant").values_list("person_id", "participant_id"):
        about.setdefault(person, []).append(telling)
    every = {row.participant_id for row in rows} | {telling for tellings in about.values() for telling in tellings}
    seen = {one.participant.pk: one for one in mentions.of_tellings(every, user).seen}
    why = reasons(rows, user)
    return [_pair(row, about.get(row.person_id, []), seen, why[row.pk]) for row in rows]


def reasons(links: Iterable[Link], user: User) -> dict[int, Why]:
    """Key of a link -> why it was said; in full only where the viewer may see every telling that it speaks of."""
    rows = list(links)
    spoken = _spoken_of(rows)
    every = {telling for tellings in spoken.values() for telling in tellings}
    visible = Involvement.objects.visible_to(user).filter(participant__in=every)
    seen = set(visible.values_list("participant_id", flat=True))
    sealed = Why(_("of a restricted report: ask a hotline supervisor"), None, guarded=False)
    return {row.pk: Why(row.reason, row.score, row.guarded) if spoken[row.pk] <= seen else sealed for row in rows}


def _spoken_of(rows: list[Link]) -> dict[int, set[int]]:
    """Key of a link -> the tellings (keys) that its reason may speak of.

    Those are its own, whatever was ever put to its person, and those of all links that were said in the same breath: what joins
    two people, or makes one known for a proposal, is kept as several links with one reason.
    """
    said = Q(by__in={row.by_id for row in rows if row.by_id}, at__in={row.at for row in rows})
    acts = list(Link.objects.filter(said | Q(person__in={row.person_id for row in rows})))
    put: dict[int, set[int]] = {}
    ever = Link.objects.filter(person__in={link.person_id for link in acts}, kind__in=THE_SAME)
    for person, telling in ever.values_list("person_id", "participant_id"):
        put.setdefault(person, set()).add(telling)
    together: dict[Hashable, set[int]] = {}
    for link in acts:
        together.setdefault(_breath(link), set()).update({link.participant_id}, put.get(link.person_id, ()))
    return {row.pk: together[_breath(row)] for row in rows}


def _breath(link: Link) -> Hashable:
    """The same of all links that were said at once: by somebody, or by the machine of one person."""
    return (link.by_id, link.at, link.reason, None if link.by_id else link.person_id)


@transaction.atomic
def answer(*, one: Participant, other: Participant, same: bool, reason: str, last: int, by: User, at: datetime) -> None:
    """Say that two tellings are about one person, or that they are not. `last` is the newest link that the worker had before them
    (0: none). Every open proposal about the two is answered by it.

    Raises Refused when somebody said something of the two since.
    """
    require(by, Permission.LINK_PEOPLE)
    people.one_after_the_other()
    said = said_between(one.pk, other.pk)
    if newer := [link for link in said if link.pk > last and link.by_id]:
        raise Refused(
            _("%(who)s answered while you were looking: %(what)s. Look again, then say what you find.")
            % {"who": newer[-1].by, "what": newer[-1].get_kind_display()}
        )
    if same:
        kept, put = _in_order(one, other)
        actions.link(one=put, other=kept, reason=reason, by=by, at=at)
    elif same_person(one, other):
        raise Refused(_("Somebody said that they are one person. Take that back first, on the page about the person."))
    else:
        for first, second in _proposed(said) or [(one, other)]:
            actions.deny(one=first, other=second, reason=reason, by=by, at=at)


def _in_order(one: Participant, other: Participant) -> tuple[Participant, Participant]:
    """Whose person stays, and who is put to it: somebody known stays; of two, or of none, the one who was told of first."""
    known = persons_of([one.pk, other.pk])
    kept, put = sorted((one, other), key=lambda telling: (telling.pk not in known, telling.pk))
    return kept, put


def _proposed(said: Iterable[Link]) -> list[tuple[Participant, Participant]]:
    """The telling and one of the person's tellings of each proposal that still waits, so that the answer takes its place."""
    open_ = [link for link in standing_among(said) if link.kind == LinkKind.PROBABLE]
    return [(link.participant, about[0]) for link in open_ if (about := tellings_of(link.person))]


def said_of(one: Participant, other: Participant) -> tuple[list[Link], bool]:
    """Everything said of two tellings, the first first, and whether they are known to be about one person now."""
    return said_between(one.pk, other.pk), same_person(one, other)


def _pair(link: Link, about: list[int], seen: dict[int, Mention], why: Why) -> Pair:
    other = next((telling for telling in about if telling in seen), next(iter(about), 0))
    told = dict.fromkeys(full_name(seen[telling].participant) for telling in about if telling in seen)
    names = tuple(name for name in told if name)[1:]
    both = {link.participant_id, *about}
    return Pair(
        link=link,
        one=link.participant_id,
        other=other,
        mention=seen.get(link.participant_id),
        counterpart=seen.get(other),
        tellings=len(about),
        names=names,
        why=why,
        numbers=frozenset(seen[telling].report.number for telling in both if telling in seen),
        restricted=sum(telling not in seen for telling in both),
    )


def _either(open_: QuerySet[Link], told: Exists) -> QuerySet[Link]:
    """Those of which this holds for the telling or for a telling about the person."""
    return open_.filter(Q(told) | Q(Exists(_ABOUT.filter(told))))


def _told_near(offices: Collection[Office]) -> QuerySet[Involvement]:
    """A telling whose report was alerted to one of these offices, or that is about somebody of their county."""
    counties = [office.fips for office in offices if office.fips]
    alerted = Exists(Alert.objects.filter(office__in=offices, classification__report=OuterRef("report")))
    telling = Involvement.objects.filter(participant=OuterRef("participant"))
    return telling.filter(Q(participant__county__in=counties) | Q(alerted))
