"""Calls typed into the screen of a call, save by save, as a browser with scripts posts them. Used by bench/calling.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml import html

from bench.archive import fill
from bench.figures import Figure, percentile
from bench.people.clock import SHARES, Clock
from bench.people.population import World, peopled
from bench.people.reporting import answers_of, screener
from oscr.agency.models import Office, User
from oscr.agency.sessions import METHODS, METHODS_OF
from oscr.flow.call import actions as call
from oscr.flow.report.models import Involvement
from oscr.law.calendar import local
from oscr.law.repeats import WINDOW
from oscr.people import index
from oscr.people.models import Participant

CALLS, IN_WINDOW = 100_000, 1_200  # in the tables; in seventy-two hours: 143,000 a year are 1,175
SCREENS = 20  # calls taken, each typed from its first words to its last answer
SEED, BATCH = 1, 5_000
GROUP = "the screen of a call"
TYPED = (
    {"story-what": "The caller is a grandmother. She says"},
    {"story-what": "The caller is a grandmother. She says that he has a bite mark.", "words": "bite mark"},
    {"take": "bruises"},
    {"answer": "|danger now|no"},
    {"answer": "c1|marks on the child|yes"},
    {"answer": "c1|marks explained|no"},
    {"answer": "c1|marks on head or body|yes"},
    {"words": "no food"},
    {"take": "hungry"},
    {"answer": "c1|too little food|yes"},
    {"answer": "c1/s1|suspect had care|yes"},
    {"places-home_address": "1 Example Lane, Exampleville 65000"},
    {"story-when": "Last night", "story-told_by": "He told her"},
)


def measure() -> Iterator[Figure]:
    """Each save and each key of some calls, by the wall and in processor time; the ratio is against the same with empty tables."""
    by, now = screener(), timezone.now()
    world = peopled(f"{SEED}/screens", 8 * IN_WINDOW)
    families = Random(SEED).sample(world.households, IN_WINDOW + 2 * SCREENS)
    empty = _typed(by, world, families[-SCREENS:])
    _archive(by, now)
    for number, family in enumerate(families[:IN_WINDOW]):
        at = now - WINDOW * number / IN_WINDOW
        call.receive_phone(token=uuid4(), answers=answers_of(world, family), by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    full = _typed(by, world, families[-2 * SCREENS : -SCREENS])
    yield Figure(f"{GROUP}: finished calls in the tables", CALLS, "calls")
    yield Figure(f"{GROUP}: calls in the window", IN_WINDOW, "calls")
    for what in ("save", "key"):
        yield Figure(f"{GROUP}: {what}s", len(full.clocks[what].walls), f"{what}s")
        yield from _compared(f"{GROUP}: a {what}, through the whole server", full.clocks[what], empty.clocks[what])
    yield Figure(f"{GROUP}: answer to a save, mean", sum(full.sizes) / len(full.sizes) / 1024, "KiB")


@dataclass
class Typed:
    """What came of some calls: how long saves of what was typed took, and answers given by a key; how large each answer was."""

    clocks: dict[str, Clock]
    sizes: list[int]


def _typed(by: User, world: World, families: list[list[int]]) -> Typed:
    """Some calls typed, after one that wakes the process up."""
    browser = _logged_in(by)
    made = Typed({"save": Clock(), "key": Clock()}, [])
    _taken(browser, answers_of(world, families[0]), Typed({"save": Clock(), "key": Clock()}, []))
    for family in families[1:]:
        _taken(browser, answers_of(world, family), made)
    return made


def _compared(name: str, clock: Clock, before: Clock) -> Iterator[Figure]:
    for share in SHARES[:2]:
        now, then = (percentile(one.walls, share) for one in (clock, before))
        yield Figure(f"{name}, p{100 * share:.0f}", now, "ms", now / then, "empty tables")
    for share in SHARES[:2] if clock.worked else ():
        now, then = (percentile(one.works, share) for one in (clock, before))
        yield Figure(f"{name}, p{100 * share:.0f} of processor time", now, "ms", now / then, "empty tables")


def _archive(by: User, now) -> None:
    """Finished calls, and their children where the search finds them."""
    first = Office.objects.filter(kind="county").order_by("pk").first()
    fill(low=1_000_001, high=1_000_000 + CALLS, screener=by.pk, office=first.pk, at=now - WINDOW - timedelta(days=1))
    reports = dict(Involvement.objects.filter(participant__gt=1_000_000).values_list("participant_id", "report_id"))
    told = Participant.objects.filter(pk__gt=1_000_000).order_by("pk")
    for start in range(0, CALLS, BATCH):
        known = index.described(list(told[start : start + BATCH]), local(now).date())
        index.file(rows=[index.row(one, telling, reports[one]) for one, telling in known.items()])


def _logged_in(by: User) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(by)
    session = client.session
    session[METHODS], session[METHODS_OF] = [{"method": "password"}, {"method": "mfa"}], str(by.pk)
    session.save()
    return client


def _taken(browser: Client, family: dict, made: Typed) -> None:
    """One call typed: its people first, then a save for each pause and each key."""
    sheet = browser.post("/hotline/phone/", secure=True).headers["Location"]
    page = html.fromstring(browser.get(sheet, secure=True).content).get_element_by_id("sheet")
    fields = _fields(page)
    for step in (*_people(family), *TYPED):
        keys = {name: value for name, value in step.items() if name in ("answer", "take")}
        fields |= step if not keys else {}
        answer = _saved(browser, sheet, fields | keys, made.clocks["key" if keys else "save"])
        if answer.status_code != 200 or b"data-stale" in answer.content or b"not understood" in answer.content:
            raise LookupError(f"not kept: {answer.status_code}")
        fields = _added(answer.content) | fields | _added(answer.content, "version")
        made.sizes.append(len(answer.content))


def _saved(browser: Client, sheet: str, posted: dict[str, str], clock: Clock):
    """One save as htmx posts it."""
    body, form = urlencode(posted), "application/x-www-form-urlencoded"
    with clock:
        return browser.post(sheet, body, form, headers={"HX-Request": "true"}, secure=True)


def _added(answer: bytes, only: str = "") -> dict[str, str]:
    """The fields that an answer brings."""
    return _fields(html.fragment_fromstring(f"<form>{answer.decode()}</form>"), only)


def _fields(form: html.FormElement, only: str = "") -> dict[str, str]:
    """What a browser sends of a form as it stands."""
    found = [one for one in form.inputs if one.name and (one.name == only or not only)]
    lines = {one.name: one.value or "" for one in found if getattr(one, "type", "") not in ("radio", "checkbox")}
    return lines | {one.name: one.get("value", "on") for one in found if getattr(one, "checked", False)}


def _people(family: dict) -> Iterator[dict[str, str]]:
    """The names as they are typed, a save each, and who may have done it."""
    for page, letter in (("children", "c"), ("adults", "p")):
        for place, one in enumerate(family[page], 1):
            prefix = f"{page}-{letter}{place}"
            yield {f"{prefix}-first": one["first"], f"{prefix}-last": one["last"]}
            if one.get("age") is not None:
                yield {f"{prefix}-age": str(one["age"]), f"{prefix}-age_unit": "years"}
    if family["adults"]:
        yield {"suspects-s1-person": "p1"}
