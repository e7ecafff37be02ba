"""The demonstration's identity provider: stands where the state's own log-in service stands in the field.

Started by `oscr run` as a process of its own, and by tests. It lets anybody choose who to be, so it listens on this
machine only. The wrapped provider checks the nonce; it leaves PKCE (RFC 7636) unchecked, so that is added here: without
the proof it was promised, no code is exchanged. A log-in that forgets state, nonce or proof must fail here, or nobody
would notice before it matters.
"""

import argparse
import base64
import hashlib
import os
import re
import secrets
from urllib.parse import parse_qs, urlsplit

import flask
import oidc_provider_mock
from oidc_provider_mock import _app as wrapped

from oscr.demo.logins import REPORTERS

TOKEN_SECONDS = 3600
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Who are you today?</title>
<meta name="viewport" content="width=device-width"></head>
<body style="font: 1.2rem/1.6 sans-serif; max-width: 34rem; margin: 2rem auto; padding: 0 1rem"><main>
<h1>Who are you today?</h1>
<p>In service, MO Login asks for your account here. In this demonstration you choose an invented person.</p>
<form method="post">{buttons}</form></main></body></html>
""".format(
    buttons="".join(
        f'<p><button name="sub" value="{who["sub"]}" style="font: inherit; padding: .6rem 1.2rem">{who["name"]}</button></p>'
        for who in REPORTERS
    )
)
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def provider() -> flask.Flask:
    """The provider as a WSGI application, with the demonstration's reporters."""
    users = [
        oidc_provider_mock.User(
            sub=who["sub"],
            claims={
                "email": who["email"],
                "email_verified": True,
                "name": who["name"],
                "phone_number": who["phone"],
                "phone_number_verified": True,
            },
        )
        for who in REPORTERS
    ]
    app = oidc_provider_mock.app(require_nonce=True, issue_refresh_token=False, user_claims=users)
    app.debug = False
    app.wsgi_app = app.wsgi_app.app  # type: ignore[method-assign]  # without the wrapped provider's interactive debugger
    demand_proof(app)
    wrapped.OpenIDCode.get_jwt_config = with_key_id
    return app


def with_key_id(_code, _grant, client=None) -> dict[str, object]:  # noqa: ARG001 - as the provider calls it
    """How ID tokens are signed: as the wrapped provider does, naming the key (kid), which its own tokens leave out."""
    key = wrapped.storage.jwk.as_dict(is_private=True)
    issuer = flask.request.host_url.rstrip("/")
    return {"key": key, "kid": key["kid"], "alg": "RS256", "exp": TOKEN_SECONDS, "iss": issuer}


def demand_proof(app: flask.Flask) -> None:
    """Make the provider keep each S256 challenge and refuse a code whose exchange does not bring its verifier."""
    promised: dict[str, str] = {}  # code -> challenge

    @app.before_request
    def check() -> flask.typing.ResponseReturnValue | None:
        if flask.request.path == "/oauth2/authorize":
            refused = _refuse_authorization(flask.request.args)
            return refused or (PAGE if flask.request.method == "GET" else None)
        if flask.request.path == "/oauth2/token":
            return _refuse_exchange(flask.request.form, promised)
        return None

    @app.after_request
    def keep(response: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/authorize" and response.location:
            code = parse_qs(urlsplit(response.location).query).get("code")
            if code:
                promised[code[0]] = flask.request.args["code_challenge"]
        return response


def s256(verifier: str) -> str:
    """The challenge that belongs to a verifier (RFC 7636, section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()


def _refuse_authorization(asked) -> flask.typing.ResponseReturnValue | None:
    if urlsplit(asked.get("redirect_uri", "")).hostname not in ("127.0.0.1", "localhost", "testserver"):
        return "The demonstration sends people back to this machine only.", 400
    if asked.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(asked.get("code_challenge", "")):
        return "A code challenge by method S256 is required (RFC 7636).", 400
    if not asked.get("state"):
        return "A state is required.", 400
    return None


def _refuse_exchange(sent, promised: dict[str, str]) -> flask.typing.ResponseReturnValue | None:
    challenge = promised.pop(sent.get("code", ""), "")
    verifier = sent.get("code_verifier", "")
    if not VERIFIER.fullmatch(verifier) or not secrets.compare_digest(s256(verifier), challenge):
        return flask.jsonify(error="invalid_grant", error_description="The code verifier does not match."), 400
    return None


def main() -> None:
    """Serve on this machine until told to stop."""
    parser = argparse.ArgumentParser(description="Identity provider of the OSCR demonstration")
    parser.add_argument("--port", type=int, required=True)
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # plain http is right on the loopback, and it listens nowhere else
    provider().run(host="127.0.0.1", port=parser.parse_args().port, threaded=True)


if __name__ == "__main__":
    main()
