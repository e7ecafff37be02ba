"""The storm: a running system, clients that send reports and remember every acknowledgement, and a killer.

A client counts a report as acknowledged when it has reached the confirmation page's address, and keeps sending the same one
until then, as a person would press Send again. Afterwards the tables are compared with what the clients were told.
"""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException

from bench.portal import Portal
from bench.system import System

REPORTERS = ("teacher", "nurse", "officer")
SETTLE = 90  # seconds after the storm until every notice is out


@dataclass
class Told:
    """What the clients were told: draft id to call number, and drafts whose number changed on a second sending."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


class Client(threading.Thread):
    """One reporter who sends report after report until told to stop."""

    def __init__(self, system: System, who: str, told: Told, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.portal, self.who, self.told, self.stopped = Portal(system.site), who, told, stop
        self.draw = random.Random(who)

    def run(self) -> None:
        self._until(lambda: self.portal.log_in(self.who) or True)
        while not self.stopped.is_set():
            self._report()

    def _report(self) -> None:
        key = self._until(self.portal.written)
        number = key and self._until(lambda: self.portal.sent(key))
        if not number:
            return
        self.told.acknowledged[key] = number
        if self.draw.random() < 0.1 and self._until(lambda: self.portal.sent_again(key)) not in (number, None):
            self.told.changed.append(key)

    def _until(self, act):
        """Try again until it works, as a person would, or until the storm is over."""
        while not self.stopped.is_set():
            try:
                done = act()
                if done:
                    return done
            except (OSError, HTTPException, LookupError, IndexError):
                time.sleep(0.2)
        return None


def storm(*, port: int, kills: int, settings: str = "oscr.config.settings", targets=("web", "database", "jobs")):
    """Run the system under load through `kills` kills; gives (what clients were told, findings by name).

    Findings are lists of drafts, call numbers or notices; all empty when every promise was kept.
    """
    system, told, stop = System(port, settings), Told(), threading.Event()
    draw = random.Random(20)
    with system.running():
        clients = [Client(system, who, told, stop) for who in REPORTERS]
        for client in clients:
            client.start()
        system.wait_for(lambda: len(told.acknowledged) > 3, 60)
        done = 0
        while done < kills:
            time.sleep(draw.uniform(0.8, 2.2))
            done += system.kill(draw.choice(targets))
        time.sleep(5)
        stop.set()
        for client in clients:
            client.join(60)
            told.statuses += client.portal.statuses
        settled = system.settled(SETTLE)
        return told, {"unsent": [] if settled else ["outbox"], **compare(system, told)}


def compare(system: System, told: Told) -> dict[str, list]:
    """What the tables and the mail box say against what the clients were told."""
    stored = system.rows("SELECT token::text, number FROM report_report")
    numbers = dict(stored)
    queued = {
        number
        for (number,) in system.rows("SELECT r.number FROM call_waiting w JOIN report_report r ON r.id = w.report_id")
    }
    mailed = set(system.mails())
    keys = [key for (key,) in system.rows("SELECT key FROM notices_notice")]
    return {
        "lost": [key for key in told.acknowledged if key not in numbers],
        "misnumbered": [key for key, number in told.acknowledged.items() if numbers.get(key, number) != number],
        "doubled": [number for _token, number in stored if [row[1] for row in stored].count(number) > 1],
        "renumbered": told.changed,
        "unqueued": [number for number in numbers.values() if number not in queued],
        "unnoticed": [number for number in numbers.values() if f"received-{number}" not in keys],
        "unmailed": [key for key in keys if not any(key in message for message in mailed)],
    }
