"""A family's history as a drawing: who lived with whom as it was told, and every call on one line of time.

Used by the person's page. Two addresses are one home where number and street are the same words ("12 Elm St", "12 Elm Street")
and no two ZIPs contradict; the first telling's words stand for it. Conclusions get their line when there are any.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oscr.desks.history.person import History, Member
from oscr.flow.conclusion.models import Conclusion
from oscr.flow.history.mentions import Mention
from oscr.flow.report.models import Report
from oscr.law.calendar import local
from oscr.people.matching.places import Place, place
from oscr.ui.drawing import shape
from oscr.ui.drawing.shape import Event, Home, Life, Lives, Named
from oscr.ui.templatetags.ui import local_time

STRENGTH = (
    shape.BOTH,
    shape.VICTIM,
    shape.ALLEGED,
    shape.OTHER,
)  # named twice in one report: the first of these is drawn


def lives(history: History, at: datetime, addresses: Mapping[str, str]) -> Lives:
    """The drawing, up to a moment. `addresses` says where a call number leads, for those that the viewer may open."""
    found = _moments(_reports(history.family))
    calls = {one.report.number: number for number, (_when, one, ended) in enumerate(found) if ended is None}
    ends = {one.report.number: number for number, (_when, one, ended) in enumerate(found) if ended}
    homes = _Homes()
    drawn = tuple(_life(member, calls, ends, homes) for member in history.family)
    events = tuple(_event(one, ended, addresses.get(one.report.number, "")) for _when, one, ended in found)
    return Lives(
        key="lives",
        title=_("Households and calls over time"),
        told=_told(len(calls), len(drawn)),
        today=local(at).date(),
        events=events,
        homes=tuple(homes.found),
        lives=drawn,
        words=_words(),
        months=tuple(str(MONTHS_3[month]).capitalize() for month in range(1, 13)),
    )


def kind_words(kind: str) -> str:
    """The kind of an outcome in words; "" is not classified yet."""
    return {
        shape.REPORT: _("CA/N report"),
        shape.REFERRAL: _("Non-CA/N referral"),
        shape.DOCUMENTED: _("Documented call"),
        shape.ELSEWHERE: _("Out of state"),
    }.get(kind, _("Not yet classified"))


def _reports(family: Iterable[Member]) -> list[tuple[Report, Mention]]:
    """The reports in the order in which they came in, each with one of its mentions."""
    found = {one.report.pk: one for member in family for one in member.mentions}
    return [(one.report, one) for one in sorted(found.values(), key=lambda one: (one.received_at, one.report.number))]


def _moments(reports: list[tuple[Report, Mention]]) -> list[tuple[datetime, Mention, Conclusion | None]]:
    """Calls and the conclusions that stand, in the order of time."""
    standing = Conclusion.objects.standing().filter(
        alert__classification__report__in=[report for report, _one in reports]
    )
    ended = {row.alert.number: row for row in standing.select_related("alert__classification__report", "reply")}
    found: list[tuple[datetime, Mention, Conclusion | None]] = [
        (one.received_at, one, None) for _report, one in reports
    ]
    found += [(row.reply.at, one, row) for report, one in reports if (row := ended.get(report.number))]
    return sorted(found, key=lambda row: (row[0], row[1].report.number))


def _event(one: Mention, ended: Conclusion | None, href: str) -> Event:
    moment = ended.reply.at if ended else one.received_at
    kind, word, outcome = one.kind or shape.WAITING, kind_words(one.kind), one.label if one.kind else ""
    if ended:
        kind, word, outcome = shape.CONCLUSION, _("Conclusion"), _(ended.law.label)
    return Event(local(moment).date(), local_time(moment), kind, word, one.report.number, outcome, href)


def _life(member: Member, calls: Mapping[str, int], ends: Mapping[str, int], homes: "_Homes") -> Life:
    named: dict[int, Named] = {}
    for one in member.mentions:
        made = Named(calls[one.report.number], _role(one), one.role, homes.tag_of(one.participant.address))
        before = named.get(made.event, made)
        named[made.event] = min(before, made, key=lambda told: STRENGTH.index(told.role))
        if one.report.number in ends and (one.involvement.victim or one.involvement.suspect):
            named[ends[one.report.number]] = Named(ends[one.report.number], _role(one), one.role)
    told = tuple(named[place] for place in sorted(named))
    return Life(member.code, member.name, _ages(member), told, member.focus)


def _ages(member: Member) -> str:
    if not member.linked:
        return (
            _("not linked; %(now)s now") % {"now": member.age_now} if member.age_now else _("not linked; age unknown")
        )
    if member.age_then and member.age_then != member.age_now:
        return _("%(then)s then, %(now)s now") % {"then": member.age_then, "now": member.age_now}
    return _("%(now)s now") % {"now": member.age_now} if member.age_now else _("age unknown")


def _role(one: Mention) -> str:
    if one.involvement.victim:
        return shape.BOTH if one.involvement.suspect else shape.VICTIM
    return shape.ALLEGED if one.involvement.suspect else shape.OTHER


def _told(calls: int, people: int) -> str:
    said = ngettext("%(n)d call", "%(n)d calls", calls) % {"n": calls}
    told = ngettext("%(n)d person", "%(n)d people", people) % {"n": people}
    return _("%(calls)s about %(people)s. The table below says the same, with links.") % {"calls": said, "people": told}


def _words() -> dict[str, str]:
    return {
        "calls": _("Calls"),
        "conclusions": _("Conclusions"),
        "today": _("today"),
        "lately": _("last 30 days"),
        "more": _("Whoever is told of least is in the table only."),
        "lived": _(
            "A band is a home as told, from the first to the last call that told of it: between two calls it is not known. "
            "Time is stretched where calls are close together. Not linked: only the name is the same."
        ),
        shape.VICTIM: _("victim child"),
        shape.ALLEGED: _("alleged perpetrator"),
        shape.BOTH: _("victim child and alleged perpetrator"),
        shape.OTHER: _("named otherwise"),
    }


class _Homes:
    """The homes met so far, each with its tag."""

    def __init__(self) -> None:
        self.found: list[Home] = []
        self._places: list[Place] = []

    def tag_of(self, address: str) -> str:
        """The tag of the home at an address as told; "" where none was."""
        there = place(address)
        if there is None:
            return ""
        for home, known in zip(self.found, self._places, strict=True):
            if _one_home(there, known):
                return home.tag
        self.found.append(Home(f"H{len(self.found) + 1}", " ".join(address.split())))
        self._places.append(there)
        return self.found[-1].tag


def _one_home(one: Place, other: Place) -> bool:
    same = (one.number, one.words) == (other.number, other.words)
    return same and (one.zip == other.zip or not (one.zip and other.zip))
