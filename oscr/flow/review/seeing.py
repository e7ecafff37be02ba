"""Which calls are about the same child today, by the flag's likeness and by what links say: the windows of a telling.

Only reads. Used by `opening`. What is compared and how is `history`'s and `people.matching`'s; here it is asked for a telling
that is on file, from its own place in time, so that a late call and a late link count as if they had come in time.
"""

from collections.abc import Collection, Hashable, Iterable
from datetime import datetime

from oscr.flow.history.around import Window
from oscr.flow.history.likeness import same_child
from oscr.flow.report.models import Involvement, Part
from oscr.flow.review.covering import Window as Together
from oscr.flow.review.models import Combined
from oscr.law.repeats import WINDOW, windows
from oscr.people.matching.crowd import Crowd
from oscr.people.matching.window import CONFIRMED


class Seen:
    """The windows of any number of tellings, each weighed once."""

    def __init__(self) -> None:
        self._ties: dict[int, dict[int, int]] = {}
        self._received: dict[int, datetime] = {}

    def windows_of(self, tellings: Iterable[int]) -> list[Together]:
        """Every window in which one of these tellings of children is, and those of whoever is tied to them, the first first.

        A tie is not always seen from both ends: somebody like two others need not make these alike.
        """
        asked = {telling: self._calls_of(telling) for telling in self._children(tellings)}
        near = {other for calls in asked.values() if len(calls) > 1 for other in calls.values()} - asked.keys()
        asked |= {telling: self._calls_of(telling) for telling in sorted(near)}
        found = [
            {call: calls[call] for call in sorted(one, key=lambda call: (self._received[call], call))}
            for telling, calls in asked.items()
            for one in windows({call: self._received[call] for call in calls})
            if telling in {calls[call] for call in one}
        ]
        return sorted(found, key=lambda one: [(self._received[call], call) for call in reversed(one)])

    def _children(self, tellings: Iterable[int]) -> list[int]:
        asked = Involvement.objects.filter(participant__in=set(tellings), part=Part.CHILD).select_related("report")
        rows = list(asked.order_by("report__received_at", "pk").only("participant_id", "report__received_at"))
        return [row.participant_id for row in rows]

    def _calls_of(self, telling: int) -> dict[int, int]:
        """The calls that seem to be about the child of a telling, its own among them; of a call that has two such, one."""
        if telling not in self._ties:
            self._ties[telling] = self._weighed(telling)
        return self._ties[telling]

    def _weighed(self, telling: int) -> dict[int, int]:
        row = Involvement.objects.select_related("report").only("report__received_at").get(participant=telling)
        around = Window(row.report.received_at - WINDOW, row.report.received_at + WINDOW)
        made = set(Combined.objects.filter(report__in=around.received).values_list("report", flat=True))
        mentions = {key: one for key, one in around.mentions.items() if around.reports[key] not in made}
        if telling not in mentions:  # told of, but not by a call
            return {}
        self._received |= around.received
        same = same_child(mentions[telling], Crowd(mentions.values())).same
        ties = sorted(same, key=lambda tie: (tie.said != CONFIRMED, _key(tie.mention.telling)))
        calls = {around.reports[telling]: telling}
        for tie in ties:
            calls.setdefault(around.reports[_key(tie.mention.telling)], _key(tie.mention.telling))
        return calls


def standing(calls: Together, seen: Seen) -> tuple[bool, Collection[int]]:
    """Whether the calls of a review still hold a window, and which of them are in none any more."""
    inside = [set(window) for window in seen.windows_of(calls.values()) if not _strange(window, calls)]
    together = [set(calls) & window for window in inside]
    within = [one for one in together if len(one) >= 3]
    return bool(within), sorted(set(calls) - set().union(*within))


def _strange(window: Together, calls: Together) -> bool:
    """Whether a window is about another child of the same calls."""
    return set(window.values()).isdisjoint(calls.values())


def _key(telling: Hashable) -> int:
    return int(str(telling))
