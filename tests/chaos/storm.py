"""The storm: a running system, clients that send reports and remember every acknowledgement, and a killer.

A client counts a report as acknowledged when it has reached the confirmation page's address, and keeps sending the same one
until then, as a person would press Send again. Afterwards the tables are compared with what the clients were told.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import psycopg

from bench.portal import Page, Portal

REPORTERS = ("teacher", "nurse", "officer")
ROOT = Path(__file__).resolve().parents[2]
START = 120  # seconds a first start may take
SETTLE = 90  # seconds after the storm until every notice is out
STAFF = """
from django.utils import timezone
from oscr.agency.models import Office, User
User.objects.create_user('watch@example.org', role='hotline_supervisor', office=Office.objects.get(kind='hotline'))
"""


@dataclass
class Told:
    """What the clients were told: draft id to call number, and drafts whose number changed on a second sending."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)


class System:
    """One system of its own, in a folder of its own, on ports of its own."""

    def __init__(self, port: int, settings: str) -> None:
        self.state = Path(tempfile.mkdtemp(prefix="oscr-storm-"))
        self.port = port
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "OSCR_STATE": str(self.state),
            "OSCR_DEMO": "1",
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": settings,
            "PYTHONPATH": str(ROOT),
        }
        self.process: subprocess.Popen | None = None

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start everything, hand over, stop everything and remove what it left."""
        python = [sys.executable, "-m", "oscr"]
        prepare = [*python, "manage", "shell", "-v0", "-c", STAFF]
        try:
            subprocess.run([*python, "migrate"], env=self.environment, check=True, cwd=ROOT)
            subprocess.run(prepare, env=self.environment, check=True, cwd=ROOT)
            self.process = subprocess.Popen([*python, "run"], env=self.environment, cwd=ROOT)
            if not self.wait_for(lambda: Portal(self.site).get("/").status == 200, START):
                raise TimeoutError("the system did not start")
            yield
        finally:
            if self.process:
                self.process.send_signal(signal.SIGTERM)
                self.process.wait(60)
            shutil.rmtree(self.state, ignore_errors=True)

    def kill(self, what: str) -> bool:
        """kill -9 one process of ours: "web" (a web worker), "jobs" (the job worker) or "database" (the postmaster)."""
        found = self._postmaster() if what == "database" else self._processes(what)
        if not found:
            return False
        try:
            os.kill(random.choice(found), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def rows(self, query: str) -> list[tuple]:
        """Ask the database of this system directly."""
        with psycopg.connect(dbname="oscr", user="postgres", host=str(self.state / "main-socket")) as connection:
            return connection.execute(query).fetchall()

    def settled(self) -> bool:
        """Wait until the outbox is empty; False when it is not within SETTLE seconds."""
        return self.wait_for(
            lambda: self.rows("SELECT count(*) FROM notices_notice WHERE sent_at IS NULL") == [(0,)], SETTLE
        )

    def mails(self) -> list[str]:
        """The Message-IDs of all mail that the mail server took."""
        texts = [file.read_text("utf-8", "replace") for file in (self.state / "mail").rglob("*.eml")]
        heads = [text.partition("\n\n")[0].splitlines() for text in texts]
        return [
            line.partition(":")[2].strip() for head in heads for line in head if line.lower().startswith("message-id:")
        ]

    def wait_for(self, ready, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if ready():
                    return True
            except (OSError, HTTPException, psycopg.Error):
                pass
            time.sleep(0.3)
        return False

    def _postmaster(self) -> list[int]:
        try:
            return [int((self.state / "main-data" / "postmaster.pid").read_text().split()[0])]
        except (OSError, ValueError, IndexError):
            return []

    def _processes(self, what: str) -> list[int]:
        """Web workers are the children of the process that listens; the job worker is a process of its own."""
        mark = f"127.0.0.1:{self.port}" if what == "web" else "worker"
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and self._ours(entry) and mark in (entry / "cmdline").read_text():
                    found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
        return [pid for pid, parent in found.items() if parent in found] if what == "web" else list(found)

    def _ours(self, entry: Path) -> bool:
        return f"OSCR_STATE={self.state}\0".encode() in (entry / "environ").read_bytes()


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
        key = self._until(self._written)
        number = key and self._until(lambda: self._sent(key))
        if not number:
            return
        self.told.acknowledged[key] = number
        if self.draw.random() < 0.1:
            again = self._until(lambda: self._sent(key, again=True))
            if again and again != number:
                self.told.changed.append(key)

    def _written(self) -> str | None:
        """A draft with enough in it; its id, or None when a page could not be saved."""
        home = self._counted(self.portal.get("/report/"))
        page = self._counted(self.portal.post(home, {}, action="begin"))
        key = page.path.split("/")[3]
        self._counted(self.portal.post(page, {"name": "Storm Example", "phone": "555-0100", "occupation": "teacher"}))
        child = self.portal.get(f"/report/drafts/{key}/children/new/")
        self._counted(self.portal.post(child, {"first": "Robin", "last": "Storm", "age": 8, "age_unit": "years"}))
        story = self.portal.get(f"/report/drafts/{key}/story/")
        self._counted(self.portal.post(story, {"what": "Invented for a test of the machine."}))
        return key

    def _sent(self, key: str, *, again: bool = False) -> str | None:
        """Press Send; the call number of the confirmation, or None when it was not reached."""
        check = self.last_check if again else self._counted(self.portal.get(f"/report/drafts/{key}/check/"))
        self.last_check = check
        page = self._counted(self.portal.post(check, {}, action="send"), ok=(200, 404))
        parts = page.path.strip("/").split("/")
        return parts[2] if parts[:2] == ["report", "sent"] else None

    def _counted(self, page: Page, ok: tuple[int, ...] = (200,)) -> Page:
        self.told.statuses[page.status] = self.told.statuses.get(page.status, 0) + 1
        if page.status not in ok:
            raise OSError(page.status)
        return page

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
        settled = system.settled()
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
