"""What a process remembers of the window is what it would read anew, whatever happened meanwhile, and it reads only what is new."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from oscr.agency.permissions import Role
from oscr.flow.history import actions, around, repeats
from oscr.flow.history.around import Window
from oscr.law.refusal import Refused
from oscr.law.repeats import WINDOW
from oscr.people import actions as people
from oscr.people.matching.window import Found
from oscr.people.models import Link
from tests.flow.history.calling import OTHER, ROBIN, child, told
from tests.making import NOW, user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def screener():
    around.forget()
    yield user(Role.SCREENER)
    around.forget()


def read(until, *, anew: bool):
    """The window that ends then, as this process has it or as one that was just started."""
    remembered = around._MEMORY.seen, around._MEMORY.windows
    if anew:
        around.forget()
    window = Window(until - WINDOW, until)
    if anew:
        around._MEMORY.seen, around._MEMORY.windows = remembered
    found = {key: window.same_child(one) for key, one in window.mentions.items()}
    return window.mentions, window.reports, window.received, {key: _tied(one) for key, one in found.items()}


def _tied(found) -> tuple[set, set]:
    """Who was found, in whichever order the calls were read."""
    return tuple({(tie.mention, tie.said, tie.entry) for tie in ties} for ties in (found.same, found.household))


class Undone(Exception):
    """What was done in between is taken back."""


def something_happens(rng: Random, calls: list, by, at) -> None:
    """A call, or something said of two children, or nothing."""
    one, other = (child(call) for call in rng.sample(calls, 2))
    how = {"reason": "For the test.", "by": by, "at": at}
    match rng.randrange(6):
        case 0:
            calls.append(told(rng.choice((ROBIN, OTHER)), at=at - rng.random() * 90 * HOUR))
        case 1:
            actions.link(one=one, other=other, **how)
        case 2:
            actions.deny(one=one, other=other, **how)
        case 3:
            people.propose(one=one, other=other, score=30.0, reason="alike", guarded=rng.random() < 0.5, at=at)
        case 4:
            said = Link.objects.filter(participant__in=(one, other)).select_related("participant", "person").first()
            if said:
                actions.withdraw(participant=said.participant, person=said.person, **how)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(4))
def test_what_is_remembered_is_what_is_so(seed: int, screener):
    rng = Random(seed)
    calls = [told(rng.choice((ROBIN, OTHER)), at=NOW - hours * HOUR) for hours in range(0, 100, 20)]
    for step in range(16):
        at = NOW + step * HOUR
        try:
            with transaction.atomic():
                something_happens(rng, calls, screener, at)
                read(at, anew=False)
                if rng.random() < 0.3:
                    raise Undone
        except Undone:
            calls = [call for call in calls if type(call).objects.filter(pk=call.pk).exists()]
        except Refused:
            pass
        assert read(at, anew=False) == read(at, anew=True), f"seed {seed}, step {step}"


def test_a_pause_of_the_keys_reads_only_the_calls_that_are_new(screener):
    told(ROBIN), told(OTHER, at=NOW + HOUR)
    Window(NOW - 70 * HOUR, NOW + 2 * HOUR)
    with CaptureQueriesContext(connection) as asked:
        Window(NOW - 70 * HOUR, NOW + 2 * HOUR)
    assert len(asked) == 3 and not any("described" in one["sql"] for one in asked)
    last = told(ROBIN, at=NOW + 2 * HOUR)
    with CaptureQueriesContext(connection) as asked:
        Window(NOW - 70 * HOUR, NOW + 2 * HOUR)
    (reading,) = [one["sql"] for one in asked if "described" in one["sql"]]
    assert f"IN ({last.pk})" in reading


def test_nobody_is_weighed_twice_while_nothing_new_is_told(screener, monkeypatch: pytest.MonkeyPatch):
    weighed = []
    monkeypatch.setattr(around, "same_child", lambda asked, crowd: weighed.append(asked) or Found((), ()))
    told(ROBIN), told(ROBIN, at=NOW + HOUR)
    answers = {"children": [{"id": "c1", **ROBIN}], "story": {"what": "The"}}
    for words in ("The caller", "The caller says"):
        repeats.of_call({**answers, "story": {"what": words}}, NOW + 2 * HOUR, screener)
    assert len(weighed) == 1
    repeats.of_call({"children": [{"id": "c1", **ROBIN, "last": "Cloverfeld"}]}, NOW + 2 * HOUR, screener)
    assert len(weighed) == 2
    told(OTHER, at=NOW - 100 * HOUR)  # a letter that came before the window: who is on file is another now
    repeats.of_call(answers, NOW + 2 * HOUR, screener)
    assert len(weighed) == 3


def test_no_more_windows_are_remembered_than_so_many(screener):
    told(ROBIN)
    for hours in range(around.WINDOWS + 1):
        told(OTHER, at=NOW + hours * HOUR)
        read(NOW + 2 * HOUR, anew=False)
    assert len(around._MEMORY.windows) <= around.WINDOWS


def test_a_link_made_and_one_withdrawn_count_at_the_next_pause(screener):
    calls = [told(ROBIN), told(OTHER, at=NOW + HOUR)]
    answers = {"children": [{"id": "c1", **ROBIN}]}
    how = {"reason": "Same child.", "by": screener, "at": NOW + HOUR}

    def flagged() -> bool:
        return any(one.flagged for one in repeats.of_call(answers, NOW + 2 * HOUR, screener))

    assert not flagged()
    person = actions.link(one=child(calls[1]), other=child(calls[0]), **how)
    assert flagged()
    actions.withdraw(participant=child(calls[1]), person=person, **how)
    assert not flagged()


def test_no_more_is_remembered_than_so_many_reports(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(around, "MOST", 2)
    early, late = told(ROBIN, at=NOW - 90 * HOUR), [told(ROBIN, at=NOW + hour * HOUR) for hour in range(2)]
    read(NOW - 80 * HOUR, anew=False)
    assert set(around._MEMORY.seen.mentions) == {early.pk}
    read(NOW + 2 * HOUR, anew=False)
    assert set(around._MEMORY.seen.mentions) == {call.pk for call in late}
