"""Sealing: what the database itself must not be able to tell (RSMo 210.150).

AES-256-GCM under settings.SEAL_KEY, which lives outside the database. A copy of the tables shows no reporter.
"""

import json
import secrets
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def seal(identity: Mapping[str, str], purpose: str) -> bytes:
    """Encrypt a small mapping; `purpose` is bound to it, so that a sealed value cannot be moved to another use."""
    return seal_bytes(json.dumps(identity).encode(), purpose)


def unseal(sealed: bytes, purpose: str) -> dict[str, str]:
    """What was sealed. Raises cryptography's InvalidTag for another key, another purpose or a changed byte."""
    return json.loads(unseal_bytes(sealed, purpose))


def seal_bytes(content: bytes, purpose: str) -> bytes:
    """Encrypt a whole file, as `seal` does with a mapping."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, content, purpose.encode())


def unseal_bytes(sealed: bytes, purpose: str) -> bytes:
    """The file that was sealed. Raises as `unseal`."""
    sealed = bytes(sealed)
    return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())


def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(settings.SEAL_KEY))
