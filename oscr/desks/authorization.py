"""The authorization table (DESIGN 6): which role may call which route with which method, and on whose records.

Read by the doors at every request, by the tests that call every cell, and by docs/generated/authorization.md.
"""

import tomllib
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ANYONE = "anyone"
RELATIONS = {
    "anyone": "no log-in needed",
    "self": "concerns only the person who is logged in",
    "own": "records that they wrote",
    "disclosed": "records alerted to their office whose reporter was disclosed to them",
    "office": "records alerted to their office, and to read: what it is asked to help with",
    "circuit": "records alerted to an office of their circuit",
    "region": "records alerted to an office of their region",
    "all": "every record",
}


@cache
def table() -> dict[str, dict[str, dict[str, str]]]:
    """Route name -> method -> role -> relation. A method open to everyone has the one role "anyone"."""
    rows = tomllib.loads(Path(__file__).with_name("authorization.toml").read_text("utf-8"))
    whole = {}
    for route, methods in rows.items():
        whole[route] = {
            method: {ANYONE: ANYONE} if roles == ANYONE else dict(roles) for method, roles in methods.items()
        }
    return whole


def methods_of(route: str) -> dict[str, dict[str, str]]:
    """The methods of a route with their roles; a route without a row is a mistake of ours, never an open door."""
    try:
        return table()[route]
    except KeyError:
        raise ImproperlyConfigured(f"{route} has no row in desks/authorization.toml") from None
