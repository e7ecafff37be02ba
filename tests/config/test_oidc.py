"""Reporters' log-in: what a good one is, and that each bad one is refused and leaves nothing behind."""

import threading
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.urls import reverse
from werkzeug.serving import make_server

from oscr.agency.models import User
from oscr.agency.permissions import Role
from oscr.demo import identity
from tests.config.conftest import person
from tests.config.fake_provider import OTHER_KEY, public_pem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("probes")]

LOG_IN = "/report/log-in/mologin/"
CALLBACK = "/report/log-in/mologin/callback/"


def begin(client, query="") -> tuple[str, dict[str, str]]:
    """Where we send the browser, and what with."""
    answer = client.get(LOG_IN + query)
    assert answer.status_code == 302, answer.content
    location = answer["Location"]
    return location, {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def log_in(client, provider, query=""):
    """A whole log-in; gives the answer that the browser gets on its way back."""
    location, _ = begin(client, query)
    return client.get(CALLBACK, provider.approve(location))


def assert_refused(client, answer, status=403):
    assert answer.status_code == status, answer.content
    assert "1-800-392-3738" in answer.content.decode()
    assert SESSION_KEY not in client.session
    assert not User.objects.filter(role=Role.REPORTER).exists()


def test_names_of_the_routes():
    assert reverse("openid_connect_login", kwargs={"provider_id": "mologin"}) == LOG_IN
    assert reverse("openid_connect_callback", kwargs={"provider_id": "mologin"}) == CALLBACK


def test_first_log_in_makes_a_reporter(client, provider):
    answer = log_in(client, provider, "?next=/report/form/")
    assert (answer.status_code, answer["Location"]) == (302, "/report/form/")
    made = User.objects.get()
    assert (made.role, made.email, made.name, made.office) == ("reporter", "teacher@example.org", "Demo Teacher", None)
    assert not made.has_usable_password()
    assert client.get("/report/form/").content == b"empty"
    kept = SocialAccount.objects.get()
    assert kept.extra_data == {"iss": provider.address, "sub": "teacher"}


def test_second_log_in_is_the_same_person(client, provider):
    log_in(client, provider)
    client.post("/log-out/")
    log_in(client, provider)
    assert User.objects.count() == SocialAccount.objects.count() == 1


def test_what_the_provider_is_asked(client, provider):
    location, asked = begin(client)
    assert location.startswith(f"{provider.address}/authorize?")
    assert asked["response_type"] == "code"
    assert asked["prompt"] == "select_account"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 22
    assert len(asked["nonce"]) >= 22
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    again = begin(client)[1]
    assert all(asked[name] != again[name] for name in ("state", "nonce", "code_challenge"))


def test_two_tabs_may_log_in_at_once(client, provider):
    first, _ = begin(client)
    second, _ = begin(client)
    assert client.get(CALLBACK, provider.approve(first)).status_code == 302
    assert client.get(CALLBACK, provider.approve(second)).status_code == 302
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "?auth_params=prompt%3Dnone%26acr_values%3Dweak%26nonce%3Dknown",
        "?scope=admin",
        "?process=connect",
        "?action=rerequest",
    ],
)
def test_nothing_of_the_address_reaches_the_provider(client, provider, query):
    _, asked = begin(client, query)
    assert asked["prompt"] == "select_account"
    assert asked["nonce"] != "known"
    assert set(asked) == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "prompt", "nonce", "code_challenge", "code_challenge_method"
    }  # fmt: skip
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_next_on_another_site_is_dropped(client, provider):
    answer = log_in(client, provider, "?next=https://evil.example.org/")
    assert answer["Location"] == "/report/"


BAD_CLAIMS = {
    "no nonce": {"nonce": None},
    "empty nonce": {"nonce": ""},
    "other nonce": {"nonce": "x" * 43},
    "nonce of another kind": {"nonce": 1},
    "other audience": {"aud": "somebody-else"},
    "two audiences, not for us": {"aud": ["oscr", "somebody-else"], "azp": "somebody-else"},
    "no audience": {"aud": None},
    "other issuer": {"iss": "https://evil.example.org"},
    "no issuer": {"iss": None},
    "expired": {"exp": int(time.time()) - 3600},
    "never expires": {"exp": None},
    "issued in the future": {"iat": int(time.time()) + 3600},
    "never issued": {"iat": None},
    "no subject": {"sub": None},
    "other subject than the user information": {"sub": "nurse"},
}


@pytest.mark.parametrize("wrong", BAD_CLAIMS.values(), ids=BAD_CLAIMS)
def test_wrong_claims_are_refused(client, provider, wrong):
    provider.token = lambda claims: {**claims, **wrong}
    assert_refused(client, log_in(client, provider))


BAD_SIGNATURES = {
    "other key": lambda claims: jwt.encode(claims, OTHER_KEY, algorithm="RS256", headers={"kid": "k1"}),
    "unknown key id": lambda claims: jwt.encode(claims, OTHER_KEY, algorithm="RS256", headers={"kid": "k2"}),
    "no key id": lambda claims: jwt.encode(claims, OTHER_KEY, algorithm="RS256"),
    "alg none": lambda claims: jwt.encode(claims, None, algorithm="none", headers={"kid": "k1"}),
    "public key as a shared secret": lambda claims: forged(claims, public_pem()),
    "no token": lambda claims: "",
    "not a token": lambda claims: "a.b.c",
    "a number": lambda claims: 7,
}


def forged(claims, secret) -> str:
    """Signed by HMAC with the public key as secret; the library itself refuses to make one, so it is put together by hand."""
    head = jwt.utils.base64url_encode(b'{"alg":"HS256","typ":"JWT","kid":"k1"}')
    body = head + b"." + jwt.encode(claims, "k" * 32, algorithm="HS256").split(".")[1].encode()
    mark = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(body, secret)
    return (body + b"." + jwt.utils.base64url_encode(mark)).decode()


@pytest.mark.parametrize("sign", BAD_SIGNATURES.values(), ids=BAD_SIGNATURES)
def test_wrong_signatures_are_refused(client, provider, sign):
    provider.sign = sign
    assert_refused(client, log_in(client, provider))


BAD_PEOPLE = {
    "unverified": {"email_verified": False},
    "verified in words": {"email_verified": "false"},
    "not said": {"email_verified": None},
    "no address": {"email": None},
    "no address at all": {"email": "not an address"},
}


@pytest.mark.parametrize("wrong", BAD_PEOPLE.values(), ids=BAD_PEOPLE)
def test_an_address_must_be_verified(client, provider, wrong):
    provider.claims |= wrong
    answer = log_in(client, provider)
    assert_refused(client, answer)
    assert "verified e-mail address" in answer.content.decode()


@pytest.mark.parametrize("stored", ["jo@example.org", "Jo@example.org", "JO@EXAMPLE.ORG"])
@pytest.mark.parametrize("told", ["jo@example.org", "Jo@Example.org"])
def test_never_becomes_staff(client, provider, stored, told):
    staff = person(Role.SCREENER)
    User.objects.filter(pk=staff.pk).update(email=stored)
    provider.claims["email"] = told
    answer = log_in(client, provider)
    assert_refused(client, answer)
    assert "belongs to a staff member" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_a_reporter_who_became_staff_is_refused(client, provider):
    log_in(client, provider)
    client.post("/log-out/")
    office = person(Role.SCREENER).office
    User.objects.filter(email="teacher@example.org").update(role=Role.SCREENER, office=office)
    assert_refused(client, log_in(client, provider))


def test_a_staff_session_is_not_linked(client, provider):
    staff = person(Role.SCREENER)
    client.force_login(staff)
    log_in(client, provider, "?process=connect")
    assert SocialAccount.objects.get().user.role == Role.REPORTER
    assert not SocialAccount.objects.filter(user=staff).exists()
    assert client.session[SESSION_KEY] != str(staff.pk)


def test_a_changed_address_follows_the_subject(client, provider):
    log_in(client, provider)
    provider.claims["email"] = "Married@example.org"
    log_in(client, provider)
    assert User.objects.get().email == "married@example.org"


def test_a_changed_address_that_is_staffs_is_refused(client, provider):
    log_in(client, provider)
    client.post("/log-out/")
    provider.claims["email"] = person(Role.SCREENER).email
    answer = log_in(client, provider)
    assert answer.status_code == 403
    assert SESSION_KEY not in client.session
    assert User.objects.get(role=Role.REPORTER).email == "teacher@example.org"


def test_another_subject_with_the_same_address_is_somebody_else(client, provider):
    log_in(client, provider)
    client.post("/log-out/")
    provider.claims["sub"] = "stranger"
    answer = log_in(client, provider)
    assert answer.status_code == 403
    assert SESSION_KEY not in client.session
    assert User.objects.count() == 1


def test_the_same_subject_of_another_issuer_is_somebody_else(client, provider, settings):
    log_in(client, provider)
    provider.claims["email"] = "second@example.org"
    provider.address = provider.issuer = provider.address.replace("127.0.0.1", "localhost")
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = provider.address
    log_in(client, provider)
    assert sorted(User.objects.values_list("email", flat=True)) == ["second@example.org", "teacher@example.org"]


def test_a_closed_account_stays_closed(client, provider):
    log_in(client, provider)
    client.post("/log-out/")
    User.objects.update(is_active=False)
    answer = log_in(client, provider)
    assert answer.status_code == 403
    assert SESSION_KEY not in client.session


def test_state_missing_other_and_reused(client, provider):
    location, _ = begin(client)
    back = provider.approve(location)
    assert_refused(client, client.get(CALLBACK, {"code": back["code"]}))
    assert_refused(client, client.get(CALLBACK, {**back, "state": "x" * 43}))
    assert not provider.exchanges  # the code was never even offered
    assert client.get(CALLBACK, back).status_code == 302
    client.post("/log-out/")
    assert client.get(CALLBACK, back).status_code == 403
    assert SESSION_KEY not in client.session


def test_state_of_another_browser(client, provider):
    location, _ = begin(client)
    back = provider.approve(location)
    stranger = type(client)()
    assert_refused(stranger, stranger.get(CALLBACK, back))


def test_a_code_works_once(client, provider):
    first, _ = begin(client)
    back = provider.approve(first)
    client.get(CALLBACK, back)
    client.post("/log-out/")
    _, asked = begin(client)
    answer = client.get(CALLBACK, {"code": back["code"], "state": asked["state"]})
    assert answer.status_code == 403
    assert SESSION_KEY not in client.session


def test_a_stolen_code_does_not_fit(client, provider):
    """Somebody else's code, put into this browser's log-in: PKCE and the nonce both stand in the way."""
    thief = type(client)()
    theirs = provider.approve(begin(thief)[0])
    _, asked = begin(client)
    assert_refused(client, client.get(CALLBACK, {"code": theirs["code"], "state": asked["state"]}))
    assert provider.exchanges[0]["code_verifier"]


def test_a_replayed_nonce_is_refused(client, provider):
    _, first = begin(client)
    provider.token = lambda claims: {**claims, "nonce": first["nonce"]}
    assert_refused(client, log_in(client, provider))


def test_answer_of_another_issuer(client, provider):
    location, _ = begin(client)
    answer = client.get(CALLBACK, {**provider.approve(location), "iss": "https://evil.example.org"})
    assert_refused(client, answer)
    assert not provider.exchanges


def test_user_information_of_somebody_else(client, provider):
    provider.info = lambda claims: {**claims, "sub": "nurse", "email": "nurse@example.org"}
    assert_refused(client, log_in(client, provider))


def test_provider_that_is_not_the_issuer(client, provider):
    provider.issuer = "https://evil.example.org"
    assert_refused(client, client.get(LOG_IN))


def test_provider_away(client, provider):
    provider.broken = True
    assert_refused(client, client.get(LOG_IN), 503)


def test_cancelled_there(client, provider):
    _, asked = begin(client)
    answer = client.get(CALLBACK, {"error": "access_denied", "state": asked["state"]})
    assert_refused(client, answer)
    assert "did not finish" in answer.content.decode()


def test_identified_too_weakly(client, provider, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["acr"] = ["strong"]
    _, asked = begin(client)
    assert asked["acr_values"] == "strong"
    provider.token = lambda claims: {**claims, "acr": "weak"}
    assert_refused(client, log_in(client, provider))
    provider.token = lambda claims: {**claims, "acr": "strong"}
    assert log_in(client, provider).status_code == 302


def test_only_get_and_only_our_provider(client, provider):
    assert client.post(LOG_IN).status_code == client.post(CALLBACK).status_code == 405
    assert client.get("/report/log-in/other/").status_code == 404


def test_refusals_log_no_person(client, provider, caplog):
    provider.claims["email_verified"] = False
    log_in(client, provider)
    text = " ".join(str(record.msg) for record in caplog.records)
    assert "log-in refused" in text
    assert "teacher" not in text


def test_against_the_provider_of_the_demonstration(client, probes, settings, monkeypatch):
    """Another implementation of the protocol, with its own ideas of state, nonce and proof."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    server = make_server("127.0.0.1", 0, identity.provider(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        ours = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        there = {**ours["APPS"][0], "settings": {"server_url": f"http://127.0.0.1:{server.port}"}}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**ours, "APPS": [there]}}
        location, _ = begin(client, "?next=/report/form/")
        back = requests.post(location, data={"sub": "nurse"}, allow_redirects=False, timeout=5).headers["Location"]
        answer = client.get(CALLBACK + "?" + urlsplit(back).query)
    finally:
        server.shutdown()
        server.server_close()
    assert (answer.status_code, answer["Location"]) == (302, "/report/form/")
    assert User.objects.get().email == "nurse@example.org"
