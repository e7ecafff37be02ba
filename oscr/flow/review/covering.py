"""Which windows need a review, and which review takes them: pure, so that every order of events can be tried.

A window is a set of calls about one child that must be looked at together (`oscr.law.repeats.windows`). It is covered when one
review has all of its calls. A window that none covers goes to the review of that child that is still open, else it opens one.
Where it joins two that are open, the older one takes the calls of both; the other stays until a person closes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Window = Mapping[int, int]
"""The call -> what it told of the child (keys)."""


@dataclass(frozen=True, slots=True)
class Held:
    """A review as it stands: its key (None: to be opened), the tellings of its child by call, whether it is open, and whether it
    answers for its windows (one that was closed because it no longer held does not)."""

    key: int | None
    calls: Window
    open: bool = True
    answers: bool = True

    def about(self, window: Window) -> bool:
        """Whether it is about the same child as a window: they have a telling in common."""
        return not set(self.calls.values()).isdisjoint(window.values())

    def covers(self, window: Window) -> bool:
        """Whether every call of a window about its child is in it."""
        return self.answers and self.about(window) and self.calls.keys() >= window.keys()


def arranged(windows: Iterable[Window], reviews: Iterable[Held]) -> list[Held]:
    """The reviews that must be opened or must take more calls so that every window is covered, each as it is to be.

    In: windows, each oldest call first; reviews, the oldest first. What is covered changes nothing, so doing it twice is doing
    it once.
    """
    now = list(reviews)
    changed: dict[int, None] = {}
    for window in windows:
        if any(review.covers(window) for review in now):
            continue
        places = [at for at, review in enumerate(now) if review.open and review.about(window)]
        joined = {call: telling for at in reversed(places) for call, telling in now[at].calls.items()}
        place = places[0] if places else len(now)
        now[place : place + 1] = [Held(now[place].key if places else None, {**window, **joined})]
        changed[place] = None
    return [now[place] for place in changed]
