"""`oscr run`: everything OSCR needs on one machine, started together, kept alive and stopped together.

Used by the command line. One process (this one) holds the embedded database up and watches the others: the web server,
the job worker and, in the demonstration, the identity provider and the mail box. A process that dies is started again,
so that a kill costs seconds and no acknowledged report. A real service gives the same four to its own supervisor
(systemd, Kubernetes) instead.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from oscr.config import database, state

STEADY = 20.0  # seconds after which a process counts as started
LONGEST_WAIT = 10.0  # seconds between two tries to start a process that keeps dying
GRACE = 10.0  # seconds a process has to stop by itself


class CannotStart(RuntimeError):
    """OSCR cannot start; the message says who is in the way and what to do."""


@dataclass
class Child:
    """One process that is kept alive."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen | None = None
    started: float = 0.0
    deaths: int = 0
    not_before: float = field(default=0.0)

    def keep(self, now: float) -> None:
        """Start the process where it is not running, waiting longer the more often it died. ``now`` is monotonic
        seconds.
        """
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                self.deaths = 0 if now - self.started > STEADY else self.deaths
                return
            self.process = None
            self.deaths += 1
            self.not_before = now + min(0.2 * 2 ** (self.deaths - 1), LONGEST_WAIT)
            say(f"{self.name} ended ({_how(code)}); starting it again. Its log: {self.log}")
        if now >= self.not_before:
            self._start(now)

    def ask_to_stop(self) -> None:
        """Tell the process and whatever it started to end."""
        self._signal(signal.SIGTERM)

    def end(self, deadline: float) -> None:
        """Wait for the process until ``deadline`` (monotonic seconds), then end it by force."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait()
        self.process = None

    def _start(self, now: float) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own commands
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=state.ROOT,
                start_new_session=True,  # Ctrl-C reaches us alone: we stop the others in order
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - we have no threads
            )
        self.started = now

    def _signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return  # it ended between the two lines


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(text, flush=True)


def check_ports(ports: dict[str, int], port: int) -> None:
    """Raise CannotStart, naming who is in the way, when a port we need is taken. ``port`` is the web server's."""
    for what, number in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError as error:
                raise CannotStart(
                    f"Port {number} ({what}) is taken by {_holder(number)}.\n"
                    f"Stop that program, or choose other ports: PORT={port + 1} make run"
                ) from error


def supervise(
    children: Iterable[Child],
    server: database.Server | None,
    *,
    ready: Callable[[], bool],
    announce: Callable[[], None],
) -> None:
    """Keep the children and the database alive until told to stop; call ``announce`` once, as soon as ``ready``."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    children = list(children)
    announced = False
    try:
        while not stop.is_set():
            now = time.monotonic()
            for child in children:
                child.keep(now)
            if server is not None and server.revive():
                say("The database had ended and was started again.")
            if not announced and ready():
                announced = True
                announce()
            stop.wait(0.25)
    finally:
        say("\nStopping.")
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        for child in children:
            child.end(deadline)


def answers(port: int) -> bool:
    """True when somebody accepts connections on this machine's port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5):
            return True
    except OSError:
        return False


def children(*, port: int, bind: str, demo_ports: dict[str, int] | None, mail: Path) -> list[Child]:
    """The processes of OSCR; ``demo_ports`` ("identity", "mail") adds the demonstration's."""
    logs = state.folder() / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    python = [sys.executable, "-m"]
    web = [*python, "gunicorn", "oscr.config.wsgi:application", "--bind", f"{bind}:{port}", "--worker-class", "gthread"]
    web += ["--workers", os.environ.get("OSCR_WEB_WORKERS", "2"), "--threads", "4", "--graceful-timeout", "8"]
    web += ["--no-control-socket", "--log-level", "warning"]  # no socket in the home folder; no line for each visitor
    commands = {"web": web, "worker": [*python, "oscr", "worker"]}
    if demo_ports is not None:
        commands["identity"] = [*python, "oscr.demo.identity", "--port", str(demo_ports["identity"])]
        commands["mail"] = [*python, "oscr.demo.mailbox", "--port", str(demo_ports["mail"]), "--folder", str(mail)]
    found = []
    for name, command in commands.items():
        log = logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        found.append(Child(name, command, log))
    return found


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _die_with_parent() -> None:
    """Linux only: should this supervisor be killed outright, its children are told to end, and no port stays taken."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def _holder(port: int) -> str:
    """Who listens on a port, in words, as far as this machine tells us."""
    try:
        sockets = _listening_sockets(port)
        for process in Path("/proc").iterdir():
            if process.name.isdigit() and sockets & _open_files(process):
                words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                return f"process {process.name} ({words[:80]})"
    except OSError:
        pass
    return "another program"


def _listening_sockets(port: int) -> set[str]:
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]]
    return {f"socket:[{row[9]}]" for row in rows if row[3] == "0A" and int(row[1].rpartition(":")[2], 16) == port}


def _open_files(process: Path) -> set[str]:
    found = set()
    with suppress(OSError):  # it ended, or it is somebody else's
        for handle in (process / "fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                found.add(str(handle.readlink()))
    return found
