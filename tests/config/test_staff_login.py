"""Staff log-in: a password opens nothing by itself, five wrong tries lock, and nobody learns which address exists."""

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY, authenticate
from django.db import connection
from django.urls import NoReverseMatch, reverse

from oscr.agency.permissions import Role
from oscr.agency.sessions import second_factor_used
from oscr.config.staff import StaffAdapter
from tests import making
from tests.config.conftest import PASSWORD, code_for, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("probes")]

LOG_IN, CODE, ENROL = "/staff/log-in/", "/staff/code/", "/staff/enrol/"
STAFF_PAGE = "/hotline/form/"
WRONG = "do not go together"
LOCKED = "Too many wrong tries"


def give_password(client, user, password=PASSWORD, **more):
    return client.post(LOG_IN, {"login": user.email, "password": password, **more})


def shown_secret(client) -> str:
    page = client.get(ENROL).content.decode()
    return page.split("<code>", 1)[1].split("</code>")[0].replace(" ", "")


def test_names_of_the_routes():
    assert [reverse(name) for name in ("account_login", "mfa_authenticate", "mfa_activate_totp", "account_logout")] == [
        LOG_IN, CODE, ENROL, "/log-out/"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_reset_password", "account_change_password", "socialaccount_connections",
     "socialaccount_signup", "mfa_index", "mfa_deactivate_totp", "mfa_generate_recovery_codes", "account_inactive"],
)  # fmt: skip
def test_the_library_s_other_pages_do_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_password_then_code(client, screener, device):
    answer = give_password(client, screener, next=STAFF_PAGE)
    assert (answer.status_code, answer["Location"]) == (302, CODE)
    assert SESSION_KEY not in client.session
    assert client.get(STAFF_PAGE)["Location"].startswith(LOG_IN)
    answer = client.post(CODE, {"code": device()})
    assert (answer.status_code, answer["Location"]) == (302, STAFF_PAGE)
    assert client.get(STAFF_PAGE).status_code == 200


def test_without_next_to_one_s_own_desk(client, screener, device):
    give_password(client, screener)
    assert client.post(CODE, {"code": device()})["Location"] == "/hotline/"


def test_code_with_blanks_is_taken(client, screener, device):
    give_password(client, screener)
    code = device()
    client.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
    assert SESSION_KEY in client.session


def test_wrong_code(client, screener, device):
    give_password(client, screener)
    wrong = f"{(int(device()) + 1) % 1000000:06}"
    answer = client.post(CODE, {"code": wrong})
    assert "Incorrect code" in answer.content.decode()
    assert SESSION_KEY not in client.session


def test_a_code_works_once(client, screener, device):
    code = device()
    give_password(client, screener)
    client.post(CODE, {"code": code})
    client.post("/log-out/")
    give_password(client, screener)
    answer = client.post(CODE, {"code": code})
    assert "Incorrect code" in answer.content.decode()
    assert SESSION_KEY not in client.session


def test_staff_without_the_second_factor_open_no_page(client, screener):
    """Even a session that came about in another way."""
    client.force_login(screener)
    answer = client.get(STAFF_PAGE)
    assert (answer.status_code, answer["Location"]) == (302, LOG_IN)
    assert client.get(LOG_IN).status_code == 200  # and not round in circles
    assert client.post(STAFF_PAGE, {"story": "x"}).status_code == 302


def test_second_factor_is_one_person_s(client, screener, rf):
    request = rf.get("/")
    request.user = screener
    request.session = {
        "account_authentication_methods": [{"method": "mfa"}],
        "account_authentication_methods_user": "0",
    }
    assert not second_factor_used(request)
    request.session["account_authentication_methods_user"] = str(screener.pk)
    assert second_factor_used(request)
    request.session["account_authentication_methods"] = [{"method": "password"}]
    assert not second_factor_used(request)
    request.session["account_authentication_methods"] = "mfa"
    assert not second_factor_used(request)


def test_without_a_device_enrolment_comes_first(client, screener):
    answer = give_password(client, screener, next=STAFF_PAGE)
    assert (answer.status_code, answer["Location"]) == (302, ENROL)
    assert SESSION_KEY not in client.session
    assert client.get(CODE)["Location"] == LOG_IN
    page = client.get(ENROL).content.decode()
    assert "otpauth://totp/" in page
    assert "<svg" in page
    assert "style=" not in page.split("<svg")[1].split("</svg>")[0]
    secret = shown_secret(client)
    assert secret == shown_secret(client)  # a reload does not outdate what was scanned
    answer = client.post(ENROL, {"code": "000000" if code_for(secret) != "000000" else "000001"})
    assert "Incorrect code" in answer.content.decode()
    assert not Authenticator.objects.exists()
    answer = client.post(ENROL, {"code": code_for(secret)})
    assert (answer.status_code, answer["Location"]) == (302, STAFF_PAGE)
    assert client.get(STAFF_PAGE).status_code == 200
    stored = str(Authenticator.objects.get().data)
    assert secret not in stored


def test_enrolled_code_cannot_be_used_again(client, screener):
    give_password(client, screener)
    code = code_for(shown_secret(client))
    client.post(ENROL, {"code": code})
    client.post("/log-out/")
    give_password(client, screener)
    client.post(CODE, {"code": code})
    assert SESSION_KEY not in client.session


def test_enrolment_needs_a_password_first(client, screener, device):
    assert client.get(ENROL)["Location"] == client.get(CODE)["Location"] == LOG_IN
    give_password(client, screener)
    assert client.get(ENROL)["Location"] == LOG_IN  # who has a device cannot add another by the password alone
    client.post(CODE, {"code": device()})
    assert client.post(ENROL, {"code": "1"})["Location"] == LOG_IN


@pytest.mark.parametrize("case", ["unknown", "wrong", "reporter", "closed"])
def test_everybody_who_may_not_gets_the_same_words(client, screener, device, case):
    address, password = screener.email, PASSWORD
    if case == "unknown":
        address = "nobody@example.org"
    if case == "wrong":
        password = "wrong"
    if case == "reporter":
        reporter = person(Role.REPORTER)
        reporter.set_password(PASSWORD)
        reporter.save()
        address = reporter.email
    if case == "closed":
        screener.is_active = False
        screener.save()
    answer = client.post(LOG_IN, {"login": address, "password": password})
    assert answer.status_code == 200
    assert WRONG in answer.content.decode()
    assert SESSION_KEY not in client.session
    assert authenticate(None, email=address, password=password) is None


def test_five_wrong_tries_lock(client, screener, device):
    for _ in range(5):
        assert WRONG in give_password(client, screener, "wrong").content.decode()
    assert LOCKED in give_password(client, screener).content.decode()
    assert LOCKED in give_password(type(client)(), screener).content.decode()  # from anywhere
    assert SESSION_KEY not in client.session


def test_unknown_addresses_lock_alike(client, screener):
    for _ in range(5):
        client.post(LOG_IN, {"login": "nobody@example.org", "password": "x"})
    assert LOCKED in client.post(LOG_IN, {"login": "nobody@example.org", "password": "x"}).content.decode()


def test_the_lock_is_shared_by_all_workers(client, screener):
    """The count is in the database, where every process finds it."""
    for _ in range(5):
        give_password(client, screener, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] >= 1
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache")
    assert WRONG in give_password(client, screener, "wrong").content.decode()


def test_five_wrong_codes_lock(client, screener, device):
    give_password(client, screener)
    wrong = f"{(int(device()) + 1) % 1000000:06}"
    for _ in range(5):
        client.post(CODE, {"code": wrong})
    assert LOCKED in client.post(CODE, {"code": device()}).content.decode()
    assert SESSION_KEY not in client.session


def test_start_over_forgets_the_half_log_in(client, screener, device):
    give_password(client, screener)
    assert client.post("/log-out/").status_code == 302
    assert client.get(CODE)["Location"] == LOG_IN


def test_a_closed_account_is_out_at_the_next_request(client, screener, device):
    give_password(client, screener)
    client.post(CODE, {"code": device()})
    screener.is_active = False
    screener.save()
    assert client.get(STAFF_PAGE)["Location"].startswith(LOG_IN)


def test_a_changed_role_counts_at_the_next_request(client, screener, device):
    give_password(client, screener)
    client.post(CODE, {"code": device()})
    screener.role = Role.WORKER
    screener.save()
    assert client.get(STAFF_PAGE).status_code == 403


def test_log_in_gives_a_new_session(client, screener, device):
    client.get(LOG_IN)
    give_password(client, screener)
    before = client.session.session_key
    client.post(CODE, {"code": device()})
    assert client.session.session_key != before


def test_a_reporter_on_the_same_machine_is_logged_out_by_a_staff_log_in(client, screener, device):
    client.force_login(person(Role.REPORTER))
    assert client.get(LOG_IN).status_code == 200
    give_password(client, screener)
    assert SESSION_KEY not in client.session
    client.post(CODE, {"code": device()})
    assert client.session[SESSION_KEY] == str(screener.pk)


def test_who_is_logged_in_is_sent_to_the_desk(client, screener, device):
    give_password(client, screener)
    client.post(CODE, {"code": device()})
    assert client.get(LOG_IN)["Location"] == "/hotline/"


def test_log_out(client, screener, device):
    give_password(client, screener)
    client.post(CODE, {"code": device()})
    assert client.get("/log-out/").status_code == 405
    answer = client.post("/log-out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer["Cache-Control"] == "no-store"
    assert client.get(STAFF_PAGE).status_code == 302


def test_a_password_is_never_sent_back(client, screener):
    assert PASSWORD not in give_password(client, screener, PASSWORD + "x").content.decode()


def test_hostile_log_ins_are_not_errors(client, screener):
    for login, password in (
        ("a\x00b@example.org", "x"),
        ("x" * 100_000, "y"),
        ("\ud800".encode("utf-8", "surrogatepass"), "z"),
    ):
        assert client.post(LOG_IN, {"login": login, "password": password}).status_code in (200, 400)
    assert give_password(client, screener, "a\x00b").status_code == 200


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        (Role.HOTLINE_SUPERVISOR, "/hotline/"),
        (Role.REGIONAL_DIRECTOR, "/county/"),
        (Role.ANALYST, "/agency/"),
        (Role.REPORTER, "/report/"),
    ],
)
@pytest.mark.django_db
def test_everybody_is_led_to_their_own_desk(role, desk):
    assert StaffAdapter().get_login_redirect_url(SimpleNamespace(user=making.user(role))) == desk
