"""The stand-in for the state's log-in refuses what the real one would refuse: no nonce, no state, no proof, a code used twice."""

from urllib.parse import parse_qs, urlsplit

import pytest

from oscr.demo import identity

VERIFIER = "v" * 43
ASKED = {
    "response_type": "code",
    "client_id": "oscr",
    "redirect_uri": "http://127.0.0.1:8000/back/",
    "scope": "openid email",
    "state": "s" * 24,
    "nonce": "n" * 24,
    "code_challenge": identity.s256(VERIFIER),
    "code_challenge_method": "S256",
}


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return identity.provider().test_client()


def authorize(site, **changes):
    query = {name: value for name, value in {**ASKED, **changes}.items() if value is not None}
    return site.post("/oauth2/authorize", query_string=query, data={"sub": "teacher"})


def exchange(site, code: str, **changes):
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": ASKED["redirect_uri"]}
    form |= {"client_id": "oscr", "client_secret": "demonstration", "code_verifier": VERIFIER, **changes}
    return site.post("/oauth2/token", data={name: value for name, value in form.items() if value is not None})


def code_in(response) -> str | None:
    return parse_qs(urlsplit(response.location or "").query).get("code", [None])[0]


def test_whoever_does_all_of_it_right_is_let_in(site):
    answer = exchange(site, code_in(authorize(site)))
    assert answer.status_code == 200
    assert {"access_token", "id_token"} <= answer.json.keys()


@pytest.mark.parametrize(
    "changes",
    [
        {"nonce": None},
        {"state": None},
        {"code_challenge": None},
        {"code_challenge": "short"},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"redirect_uri": "https://elsewhere.example.org/"},
    ],
    ids=str,
)
def test_a_careless_request_gets_no_code(site, changes: dict):
    assert code_in(authorize(site, **changes)) is None


@pytest.mark.parametrize("verifier", [None, "w" * 43, "short", identity.s256(VERIFIER)])
def test_without_the_promised_proof_no_code_is_exchanged(site, verifier: str | None):
    assert exchange(site, code_in(authorize(site)), code_verifier=verifier).status_code == 400


def test_a_code_is_good_once(site):
    code = code_in(authorize(site))
    assert exchange(site, code).status_code == 200
    assert exchange(site, code).status_code == 400


def test_a_refused_proof_spends_the_code(site):
    code = code_in(authorize(site))
    exchange(site, code, code_verifier="w" * 43)
    assert exchange(site, code).status_code == 400


def test_everybody_who_can_be_chosen_is_on_the_page(site):
    page = site.get("/oauth2/authorize", query_string=ASKED)
    assert page.status_code == 200
    for who in identity.REPORTERS:
        assert f'value="{who["sub"]}"' in page.text
