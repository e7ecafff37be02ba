"""Every child told of around a moment, comparable, with what links say of them: the window in which three calls are looked for.

Used by `repeats`, which asks at each pause of the keys while a call is being taken. So each process remembers what it has read: who
was told of in a report never changes once the report is written, and what links say changes only with a new link. Links are
written one after the other (`people.actions.one_after_the_other`), so the newest one that is seen says which others are.
Who was found for a child is remembered until another call, link or telling comes: while nobody says more of the people, a pause
of the keys weighs nobody. What retention removed meanwhile counts until then, at the longest.
What is remembered is what the archive holds, never who may see it: that is asked each time, of the lines that are shown.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from oscr.flow.history.likeness import same_child
from oscr.flow.report.models import NO_CALL, Part, Report
from oscr.people import links
from oscr.people.matching.crowd import Crowd, Mention
from oscr.people.matching.stored import restored
from oscr.people.matching.window import Found
from oscr.people.models import Link, TellingIndex

MOST = 5_000  # reports remembered: some twelve days of them
WINDOWS = 4  # remembered as they were weighed: what is typed now, and the reports that are read beside it
Told = dict[int, Mention]  # by its key
ByReport = Mapping[int, Told]  # by the key of the report


class Window:
    """Every child told of from `since` until `until`; fetched once for all children of a report."""

    def __init__(self, since: datetime, until: datetime) -> None:
        calls = Report.objects.filter(received_at__range=(since, until))
        self._told = _MEMORY.told_in(frozenset(calls.exclude(channel__in=NO_CALL).values_list("pk", flat=True)))
        self.received, self.mentions, self.reports = self._told.received, self._told.mentions, self._told.reports

    def same_child(self, asked: Mention) -> Found:
        """Who of them may be this child (`likeness`), weighed once while nothing new is told."""
        found = self._told.found
        if asked not in found:
            found[asked] = same_child(asked, self._told.crowd)
        return found[asked]


@dataclass(frozen=True)
class _Together:
    """The calls of one window, and their children: by key, the report of each, filed to be compared, who was found for whom."""

    received: dict[int, datetime]
    mentions: Told
    reports: dict[int, int]
    crowd: Crowd
    found: dict[Mention, Found] = field(default_factory=dict)


@dataclass(frozen=True)
class _Seen:
    """The children of reports as they stood when this was the newest link (None: there was none)."""

    newest: int | None = None
    mentions: ByReport = field(default_factory=dict)


class _Memory:
    """What this process has seen. A request takes what is there and puts a whole new one in its place: none waits for another."""

    def __init__(self) -> None:
        self.seen = _Seen()
        self.windows: dict[Hashable, _Together] = {}

    def told_in(self, reports: frozenset[int]) -> _Together:
        """The children of these reports (keys), as `mentions_of` has them, together."""
        newest = TellingIndex.objects.order_by("-pk").values_list("pk", flat=True).first()
        seen, windows = self.mentions_of(reports), self.windows
        which = seen.newest, newest, reports
        if which in windows:
            return windows[which]
        received = dict(Report.objects.filter(pk__in=reports).order_by("pk").values_list("pk", "received_at"))
        mentions = {key: one for report in received for key, one in seen.mentions[report].items()}
        whose = {key: report for report in received for key in seen.mentions[report]}
        together = _Together(received, mentions, whose, Crowd(mentions.values()))
        self.windows = {**(windows if len(windows) < WINDOWS else {}), which: together}
        return together

    def mentions_of(self, reports: Collection[int]) -> _Seen:
        """The children of these reports (keys) as everything committed so far has them."""
        newest = Link.objects.order_by("-pk").values_list("pk", flat=True).first()  # before what it stands for is read
        seen = self.seen
        unread = _read([report for report in reports if report not in seen.mentions])
        same_links = newest == seen.newest
        if same_links and not unread:
            return seen
        now = {**seen.mentions, **_said(unread)} if same_links else _said({**seen.mentions, **unread})
        if len(now) > MOST:
            now = {report: now[report] for report in reports}
        self.seen = seen = _Seen(newest, now)
        return seen


def forget() -> None:
    """Remember nothing, as a process that has just been started."""
    _MEMORY.seen, _MEMORY.windows = _Seen(), {}


def _read(reports: Collection[int]) -> dict[int, Told]:
    """Who was told of in these reports; nothing is said of them yet."""
    found: dict[int, Told] = {report: {} for report in reports}
    children = TellingIndex.objects.filter(
        participant__involvement__report__in=found, participant__involvement__part=Part.CHILD
    )
    columns = "participant__involvement__report_id", "participant_id", "described"
    for report, telling, described in children.order_by("pk").values_list(*columns) if found else ():
        found[report][telling] = Mention(telling, report, restored(described))
    return found


def _said(by_report: ByReport) -> dict[int, Told]:
    """The same with what links say of them today."""
    tellings = [telling for told in by_report.values() for telling in told]
    persons, maybe = links.persons_of(tellings), links.guarded_with(tellings)
    apart: dict[int, set[int]] = {}
    for telling, person in links.told_apart(tellings):
        apart.setdefault(telling, set()).add(person)

    def linked(key: int, one: Mention) -> Mention:
        apart_from = frozenset(apart.get(key, ()))
        return replace(one, person=persons.get(key), maybe=maybe.get(key), not_persons=apart_from)

    return {report: {key: linked(key, one) for key, one in told.items()} for report, told in by_report.items()}


_MEMORY = _Memory()
