"""The same questions through PostgreSQL's trigrams (pg_trgm), the usual way to search names that are spelt wrongly.

In a server of its own, of Debian's packages, since the embedded one brings no extensions. Two ways: by the name alone through a GIN
index (`%`, then by similarity), and by name and birth date through a GiST index (`<->`, the nearest ten).
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.people.asking import Question
from oscr.config.database import DATABASE_USER

VERSIONS = Path("/usr/lib/postgresql")
PROGRAM = "bin/postgres"
MADE = (
    "CREATE EXTENSION pg_trgm",
    "CREATE UNLOGGED TABLE told (id bigint, first text, last text, dob text, sex text, phone text, num text, zip text)",
)
INDEXED = (
    "SET maintenance_work_mem = '1GB'",
    """CREATE UNLOGGED TABLE people AS
       SELECT id, first || ' ' || last AS name, first || ' ' || last || ' ' || coalesce(dob, '') AS line FROM told""",
    "DROP TABLE told",
    "CREATE INDEX ON people USING gin (name gin_trgm_ops)",
    "CREATE INDEX ON people USING gist (line gist_trgm_ops)",
    "VACUUM ANALYZE people",
)
BY_NAME = "SELECT id FROM people WHERE name %% %s ORDER BY similarity(name, %s) DESC LIMIT 10"
BY_LINE = "SELECT id FROM people ORDER BY line <-> %s LIMIT 10"
Search = Callable[[Question], list[int]]


def programs() -> Path | None:
    """Where Debian's newest PostgreSQL with pg_trgm is, or None."""
    found = sorted(VERSIONS.glob("*"), key=lambda path: float(path.name)) if VERSIONS.exists() else []
    control = Path("/usr/share/postgresql")
    usable = [
        path
        for path in found
        if (path / PROGRAM).exists() and (control / path.name / "extension/pg_trgm.control").exists()
    ]
    return usable[-1] / "bin" if usable else None


@contextmanager
def trigrams(where: Path, listed: Sequence[Path]) -> Iterator[dict[str, Search]]:
    """The ways to search these people, by name, while the block runs."""
    folder = Path(tempfile.mkdtemp(prefix="oscr-trigrams-"))
    server = _Server(where, folder)
    try:
        server.start()
        with psycopg.connect(host=str(folder), user=server.user, dbname="postgres", autocommit=True) as connection:
            for statement in MADE:
                connection.execute(statement)
            for path in listed:
                with connection.cursor().copy("COPY told FROM STDIN (FORMAT csv)") as copy:
                    copy.write(path.read_bytes())
            for statement in INDEXED:
                connection.execute(statement)
            yield {
                "pg_trgm GIN, name": lambda question: _found(connection, BY_NAME, _name(question), _name(question)),
                "pg_trgm GiST, name and birth date": lambda question: _found(connection, BY_LINE, _line(question)),
            }
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _found(connection: psycopg.Connection, statement: str, *values: str) -> list[int]:
    return [number for (number,) in connection.execute(statement, values)]


def _name(question: Question) -> str:
    return f"{question.asked.first} {question.asked.last}"


def _line(question: Question) -> str:
    born = question.asked.dob
    return f"{_name(question)} {born.isoformat() if born else ''}"


class _Server:
    """One server in a folder of its own, on a socket there."""

    def __init__(self, where: Path, folder: Path) -> None:
        self.where, self.folder = where, folder
        self.user = "postgres"
        self.runs_as: dict[str, object] = {}
        if os.geteuid() == 0:  # which PostgreSQL refuses to be
            entry = pwd.getpwnam(DATABASE_USER)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
            self.runs_as = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def start(self) -> None:
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres")
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-w", "-m", "immediate", check=False)

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        subprocess.run(
            [str(self.where / program), "-D", str(self.folder / "data"), *words],
            check=check, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, **self.runs_as,
        )  # fmt: skip
