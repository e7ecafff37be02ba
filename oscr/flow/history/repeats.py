"""Three calls about the same child within seventy-two hours: which are reviewed together, and why (RSMo 210.145.6; manual 2.1.4.1).

Only reads, and computed whenever a report is read, so that a late call and a late correction show at once. Every call counts,
by whichever channel it came and whatever became of it. What staff said goes before likeness: who were said to be one count
together however little alike they are, who were said to be two never do. Used by the hotline, for a report and during a call.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.history import mentions
from oscr.flow.history.around import Window
from oscr.flow.history.grounds import Ground, Told
from oscr.flow.history.models import Reopened
from oscr.flow.report.actions import as_told
from oscr.flow.report.models import Part, Report
from oscr.flow.report.telling import people_of
from oscr.law.calendar import local
from oscr.law.repeats import WINDOW, reviewed_together
from oscr.people import index, links
from oscr.people.matching.crowd import Mention
from oscr.people.matching.describing import Known
from oscr.people.matching.reasons import reasons
from oscr.people.matching.score import Score
from oscr.people.matching.window import CONFIRMED, Tie
from oscr.people.words import name_words


@dataclass(frozen=True)
class Other:
    """Another call about a child, or about its household: the line of it, and why it is here, in words."""

    mention: mentions.Mention
    how: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Child:
    """One child of a report or of a call that is being taken, with the other calls of the same seventy-two hours.

    `flagged`: with this one, three or more calls seem to be about it. `calls` are the others that are reviewed together, or
    the one other there is so far; `household` may be about the same family. `restricted` counts reports left out of either
    because the viewer may not see them: a supervisor can.
    """

    telling: int | None
    name: str
    flagged: bool
    total: int
    calls: tuple[Other, ...]
    household: tuple[Other, ...]
    restricted: int


@dataclass(frozen=True)
class _Asked:
    """A child that is asked about: a telling on file, or one not written down yet, which is of report 0."""

    telling: int | None
    report: int
    mention: Mention
    name: str
    at: datetime


@dataclass(frozen=True)
class _Weighed:
    """A child that was asked about, the reports that are reviewed together with its own, and who was found in the window."""

    asked: _Asked
    together: set[int]
    same: tuple[Tie, ...]
    household: tuple[Tie, ...]

    @property
    def tellings(self) -> list[int]:
        """The keys of everybody who was found."""
        return [_key(tie) for tie in (*self.same, *self.household)]


def of_report(report: Report, user: User) -> list[Child]:
    """The children of a report with the calls around it, in the order of their letters."""
    window = Window(report.received_at - WINDOW, report.received_at + WINDOW)
    children = report.involved.filter(part=Part.CHILD).select_related("participant").order_by("pk")
    asked = [
        _Asked(
            row.participant_id,
            report.pk,
            window.mentions[row.participant_id],
            name_words(row.participant),
            report.received_at,
        )
        for row in children
        if row.participant_id in window.mentions
    ]
    return _children([_weighed(one, window) for one in asked], window, user)


def of_call(answers: Mapping[str, Any], at: datetime, user: User) -> list[Child]:
    """The children of a call that is being taken, as its answers have them so far, about whom it is the third call or a later one.

    Nothing of the call is on file yet. Without the household's calls: nobody reads those while the caller talks.
    """
    people = people_of(answers)
    unsaved = [as_told(one, answers) for one in people]
    for place, participant in enumerate(unsaved, 1):
        participant.pk = -place  # tells them apart until they are written down
    known = index.described(unsaved, local(at).date())
    window = Window(at - WINDOW, at)
    asked = [
        _Asked(None, 0, Mention(None, 0, known[participant.pk]), name_words(participant), at)
        for one, participant in zip(people, unsaved, strict=True)
        if one.child
    ]
    weighed = (_weighed(one, window) for one in asked)
    return _children([replace(one, household=()) for one in weighed if one.together], window, user)


def shown(children: Iterable[Child], *, household: bool = True) -> tuple[set[str], int]:
    """The call numbers of all that is shown of these children, with or without the household's, and how many reports are
    hidden: what is left as a trace."""
    every = list(children)
    lines = (other.mention for child in every for other in (*child.calls, *(child.household if household else ())))
    return {line.report.number for line in lines}, sum(child.restricted for child in every)


def reopened(report: Report) -> list[tuple[Reopened, Ground | None]]:
    """The re-openings of a report, the first first, each with what makes it today (None: it no longer holds)."""
    rows = list(report.reopened.select_related("involvement", "answer__by"))
    grounds = standing(rows)
    return [(row, grounds[row.pk]) for row in rows]


def standing(rows: Iterable[Reopened]) -> dict[int, Ground | None]:
    """Key of a re-opening -> what makes it, by what links say today; None where that no longer holds."""
    asked = list(rows)
    persons = links.persons_of(row.involvement.participant_id for row in asked)
    about: dict[int, list[int]] = {}
    for telling, person in links.everything_about(persons.values()).items():
        about.setdefault(person, []).append(telling)
    told = Told([telling for tellings in about.values() for telling in tellings])
    found = {(person, ground.key): ground for person, tellings in about.items() for ground in told.grounds(tellings)}
    return {
        row.pk: found.get((persons.get(row.involvement.participant_id, 0), (row.report_id, row.why))) for row in asked
    }


def _weighed(asked: _Asked, window: Window) -> _Weighed:
    found = window.same_child(asked.mention)
    reports = {_key(tie): window.reports[_key(tie)] for tie in found.same}
    together = _together(asked, window, reports.values())
    same = [tie for tie in found.same if not together or reports[_key(tie)] in together]
    return _Weighed(asked, together, tuple(same), found.household)


def _children(weighed: list[_Weighed], window: Window, user: User) -> list[Child]:
    """The children with the lines of the calls, of all of them at once: each line is asked of the doors."""
    lines = mentions.of_tellings([key for one in weighed for key in one.tellings], user)
    by_telling = {line.participant.pk: line for line in lines.seen}
    return [_child(one, window, by_telling) for one in weighed]


def _child(one: _Weighed, window: Window, lines: Mapping[int, mentions.Mention]) -> Child:
    hidden = {window.reports[key] for key in one.tellings} - {
        window.reports[key] for key in one.tellings if key in lines
    }
    asked = one.asked
    return Child(
        telling=asked.telling,
        name=asked.name,
        flagged=bool(one.together),
        total=len(one.together),
        calls=tuple(_others(one.same, asked, lines)),
        household=tuple(_others(one.household, asked, lines)),
        restricted=len(hidden),
    )


def _together(asked: _Asked, window: Window, reports: Iterable[int]) -> set[int]:
    """The reports that are reviewed together with this one: those of any three or more within seventy-two hours, it among them."""
    every = {report: window.received[report] for report in reports} | {asked.report: asked.at}
    review: set[int] = set()
    for call, last in every.items():
        times = reviewed_together((at for other, at in every.items() if other != call and at <= last), last)
        if times and times[0] <= asked.at <= last:
            review |= {other for other, at in every.items() if times[0] <= at <= last}
    return review


def _others(ties: Iterable[Tie], asked: _Asked, lines: Mapping[int, mentions.Mention]) -> Iterator[Other]:
    """The lines of these ties, the newest call first; those that the viewer may not see are counted elsewhere."""
    found = [(tie, lines[_key(tie)]) for tie in ties if _key(tie) in lines]
    for tie, line in sorted(found, key=lambda one: one[1].received_at, reverse=True):
        yield Other(line, tie.said or "likeness", tuple(_why(tie, asked.mention.known, lines)))


def _why(tie: Tie, asked: Known, lines: Mapping[int, mentions.Mention]) -> Iterator[str]:
    """In words, why a call is here; names nobody of a call that is not among the lines, which the viewer may not see."""
    if tie.said and tie.via is None:
        yield _("said by staff to be the same child") if tie.said == CONFIRMED else _("probably the same child")
    elif tie.via is not None and int(str(tie.via.telling)) not in lines:
        yield _("like a child of another of these calls")
    elif tie.via is not None:
        yield _("like %(name)s of another of these calls") % {"name": _name(tie.via.known)}
    elif tie.entry is not None:
        yield _("both like the same child on file")
    else:
        yield from reasons(tie.score or Score(0, {}), asked, tie.mention.known)


def _name(known: Known) -> str:
    words = (known.given.first, " ".join(known.family.parts))
    return " ".join(word.title() for word in words if word) or _("the child")


def _key(tie: Tie) -> int:
    return int(str(tie.mention.telling))
