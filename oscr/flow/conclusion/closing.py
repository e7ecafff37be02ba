"""What must be done before a response is concluded, as it stands now: each duty with whether it is done, and why not. Only reads.

Nothing is concluded with a duty undone and unexplained. Which duties there are is law (law/data/conclusions.toml); whether one is
done is told by the clocks, and by the rows of the rooms that it concerns. RSMo 210.145, subsections 2, 6-8, 10, 11, 15, 17, 18.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.flow.addendum.models import Addendum
from oscr.flow.assignment.models import Alert
from oscr.flow.clock.models import Clock, Extension
from oscr.flow.ending.models import Ending
from oscr.flow.response.children import DIED
from oscr.flow.response.standing import standing
from oscr.flow.track.now import current
from oscr.law import clocks, conclusions
from oscr.law.calendar import local
from oscr.law.good_cause import FATALITY
from oscr.law.refusal import Refused

DONE, OPEN, LATE, SPARED, ABSENT = "done", "open", "late", "spared", "absent"
EXPLAINED = "explained"
NEEDS_DATE = "death_complete_on"


@dataclass(frozen=True)
class Line:
    """One duty as it stands: DONE, OPEN, LATE (open, and its time is over) SPARED (this conclusion shows by itself why not) or
    EXPLAINED (it was broken, nobody can make that undone, and why it was is on record)."""

    id: str
    label: str
    state: str
    why: str
    cite: str
    explain: bool
    clocks: tuple[str, ...] = ()

    @property
    def undone(self) -> bool:
        """Whether it holds a conclusion up."""
        return self.state in (OPEN, LATE)


def lines(*, alert: Alert, at: datetime, kind: str = "", said: Mapping[str, str] | None = None) -> list[Line]:
    """Every duty of a response as it stands at a moment; for one conclusion (its id) and what was filled in, if that is known."""
    now = _Now(alert, at)
    duties = conclusions.duties(outcome_of(alert))
    found = [_line(duty, now, kind, said or {}) for duty in duties]
    known = {name for duty in duties for name in (*duty.clocks, *duty.overdue)}
    spare = known | conclusions.runs_on() | set(clocks.of_others())
    found += [_of_clock(clock, at) for name, clock in now.running.items() if name not in spare]
    return [line for line in found if line is not None]


def outcome_of(alert: Alert) -> str:
    """What a response is concluded as: the track on which the report is now."""
    now = current(alert.classification.report)
    return now.outcome if now else alert.classification.outcome


def hindrances(
    *, alert: Alert, at: datetime, kind: str, said: Mapping[str, str], explained: Collection[str] = ()
) -> list[Line]:
    """What keeps a response from being concluded so: what is undone and was not explained."""
    undone = [line for line in lines(alert=alert, at=at, kind=kind, said=said) if line.undone]
    return [line for line in undone if not (line.explain and line.id in explained)]


def check_close(
    *, alert: Alert, at: datetime, kind: str, said: Mapping[str, str], explained: Collection[str] = ()
) -> None:
    """Refuse while a duty is undone and unexplained, saying which and why, with its citation."""
    if left := hindrances(alert=alert, at=at, kind=kind, said=said, explained=explained):
        first = left[0]
        told = _("Not done: %(duty)s. %(why)s") % {"duty": first.label, "why": first.why}
        more = _(" And %(n)d more: see the list.") % {"n": len(left) - 1} if len(left) > 1 else ""
        raise Refused(told + more, first.cite, f"explain-{first.id}" if first.explain else "")


def can_close(
    *, alert: Alert, at: datetime, kind: str, said: Mapping[str, str], explained: Collection[str] = ()
) -> bool:
    """Whether nothing is undone and unexplained."""
    return not hindrances(alert=alert, at=at, kind=kind, said=said, explained=explained)


def needed_besides(alert: Alert) -> tuple[str, ...]:
    """Fields that this response needs whatever the conclusion: the day on which the investigation of a death was complete."""
    return (NEEDS_DATE,) if involves_death(alert) and outcome_of(alert) == "investigation" else ()


def involves_death(alert: Alert) -> bool:
    """Whether a child died, as the report was decided, or nearly died, as a supervisor documented since."""
    died = any(child.get(DIED) == "yes" for child in alert.classification.case["children"].values())
    return died or Extension.objects.filter(report=alert.classification.report, involves=FATALITY).exists()


class _Now:
    """What is known of a response at a moment: its running clocks, of each kind the one that is due first, and its own list."""

    def __init__(self, alert: Alert, at: datetime) -> None:
        rows = Clock.objects.running().filter(report=alert.classification.report, office=alert.office)
        self.alert, self.at = alert, at
        self.running = {clock.kind: clock for clock in rows.order_by("-due_at", "-pk")}
        self.response = {duty.kind: duty for duty in standing(alert)}


def _line(duty: conclusions.Duty, now: _Now, kind: str, said: Mapping[str, str]) -> Line | None:
    state, why = _state(duty, now)
    own = OWN.get(duty.id)
    if own and state == DONE:
        told = own(now.alert, said)
        state, why = (OPEN, told) if told else (DONE if told == "" else ABSENT, "")
    if state == ABSENT:
        return None
    if state in (OPEN, LATE) and kind in duty.unless:
        state, why = SPARED, _("This conclusion says why it cannot be done.")
    return Line(duty.id, _(duty.label), state, why, duty.cite, duty.explain, duty.clocks)


def _state(duty: conclusions.Duty, now: _Now) -> tuple[str, str]:
    running = [now.running[name] for name in duty.clocks if name in now.running]
    running += [one for name, one in now.running.items() if name in duty.overdue and one.overdue(now.at)]
    state, why = _told(running[0], now.at) if running else (DONE, "")
    known = [now.response[name] for name in duty.response if name in now.response]
    if known:
        left = [one.words for one in known if not one.done and not one.explained]
        broken = " ".join(one.words for one in known if one.explained)
        if left:
            return state if state == LATE else OPEN, " ".join([*left, why]).strip()
        return (EXPLAINED, broken) if broken else (DONE, "")
    if duty.response and not duty.clocks:  # this track does not ask for it
        return ABSENT, ""
    return state, why


def _told(clock: Clock, at: datetime) -> tuple[str, str]:
    """Whether the time of a running clock is over, in words; an hour of the day ends in a full stop by itself."""
    if clock.due_at is None:  # a death: no day is set
        return OPEN, _("It stays open until it is done.")
    when = date_format(local(clock.due_at), _("M j, g:i a"))
    if clock.overdue(at):
        return LATE, _("It was due %(when)s") % {"when": when}
    return OPEN, _("It is due %(when)s") % {"when": when}


def _of_clock(clock: Clock, at: datetime) -> Line:
    """A running clock of which this list knows nothing: whoever added it to the law says by what it is met."""
    state, why = _told(clock, at)
    return Line(clock.kind, clock.label, state, why, clock.cite, explain=False, clocks=(clock.kind,))


def _addenda(alert: Alert, _said: Mapping[str, str]) -> str:
    waiting = Addendum.objects.waiting().filter(report=alert.classification.report).count()
    return _("The reporter added something that nobody took into account yet.") if waiting else ""


def _calls(alert: Alert, _said: Mapping[str, str]) -> str:
    unread = Ending.objects.unread().filter(earlier=alert.classification.report).exists()
    return _("A call was put to this report, and nobody here has read it.") if unread else ""


def _review(alert: Alert, _said: Mapping[str, str]) -> str:
    """Reviews stand above this room: their calls refer to the report."""
    open_review = alert.classification.report.reviews.filter(review__result=None).exists()
    return _("A review of three or more calls about the child is open.") if open_review else ""


def _moving(alert: Alert, _said: Mapping[str, str]) -> str:
    report = alert.classification.report
    disputed = report.classifications.filter(alerts__disputes__isnull=False, alerts__disputes__reply=None).exists()
    asked = alert.transfers.filter(reply=None).exists()
    return _("A dispute or a transfer waits for an answer.") if disputed or asked else ""


def _death(alert: Alert, said: Mapping[str, str]) -> str | None:
    """None where nobody died: the duty is not on the list."""
    if not involves_death(alert):
        return None
    return "" if said.get(NEEDS_DATE) else _("It stays open until then: say when it was complete.")


Own = Callable[[Alert, Mapping[str, str]], str | None]
OWN: Mapping[str, Own] = {
    "addenda": _addenda,
    "calls": _calls,
    "review": _review,
    "moving": _moving,
    "death": _death,
}
"""What the clocks do not tell: why it is undone, "" when it is done, None where there is no such duty."""
