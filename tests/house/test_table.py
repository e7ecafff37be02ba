"""The authorization table, called cell by cell: every route with every method by every role, and by nobody, on records near and far.

What is expected comes from the table alone: 405 for a method without a line, the log-in for nobody, 403 for a role without leave,
404 for a record outside the relation, and never any of these for one inside it.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from oscr.agency.permissions import STAFF_ROLES, Role
from oscr.desks import doors
from oscr.desks.authorization import ANYONE, table
from oscr.flow.assignment.models import AlertQuerySet
from oscr.record.models import Entry
from tests.house import world as made
from tests.house.routes import Route, routes
from tests.house.world import (
    ALERT,
    ASKED,
    CALL,
    COURT,
    DOUBT,
    DRAFT,
    DRAWN,
    FEED,
    HELP,
    LINK,
    NOTICE,
    PAGE,
    PAIR,
    QUESTION,
    REOPENED,
    REPORT,
    REVIEW,
    STATE,
    TELLING,
    TRANSFER,
    VERSION,
    WALK,
    Thing,
    World,
)
from tests.making import NOW

METHODS = ("GET", "HEAD", "POST")
NEVER = ("PUT", "PATCH", "DELETE", "OPTIONS")  # no row has these: refused before a door asks who somebody is
TURNED_AWAY = {403: 403, 404: 404, 405: 405, 410: 404}  # a draft that has ended and a draft of somebody else look alike
BEHIND_DOORS = {route.name: route for route in routes() if route.door}
WITHOUT = Thing("nothing", "", {})
ITS_OWN = {
    "hotline:birth": PAIR,
    "hotline:question": QUESTION,
    "hotline:reading": DRAWN,
    "hotline:reading_settle": DRAWN,
    "hotline:doubt": DOUBT,
    "hotline:walk": WALK,
    "hotline:walk_ask": WALK,
    "hotline:walk_decide": WALK,
    "county:transfer": TRANSFER,
    "county:request": ASKED,
    "county:court_inquiry": COURT,
    "county:state_request": STATE,
    "county:call": CALL,
    "county:call_read": CALL,
    "county:enforcement_answer": NOTICE,
    "county:enforcement_link": NOTICE,
    "county:answer_help": HELP,
    "county:take_back_help": HELP,
    "county:feed": FEED,
    "county:agency": LINK,
    "county:agency_open": LINK,
    "county:agency_answer": LINK,
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for the whole table; every call is undone."""
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW + timedelta(minutes=10), tick=False),
        transaction.atomic(),
    ):
        yield made.build()
        transaction.set_rollback(True)


def things_of(route: Route, world: World) -> list[Thing]:
    """What the address of a route can name; one nameless thing where it names no record."""
    if not route.arguments:
        return [WITHOUT]
    if route.desk == "agency":
        page = "beaten" if route.name == "agency:pathway" else "tracks"
        found = [
            thing for thing in world.things if thing.kind in (VERSION, PAGE) and set(route.arguments) <= set(thing.keys)
        ]
        return [thing for thing in found if thing.keys.get("page", page) == page]
    if route.desk == "history":
        kind = {"history:report": REPORT, "history:alert": ALERT, "history:reopening": REOPENED}.get(
            route.name, TELLING
        )
        return [thing for thing in world.things if thing.kind == kind and set(route.arguments) <= set(thing.keys)]
    if its_own := ITS_OWN.get(route.name):
        return [thing for thing in world.things if thing.kind == its_own]
    if "review" in route.name:
        return [thing for thing in world.things if thing.kind == REVIEW]
    kind = ALERT if route.desk == "county" else REPORT if "number" in route.arguments else DRAFT
    return [thing for thing in world.things if thing.kind == kind]


def address_of(route: Route, thing: Thing) -> str:
    """Where a thing is found."""
    return reverse(route.name, kwargs={name: thing.keys[name] for name in route.arguments})


def cells(route: Route, world: World) -> Iterator[tuple[str, str, Thing, object]]:
    """Every (method, who, thing) of a route with what must come back: a status, "log in", or "in"."""
    row = table()[route.name]
    for method in (*METHODS, *NEVER):
        roles = row.get("GET" if method == "HEAD" else method)
        for who in ("nobody", *Role) if method in METHODS else ("nobody", Role.SCREENER):
            seen = set()
            for thing in things_of(route, world):
                answer = expected(roles, who, thing, world, helping=getattr(route.view, "helping", True))
                sort = (answer, thing.stage if answer == "in" and method != "HEAD" else "")
                if sort not in seen:  # one of each sort: near and far, and inside it each stage
                    seen.add(sort)
                    yield method, who, thing, answer


def expected(roles: dict[str, str] | None, who: str, thing: Thing, world: World, *, helping: bool = True) -> object:
    """What the table says about one cell; `helping`: whether the door lets in an office that is asked to help."""
    if roles is None:
        return 405
    if ANYONE in roles:
        return "in"
    if who == "nobody":
        return "log in"
    if who not in roles:
        return 403
    if thing is WITHOUT or world.within(roles[who], world.people[who], thing, helping=helping):
        return "in"
    return 404


def call(world: World, route: Route, method: str, who: str, thing: Thing) -> tuple[object, int, list[str]]:
    """Knock once, and undo it: what came back in the words of `expected`, its status, and of what a look was recorded."""
    address = address_of(route, thing)
    client = world.clients[who]
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
        response = client.generic(method, address)
        looks = list(Entry.objects.filter(act="looked", seq__gt=last).values_list("subject", flat=True))
        transaction.set_rollback(True)
    client.cookies = cookies
    status = response.status_code
    if status in TURNED_AWAY:
        return TURNED_AWAY[status], status, looks
    to_log_in = status == 302 and "/log-in/" in response.headers["Location"]
    return "log in" if to_log_in else "in", status, looks


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(BEHIND_DOORS))
def test_every_cell(name: str, world: World):
    wrong = list(wrong_cells(BEHIND_DOORS[name], world))
    assert not wrong, "\n" + "\n".join(wrong)


def wrong_cells(route: Route, world: World) -> Iterator[str]:
    """The cells of a route that answer something else than the table says, or record another look than was had."""
    for method, who, thing, answer in cells(route, world):
        got, status, looks = call(world, route, method, who, thing)

        shown = status == 200 and bool(thing.subject)  # also a page shown again with a form that was refused
        if got != answer:
            yield f"{method} by {who} on {thing}: {answer} expected, {got} came"
        if looks != ([subject for subject in (thing.subject, thing.beside) if subject] if shown else []):
            yield f"{method} by {who} on {thing}: answered {status}, recorded looks: {looks}"


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(set(table()) - set(BEHIND_DOORS)))
def test_every_cell_before_the_doors(name: str, world: World):
    """Log-in, log-out and language: views of libraries, which answer nobody and everybody as the table says."""
    route = Route(name, lambda request: None, {"provider_id": "slug"} if name.startswith("openid") else {})
    thing = Thing(
        "provider", "", {"provider_id": "nobodys"}
    )  # none of that name: the log-in itself is tested elsewhere
    wrong = []
    for method in ("GET", "POST"):
        for who in ("nobody", *Role):
            roles = table()[name].get(method)
            answer = expected(roles, who, WITHOUT, world)
            got, _status, _looks = call(world, route, method, who, thing)
            also = {"log in": {403}, "in": {404} if route.arguments else {"log in"}}.get(str(answer), set())
            if got not in {answer} | also:
                wrong.append(f"{method} by {who}: {answer} expected, {got} came")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(BEHIND_DOORS))
def test_no_cell_opens_without_the_second_factor(name: str, world: World):
    """Whoever of the staff may enter is sent to log in when their session knows a password only."""
    route = BEHIND_DOORS[name]
    for method, roles in table()[name].items():
        for role in set(roles) & set(STAFF_ROLES):
            client = world.half_logged_in[role]
            address = address_of(route, things_of(route, world)[-1])
            assert client.generic(method, address).headers["Location"].startswith("/staff/log-in/")


def test_the_world_has_records_on_both_sides_of_every_relation(world: World):
    """Otherwise the table's finer words would never be called: each relation lets something in and keeps something out."""
    for relation, role, kind in (
        ("own", Role.REPORTER, REPORT),
        ("own", Role.REPORTER, DRAFT),
        ("office", Role.COUNTY_SUPERVISOR, ALERT),
        ("disclosed", Role.WORKER, ALERT),
        ("circuit", Role.CIRCUIT_MANAGER, ALERT),
        ("region", Role.REGIONAL_DIRECTOR, ALERT),
    ):
        answers = {world.within(relation, world.people[role], thing) for thing in world.things if thing.kind == kind}
        assert answers == {True, False}, f"{relation} {kind}"


class TestAMistakeIsFound:
    """The table's test, run on doors that were broken on purpose."""

    def test_when_an_office_sees_every_alert(self, world: World, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(AlertQuerySet, "visible_to", lambda self, user: self)
        found = list(wrong_cells(BEHIND_DOORS["county:looked"], world))
        assert "GET by county_supervisor on alert (alerted): 404 expected, in came" in found

    def test_when_a_door_forgets_the_roles(self, world: World, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(doors, "methods_of", lambda route: {"GET": dict.fromkeys(Role, "all")})
        found = list(wrong_cells(BEHIND_DOORS["hotline:queue"], world))
        assert "GET by reporter on nothing (): 403 expected, in came" in found

    def test_when_a_door_forgets_who_looked(self, world: World, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(doors.record, "write", lambda **entry: None)
        found = list(wrong_cells(BEHIND_DOORS["county:looked"], world))
        assert "GET by county_supervisor on alert (alerted): answered 200, recorded looks: []" in found
