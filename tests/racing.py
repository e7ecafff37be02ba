"""Doing several things at the same moment, for tests that commit (`django_db(transaction=True)`)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def race(*acts: Callable[[], Any]) -> list[Any]:
    """Do these things at once, each on a connection of its own; what each gave back, or the exception that it raised."""
    start = Barrier(len(acts))

    def work(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except Exception as problem:  # noqa: BLE001 - what a thread met is judged by the test
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(work, acts))
