"""`oscr run` as somebody starts it: it comes up, gets over each kind of kill, and leaves nothing behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.system import START
from oscr.config.state import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("whole")]
PATIENCE = 60.0  # seconds, on a busy machine; the figure to reach is 15


@dataclass
class Running:
    """A running OSCR of the test's own, without the demonstration."""

    process: subprocess.Popen
    port: int
    state: Path

    def answers(self) -> bool:
        """True when the web server and the database behind it do."""
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/", headers={"X-Forwarded-Proto": "https"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False

    def child(self, word: str) -> int | None:
        """The process number of the child whose command holds ``word``."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and _parent(entry) == self.process.pid and word in _command(entry):
                return int(entry.name)
        return None

    def postmaster(self) -> int:
        return int((self.state / "main-data" / "postmaster.pid").read_text().splitlines()[0])


def _parent(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def _command(entry: Path) -> str:
    return (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()


def wait(until: Callable[[], object], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not until():
        assert time.monotonic() < deadline, f"waited {patience} s in vain"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def running(own_state: Path) -> Iterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("OSCR_", "DATABASE_", "DJANGO_"))
    }
    own = {"OSCR_STATE": str(own_state / "state"), "PORT": str(port), "OSCR_DEMO": "0", "OSCR_BEHIND_PROXY": "1"}
    process = subprocess.Popen([sys.executable, "-m", "oscr", "run"], cwd=ROOT, env={**clean, **own}, text=True)
    found = Running(process, port, own_state / "state")
    try:
        wait(found.answers, START)  # the first start makes every table
        yield found
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


@pytest.mark.parametrize("victim", ["gunicorn", "oscr worker"])
def test_a_killed_process_is_started_again(running: Running, victim: str):
    first = running.child(victim)
    os.kill(first, signal.SIGKILL)
    wait(lambda: running.child(victim) not in (first, None))
    wait(running.answers)


def test_a_killed_database_is_started_again(running: Running):
    first = running.postmaster()
    os.kill(first, signal.SIGKILL)
    wait(lambda: running.postmaster() != first)
    wait(running.answers)


def test_at_the_end_it_leaves_nothing_behind(running: Running):
    children = [running.child("gunicorn"), running.child("oscr worker"), running.postmaster()]
    running.process.send_signal(signal.SIGINT)
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(PATIENCE) == 0
    assert not [child for child in children if _alive(child)]
    assert not (running.state / "main-data" / "postmaster.pid").exists()


def _alive(process: int) -> bool:
    try:
        return Path("/proc", str(process), "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
