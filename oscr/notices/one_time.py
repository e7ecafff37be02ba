"""The secret in a link that a notice carries: made anew from the notice's key whenever it is rendered, and stored nowhere.

A room that opens a page by such a link keeps `hashed(secret(key))`: who reads the database can open nothing, neither from the room's
table nor from the outbox. Used by `oscr.flow.enforcement`.
"""

from hashlib import sha256

from django.utils.crypto import salted_hmac

SALT = "oscr.notices.one_time"


def secret(key: str) -> str:
    """The secret of the notice with this key: 64 hexadecimal digits that only this installation can compute."""
    return salted_hmac(SALT, key, algorithm="sha256").hexdigest()


def hashed(said: str) -> str:
    """What may be stored of a secret."""
    return sha256(said.encode()).hexdigest()
