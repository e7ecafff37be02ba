"""An identity provider that can be told to cheat: real HTTP, real signatures, and a knob for each thing that may be wrong.

It keeps what an honest one keeps (codes that work once, the PKCE challenge), so that a log-in fails here when our side forgets.
"""

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeProvider:
    """The provider's state. `claims` changes what it says of people; `token` and `info` are called on what it is about to answer."""

    def __init__(self, address: str) -> None:
        self.home = self.address = address
        self.codes: dict[str, dict] = {}
        self.exchanges: list[dict] = []
        self.claims = {"sub": "teacher", "email": "teacher@example.org", "email_verified": True, "name": "Demo Teacher"}
        self.token = lambda claims: claims
        self.info = lambda claims: claims
        self.sign = lambda claims: jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "k1"})
        self.issuer = address
        self.broken = False

    def approve(self, location: str) -> dict[str, str]:
        """What the person's "yes" brings back: code and state. `location` is where we sent the browser."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = f"code{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def discovery(self) -> dict:
        """The document at /.well-known/openid-configuration."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
        }

    def keys(self) -> dict:
        """The public key, under the id that tokens name."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "k1", "alg": "RS256", "use": "sig"}]}

    def exchange(self, sent: dict[str, str]) -> tuple[int, dict]:
        """Tokens for a code: once, and only for the verifier that was promised."""
        self.exchanges.append(sent)
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        promised = asked and asked.get("code_challenge")
        if not asked or base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != promised:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            **self.claims, "iss": self.address, "aud": asked["client_id"], "iat": now, "exp": now + 300, "nonce": asked.get("nonce")
        }  # fmt: skip
        claims = {name: value for name, value in self.token(claims).items() if value is not None}
        return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": self.sign(claims)}


def public_pem() -> bytes:
    """The public key as a file, which a forger would use as a shared secret."""
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return KEY.public_key().public_bytes(serialization.Encoding.PEM, kind)


@contextmanager
def running():
    """The provider on a port of its own while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.provider = FakeProvider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        provider = self.server.provider
        answers = {
            "/.well-known/openid-configuration": provider.discovery,
            "/jwks": provider.keys,
            "/userinfo": lambda: provider.info(dict(provider.claims)),
        }
        if provider.broken or self.path not in answers:
            return self._answer(503, {})
        return self._answer(200, answers[self.path]())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(*self.server.provider.exchange(sent))

    def _answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *args):
        """Quiet."""
