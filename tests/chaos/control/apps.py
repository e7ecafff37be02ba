"""Puts the fault in when the control's processes start."""

import threading
import time
from importlib import import_module
from types import SimpleNamespace

from django.apps import AppConfig
from django.db import connection, transaction

LATE = 3.0  # seconds between the acknowledgement and the commit


class TooEarly(AppConfig):
    """Acknowledge, then commit."""

    name = "tests.chaos.control"
    label = "too_early"

    def ready(self) -> None:
        """Stand between the desk and the action."""
        actions = import_module("oscr.flow.call.actions")  # models exist only now
        receive = actions.receive_online
        actions.receive_online = lambda *, draft, by, at: promise(receive, draft, by, at)


def promise(receive, draft, by, at):
    """Say which number the report will have, and write it in a thread of its own a moment later."""
    numbers = []

    def later() -> None:
        time.sleep(LATE)
        try:
            receive(draft=draft, by=by, at=at)
        finally:
            connection.close()

    try:
        with transaction.atomic():
            numbers.append(receive(draft=draft, by=by, at=at).number)
            raise RuntimeError
    except RuntimeError:
        threading.Thread(target=later).start()
    return SimpleNamespace(number=numbers[0])
