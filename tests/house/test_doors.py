"""Every view wears a door, every route has its row, and the doors do what they say."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import Http404, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import ALLOWED, Role
from oscr.agency.sessions import METHODS, METHODS_OF
from oscr.desks import doors
from oscr.desks.authorization import ANYONE, RELATIONS, table
from oscr.flow.report.models import Draft
from oscr.law.refusal import Refused
from oscr.record.models import Entry
from tests import making
from tests.house import page_guards
from tests.house.routes import Route, routes

LIBRARIES = {  # routes whose views are not ours or stand before every desk; each says for itself who may call it
    "openid_connect_login": "to the identity provider",
    "openid_connect_callback": "back from it",
    "account_login": "staff: password",
    "mfa_authenticate": "staff: second factor",
    "mfa_activate_totp": "staff: a new second factor",
    "account_logout": "the end of a session",
    "session_extend": "thirty minutes more",
    "set_language": "English or Spanish",
}
HERE = [
    route for route in routes() if route.desk != "demo"
]  # the demonstration's pages exist only in the demonstration


def without_a_door(found: list[Route]) -> Iterator[str]:
    """Views that anybody could call, because nothing looks their route up."""
    for route in found:
        if not route.door and route.name not in LIBRARIES:
            yield f"{route.name} wears no door"


def out_of_step(found: list[Route], rows: dict[str, dict]) -> Iterator[str]:
    """Routes without a row, rows without a route, and rows that do not fit the door."""
    behind = {route.name: route for route in found}
    yield from (f"{name} has no row in authorization.toml" for name, route in behind.items() if name not in rows)
    yield from (f"authorization.toml: there is no route {name}" for name in rows if name not in behind)
    for name, row in rows.items():
        door = behind[name].door if name in behind else ""
        if door == "reads" and set(row) != {"GET"}:
            yield f"{name}: a reading door has GET and nothing else"
        if door == "writes" and "POST" not in row:
            yield f"{name}: a writing door has POST"
        if door == "public" and any(roles != {ANYONE: ANYONE} for roles in row.values()):
            yield f"{name}: a public door is open to anyone"
        for roles in row.values():
            for role, relation in roles.items():
                if role not in (ANYONE, *ALLOWED) or relation not in RELATIONS:
                    yield f'{name}: {role} = "{relation}" means nothing'


def test_every_view_wears_a_door():
    assert list(without_a_door(HERE)) == []


def test_the_table_and_the_routes_agree():
    assert list(out_of_step(HERE, table())) == []


def test_addresses_hold_no_personal_data():
    places = [(route.name, route.arguments) for route in routes()]
    kinds = {
        "IntConverter": "int",
        "UUIDConverter": "uuid",
        "SlugConverter": "slug",
        "StringConverter": "str",
        "PathConverter": "path",
    }
    told = [(name, {argument: kinds[kind] for argument, kind in arguments.items()}) for name, arguments in places]
    assert list(page_guards.talkative_addresses(told)) == []


def test_a_view_without_a_door_is_found():
    assert list(without_a_door([Route("county:open", lambda request: None, {})])) == ["county:open wears no door"]


@pytest.mark.parametrize(
    ("kind", "row", "found"),
    [
        ("reads", None, "has no row"),
        ("reads", {"GET": {ANYONE: ANYONE}, "POST": {ANYONE: ANYONE}}, "nothing else"),
        ("writes", {"GET": {"worker": "office"}}, "has POST"),
        ("public", {"GET": {"worker": "office"}}, "open to anyone"),
        ("reads", {"GET": {"worker": "county"}}, "means nothing"),
        ("reads", {"GET": {"janitor": "all"}}, "means nothing"),
    ],
)
def test_a_row_that_does_not_fit_is_found(kind: str, row: dict | None, found: str):
    view = SimpleNamespace(door=kind)
    assert any(
        found in one for one in out_of_step([Route("county:board", view, {})], {"county:board": row} if row else {})
    )


def test_a_row_without_a_route_is_found():
    assert list(out_of_step([], {"county:gone": {}})) == ["authorization.toml: there is no route county:gone"]


def request_by(user: User | AnonymousUser, route: str, method: str = "GET", factor: bool = True) -> Any:
    """A request as a door gets it: routed, with a user and a session."""
    request = RequestFactory().generic(method, "/somewhere/")
    request.user, request.session = user, SessionStore()
    request.resolver_match = SimpleNamespace(view_name=route)
    if user.pk and factor:
        request.session[METHODS] = [{"method": "mfa"}]
        request.session[METHODS_OF] = str(user.pk)
    return request


def make_an_office(request: Any, *_records: object) -> HttpResponse:
    """A view that writes."""
    Office.objects.create(kind=OfficeKind.OHI, name="Made by a page", region="Northeast")
    return HttpResponse("made")


@pytest.mark.django_db
class TestReads:
    def test_cannot_write(self):
        request = request_by(making.user(Role.SCREENER), "hotline:queue")
        with pytest.raises(RuntimeError, match="a reading page tried to write"):
            doors.reads()(make_an_office)(request)
        assert not Office.objects.filter(name="Made by a page").exists()

    def test_cannot_write_while_it_is_drawn_either(self):
        """A template that writes would do so after the view has returned: the door draws the page itself."""
        request = request_by(making.user(Role.SCREENER), "hotline:queue")
        page = engines["django"].from_string("{{ act }}")
        view = doors.reads()(lambda request: TemplateResponse(request, page, {"act": lambda: make_an_office(request)}))
        with pytest.raises(RuntimeError, match="a reading page tried to write"):
            view(request)

    def test_records_who_looked(self):
        owner = making.reporter()
        report = making.sent(owner)
        doors.reads(type(report))(lambda request, found: HttpResponse(found.number))(
            request_by(owner, "reporter:status"), number=report.number
        )
        look = Entry.objects.filter(act="looked").get()
        assert (look.subject, look.by, look.details) == (
            f"report.report:{report.number}",
            owner,
            {"route": "reporter:status"},
        )

    def test_shows_nothing_when_the_look_cannot_be_recorded(self, monkeypatch: pytest.MonkeyPatch):
        owner = making.reporter()
        report = making.sent(owner)
        monkeypatch.setattr(doors.record, "write", full)
        view = doors.reads(type(report))(lambda request, found: HttpResponse(found.narrative))
        with pytest.raises(OSError, match="no room"):
            view(request_by(owner, "reporter:status"), number=report.number)

    def test_a_record_of_somebody_else_does_not_exist(self):
        report = making.sent(making.reporter())
        view = doors.reads(type(report))(lambda request, found: HttpResponse(found.narrative))
        with pytest.raises(Http404):
            view(request_by(making.reporter(), "reporter:status"), number=report.number)
        assert not Entry.objects.filter(act="looked").exists()

    def test_a_staff_member_without_the_second_factor_is_sent_to_log_in(self):
        request = request_by(making.user(Role.SCREENER), "hotline:queue", factor=False)
        response = doors.reads()(lambda request: HttpResponse("the queue"))(request)
        assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/staff/log-in/")


@pytest.mark.django_db
class TestWrites:
    def test_is_one_transaction_that_a_refusal_undoes(self):
        def view(request: Any) -> HttpResponse:
            make_an_office(request)
            raise Refused("Not today.", cite="RSMo 210.145")

        response = doors.writes()(view)(request_by(making.user(Role.SCREENER), "hotline:phone", "POST"))
        assert response.status_code == 409
        assert not Office.objects.filter(name="Made by a page").exists()

    def test_only_reads_when_it_is_only_asked_to_show(self):
        request = request_by(making.user(Role.SCREENER), "hotline:phone")
        with pytest.raises(RuntimeError, match="a reading page tried to write"):
            doors.writes()(make_an_office)(request)

    def test_keeps_nothing_of_a_draft_of_somebody_else(self):
        draft = making.draft(making.reporter())
        view = doors.writes(Draft, key="pk")(lambda request, found: HttpResponse("saved"))
        with pytest.raises(Http404):
            view(request_by(making.reporter(), "reporter:page", "POST"), pk=draft.pk)


def full(**_entry: object) -> None:
    """A record that cannot be written."""
    raise OSError("no room")
