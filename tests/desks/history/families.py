"""A family told of over four years: one child under three names, a move, a sister born between, a call that is restricted."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from oscr.agency.models import Office
from oscr.agency.permissions import Role
from oscr.flow.history import actions
from oscr.flow.report import actions as report
from oscr.people import actions as people
from oscr.people.models import Participant
from tests import making

NOW = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OLD, NEW = "12 Elm Street, Columbia MO 65201", "Blue trailer behind the store on Route J"
ROBIN = {"id": "c1", "first": "Robin", "last": "Cloverfield", "birth_date": "2018-11-02", "sex": "male"}
BOBBY = {"id": "c1", "first": "Bobby", "last": "Cloverfeild", "age": 6, "age_unit": "years", "sex": "male"}
WREN = {
    "id": "c2",
    "first": "Wren",
    "last": "Cloverfield",
    "birth_date": "2025-01-15",
    "sex": "female",
    "worried": False,
}
ADA = {"id": "p1", "first": "Ada", "last": "Cloverfield", "relation": "Mother", "address": OLD, "phone": "555-0101"}


def told(at: datetime, home: str, children: list[dict], adults: list[dict] = (ADA,), suspect: str = "p1"):
    """One report of the family."""
    suspects = [{"id": "s1", "person": suspect}] if suspect else []
    where = {"home_address": home, "home_county": making.BOONE}
    return making.sent(at=at, children=children, adults=list(adults), suspects=suspects, places=where)


def who(of, code: str) -> Participant:
    """Who bears this code in a report."""
    return of.involved.get(code=code).participant


def family() -> SimpleNamespace:
    """Five calls: two investigations, one restricted, two that wait; Robin linked over four of them."""
    screener, boss = making.user(Role.SCREENER), making.user(Role.HOTLINE_SUPERVISOR)
    at = [NOW - days * DAY for days in (1400, 500, 90, 12, 1)]
    first = told(at[0], OLD, [ROBIN])
    making.alerted(screener, Office.objects.get(fips=making.BOONE), of=first, at=at[0] + making.MINUTE)
    second = told(at[1], OLD, [BOBBY], suspect="")
    making.classified(screener, of=second, at=at[1] + making.MINUTE)
    hidden = told(at[2], NEW, [ROBIN, WREN])
    report.restrict(report=hidden, why="conflict", by=boss, at=at[2])
    fourth = told(at[3], NEW, [ROBIN, WREN], adults=[ADA | {"address": ""}])
    fifth = told(at[4], NEW, [BOBBY | {"age": 7}], adults=[])
    how = {"reason": "Same mother and birth date.", "by": boss, "at": NOW}
    for one in (second, hidden, fourth):
        actions.link(one=who(one, "A"), other=who(first, "A"), **how)
    for one in (second, fourth):
        actions.link(one=who(one, "1"), other=who(first, "1"), **how)
    people.propose(one=who(fifth, "A"), other=who(first, "A"), score=9.5, reason="Bobby is Robert", at=NOW)
    return SimpleNamespace(
        screener=screener, boss=boss, first=first, second=second, hidden=hidden, fourth=fourth, fifth=fifth
    )
