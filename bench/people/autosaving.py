"""What it takes at each pause of the keys to say whether a call that is being taken is one of three about a child.

Measured with as many calls in the window as seventy-two hours bring at 143,000 a year, taken down into the tables that are filled: by
a process that has seen the window before, as one does from the second pause on, by one that has not, and where nothing was told of
anybody since the pause before.
"""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from bench.figures import Figure, percentile
from bench.people.clock import Clock
from bench.people.population import peopled
from bench.people.reporting import answers_of, screener
from oscr.flow.call import actions as call
from oscr.flow.history import around, repeats
from oscr.law.repeats import WINDOW

CALLS = 1_200  # in the window: 143,000 a year are 1,175
PAUSES = 60  # half of them in calls about families of whom another call of the window told
A_PAUSE = timedelta(seconds=2)


def measure(group: str, seed: int) -> Iterator[Figure]:
    """Autosaves by a process that knows the window beside one that has just been started, in turn, about the same families."""
    by, world, began = screener(), peopled(f"{seed}/autosaves", 8 * CALLS), timezone.now()
    families = Random(seed).sample(world.households, CALLS + PAUSES // 2)
    for number, family in enumerate(families[:CALLS]):
        at = began - WINDOW * number / CALLS
        call.receive_phone(token=uuid4(), answers=answers_of(world, family), by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    fresh, knowing, again = Clock(), Clock(), Clock()
    asked = [answers_of(world, family) for family in families[-PAUSES:]]
    for number, (answers, others) in enumerate(zip(asked, asked[1:] + asked[:1], strict=True)):
        at = began + number * A_PAUSE
        around.forget()
        with fresh:
            repeats.of_call(answers, at, by)
        with knowing:
            repeats.of_call(others, at, by)
        with again:
            repeats.of_call(others, at, by)
    name = f"{group}: autosave of a call, with the window's flag"
    yield Figure(f"{group}: calls in the window of an autosave", CALLS, "calls")
    yield from fresh.figures(f"{name}, by a process just started")
    yield from knowing.figures(name)
    yield from again.figures(f"{name}, nobody named since the last one")
    if knowing.works:
        less = percentile(fresh.works, 0.5) / percentile(knowing.works, 0.5)
        yield Figure(f"{name}, a process just started takes", less, "times as much work at p50")
