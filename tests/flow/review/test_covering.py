"""Each child and window in a review, once: tried on random calls with late links and unlinks, beside a count by brute force."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

import pytest

from oscr.flow.review.covering import Held, arranged
from oscr.law.repeats import windows

START = datetime(2026, 3, 1, tzinfo=UTC)
LIMIT = timedelta(hours=72)


class World:
    """Calls about children, some of them told of as somebody else at first; and the reviews as they were opened and added to."""

    def __init__(self, draw: Random) -> None:
        self.draw = draw
        self.received: dict[int, datetime] = {}
        self.child: dict[int, int] = {}  # call -> whom it is about, as links say today
        self.said: dict[int, int] = {}  # the same as it was said first
        self.reviews: list[Held] = []
        self.opened: list[
            set[int]
        ] = []  # what was in a review that was open, or closed with a finding, when one was opened

    def call(self, number: int) -> None:
        hours = self.draw.choice([0, 1, 24, 36, 71, 72, 72.001, 73]) + self.draw.choice([0, 24, 48, 72])
        self.received[number] = START + timedelta(hours=hours)
        self.child[number] = self.said[number] = self.draw.randrange(3)

    def see_to(self) -> None:
        before = len(self.reviews)
        for one in arranged(self.windows(), self.reviews):
            if one.key is None:
                self.reviews.append(Held(len(self.reviews), one.calls))
            else:
                self.reviews[one.key] = one
        self.new = self.reviews[before:]

    def windows(self) -> list[dict[int, int]]:
        found = []
        for child in set(self.child.values()):
            calls = {call: self.received[call] for call, whom in self.child.items() if whom == child}
            found += [{call: call for call in sorted(one)} for one in windows(calls)]
        return found

    def triples(self) -> list[set[int]]:
        """By brute force: every three calls about one child of which the first and the last are within 72 hours."""
        return [
            set(three)
            for three in combinations(self.received, 3)
            if len({self.child[call] for call in three}) == 1 and self.span(three) <= LIMIT
        ]

    def span(self, calls) -> timedelta:
        times = [self.received[call] for call in calls]
        return max(times) - min(times)


def clusters(triples: list[set[int]]) -> list[set[int]]:
    """Triples that share a call are one cluster."""
    found: list[set[int]] = []
    for one in triples:
        touching = [cluster for cluster in found if cluster & one]
        found = [cluster for cluster in found if not cluster & one] + [one.union(*touching)]
    return found


def only_calls(seed: int) -> None:
    """No links and nothing closed: as many reviews as there are clusters, with their calls, in whatever order the calls come."""
    world = World(Random(seed))
    for number in range(world.draw.randrange(3, 9)):
        world.call(number)
        if world.draw.random() < 0.6:
            world.see_to()
    world.see_to()
    open_now = [set(one.calls) for one in world.reviews if not taken_up(one, world.reviews)]
    assert sorted(map(sorted, open_now)) == sorted(map(sorted, clusters(world.triples())))
    assert arranged(world.windows(), world.reviews) == []


def taken_up(one: Held, reviews: list[Held]) -> bool:
    """Whether an earlier review has all of its calls: two that a later call joined."""
    return any(other.key < one.key and set(one.calls) <= set(other.calls) for other in reviews)


def everything(seed: int) -> None:
    """Late links, unlinks, closed reviews: every triple is in a review that answers for it; none is opened for what one has."""
    world = World(Random(seed))
    for number in range(world.draw.randrange(3, 9)):
        world.call(number)
        happened = world.draw.random()
        if happened < 0.4:  # a link, or what was said is taken back, or said again
            other = {call: world.draw.randrange(3) for call in world.child}
            world.child = world.draw.choice([dict(world.said), other])
        elif happened < 0.5 and world.reviews:  # closed, with a finding or because it no longer held
            at = world.draw.randrange(len(world.reviews))
            closed = world.reviews[at]
            holds = any(three <= set(closed.calls) for three in world.triples())
            world.reviews[at] = Held(closed.key, closed.calls, open=False, answers=closed.answers and holds)
        answering = [set(one.calls) for one in world.reviews if one.answers]
        closed = [one for one in world.reviews if not one.open]
        world.see_to()
        assert [one for one in world.reviews if not one.open] == closed, "a closed review takes no more calls"
        for one in world.new:
            inside = [three for three in world.triples() if three <= set(one.calls)]
            assert any(not any(three <= calls for calls in answering) for three in inside)
        for three in world.triples():
            assert any(three <= set(one.calls) for one in world.reviews if one.answers)
        assert arranged(world.windows(), world.reviews) == []


def test_one_that_was_closed_as_taken_apart_answers_for_nothing_and_one_with_a_finding_does():
    window = {1: 1, 2: 2, 3: 3}
    assert arranged([window], [Held(0, window, open=False)]) == []
    assert arranged([window], [Held(0, window, open=False, answers=False)]) == [Held(None, window)]


def test_a_closed_one_takes_no_more_calls():
    assert arranged([{1: 1, 2: 2, 4: 4}], [Held(0, {1: 1, 2: 2, 3: 3}, open=False)]) == [Held(None, {1: 1, 2: 2, 4: 4})]


@pytest.mark.parametrize("seed", range(200))
def test_some_sets_of_calls(seed):
    only_calls(seed)
    everything(seed)


@pytest.mark.thorough
def test_ten_thousand_sets_of_calls_without_and_ten_thousand_with_late_links():
    for seed in range(10_000):
        only_calls(seed)
        everything(seed + 10_000)
