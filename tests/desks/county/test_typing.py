"""What a worker typed outlives a log-in that ended meanwhile, on every page that asks for more than a tick."""

import pytest
from django.test import Client
from django.urls import reverse

from oscr.desks import stash
from tests.house.world import logged_in

pytestmark = pytest.mark.django_db
TYPED = "Typed at nine in the evening."
PAGES = {
    "response": "what",
    "response_safety": "note",
    "enforcement": "text",
    "track": "reason",
    "dispute": "reason",
    "move": "note",
    "release": "release-need",
    "propose": "evidence",
    "caller": "verify-name",
}
OFFICES = {"court": "about", "state": "purpose"}


@pytest.mark.parametrize(("name", "field"), [*PAGES.items(), *OFFICES.items()])
def test_it_stands_in_the_form_after_the_log_in(alert, staff, at, name, field):
    address = reverse(f"county:{name}", args=[alert.number] if name in PAGES else [])
    typed = {field: TYPED, "kind": "unsubstantiated", "do": "verify"}
    out = Client()
    assert out.post(address, typed).status_code == 302  # to the log-in
    mine = logged_in(staff.supervisor, "password", "mfa")
    session = mine.session
    session[stash.KEY] = out.session[stash.KEY]
    session.save()
    assert TYPED in mine.get(address).content.decode()
    assert TYPED not in mine.get(address).content.decode()  # once
