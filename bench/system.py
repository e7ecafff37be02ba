"""A whole system of its own: its own folder, its own ports, its own database. Used by bench/pages.py and by the kill test."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

import psycopg

from bench.portal import Portal

ROOT = Path(__file__).resolve().parents[1]
START = 240  # seconds a first start may take
OSCR = [sys.executable, "-m", "oscr"]
HIRE = "from django.utils import timezone; from oscr.demo import staff; staff.hire(at=timezone.now())"


class System:
    """One system of its own, in a folder of its own, on ports of its own."""

    def __init__(self, port: int, settings: str = "oscr.config.settings") -> None:
        self.state = Path(tempfile.mkdtemp(prefix="oscr-"))
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
    def running(self, *, lively: bool = False) -> Iterator[None]:
        """Start everything, hand over, stop everything and remove what it left.

        With `lively`, the demonstration's reports are there; otherwise its staff only.
        """
        try:
            if not lively:
                self.oscr("migrate")
                self.shell(HIRE)
            self.process = subprocess.Popen([*OSCR, "run"], env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL)
            if not self.wait_for(lambda: Portal(self.site).get("/").status == 200, START):
                raise TimeoutError("the system did not start")
            yield
        finally:
            if self.process:
                self.process.send_signal(signal.SIGTERM)
                self.process.wait(60)
            shutil.rmtree(self.state, ignore_errors=True)

    def oscr(self, *words: str) -> str:
        """Run one verb of the command line against this system; gives what it printed."""
        done = subprocess.run(
            [*OSCR, *words], env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def shell(self, code: str) -> None:
        """Run Python inside this system."""
        self.oscr("manage", "shell", "-v0", "-c", code)

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

    def settled(self, seconds: float) -> bool:
        """Wait until the outbox is empty; False when it is not within these seconds."""
        return self.wait_for(
            lambda: self.rows("SELECT count(*) FROM notices_notice WHERE sent_at IS NULL") == [(0,)], seconds
        )

    def mails(self) -> list[str]:
        """The Message-IDs of all mail that the mail server took."""
        texts = [file.read_text("utf-8", "replace") for file in (self.state / "mail").rglob("*.eml")]
        heads = [text.partition("\n\n")[0].splitlines() for text in texts]
        return [
            line.partition(":")[2].strip() for head in heads for line in head if line.lower().startswith("message-id:")
        ]

    def wait_for(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Ask until it is so; False when it is not within these seconds. A system that does not answer is not ready."""
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
