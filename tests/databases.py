"""A database for each test process, copied from a template that was migrated once.

Used by conftest. Migrating takes seconds and copying a tenth of one, so the template is kept in the embedded test server until a
migration changes; several test runs at once, and the processes of one run, never share a database.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from oscr.config.state import ROOT

MADE_FROM = ("uv.lock", "oscr/**/migrations/*.py", "oscr/agency/offices.py", "oscr/law/data/counties.toml")
LOCK = 0x05C12  # one process at a time makes the template


@contextmanager
def own(name: str) -> Iterator[str]:
    """A fresh database, migrated and otherwise empty, that Django's connection uses while the block runs. Gives its name."""
    before = connection.settings_dict["NAME"]
    connection.close()
    with _maintenance() as server:
        _template(server)
        _drop(server, name)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template_name()))))
        connection.settings_dict["NAME"] = name
        try:
            yield name
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            _drop(server, name)


def template_name() -> str:
    """The template's name: it tells what the template was made from."""
    digest = hashlib.sha256()
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return f"oscr_template_{digest.hexdigest()[:12]}"


def test_name(worker: str) -> str:
    """The name of this process's database. ``worker`` is xdist's word for the process."""
    return f"oscr_test_{os.getpid()}_{worker}"


def _template(server: psycopg.Connection) -> None:
    """Make the template where it is missing, and drop what earlier runs left behind."""
    server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        name = template_name()
        names = {row[0] for row in server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'oscr\\_te%'")}
        for each in names:
            if _left_behind(each, name):
                _drop(server, each)
        if name not in names:
            _migrate(server, name)
    finally:
        server.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _migrate(server: psycopg.Connection, name: str) -> None:
    making = f"{name}_making"
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = making
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (making, name))))


def _left_behind(name: str, template: str) -> bool:
    """True for a half-made or outdated template, and for the database of a process that is gone."""
    if name.startswith("oscr_template_"):
        return name != template
    return not Path("/proc", name.split("_")[2]).exists()


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _maintenance() -> psycopg.Connection:
    """A connection to the server itself, from which databases are made and dropped."""
    wanted = {name: value for name, value in connection.get_connection_params().items() if name != "cursor_factory"}
    return psycopg.connect(**{**wanted, "dbname": "postgres", "context": None}, autocommit=True)
