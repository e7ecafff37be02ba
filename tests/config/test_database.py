"""Where the database is, and that the embedded one starts with its first user and stops with its last."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from oscr.config import database, state

HOLD = """
import sys
from oscr.config import database
with database.running("main"):
    print("up", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def alone(own_state: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of this test's own, and no server of somebody else's."""
    state_of_test = own_state / str(len(list(own_state.iterdir())))
    monkeypatch.setenv("OSCR_STATE", str(state_of_test))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return state_of_test


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://ann:p%40ss@db.example.org:6543/oscr?sslmode=require",
            {
                "NAME": "oscr",
                "USER": "ann",
                "PASSWORD": "p@ss",
                "HOST": "db.example.org",
                "PORT": "6543",
                "OPTIONS": {"sslmode": "require"},
            },
        ),
        ("postgres:///oscr?host=/run/pg", {"NAME": "oscr", "HOST": "/run/pg", "OPTIONS": {}}),
        (
            "postgresql://a:1,b:2/oscr?target_session_attrs=read-write",
            {"NAME": "oscr", "HOST": "a,b", "PORT": "1,2", "OPTIONS": {"target_session_attrs": "read-write"}},
        ),
    ],
)
def test_an_address_says_it_all(url: str, expected: dict):
    assert {**database.from_url(url), "PORT": expected.get("PORT", "")} == {
        **expected,
        "PORT": expected.get("PORT", ""),
    }


@pytest.mark.parametrize(
    "url", ["mysql://ann:hidden@db/oscr", "postgresql://ann:hidden@db", "postgresql://ann:hidden@db/x?no"]
)
def test_a_wrong_address_is_refused_without_telling_its_password(url: str):
    with pytest.raises(database.DatabaseProblem) as caught:
        database.from_url(url)
    assert "hidden" not in str(caught.value)


def test_an_address_in_the_environment_wins(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/elsewhere")
    assert database.configured()["NAME"] == "elsewhere"
    with database.running() as server:
        assert server is None


def test_a_long_path_gets_a_socket_elsewhere(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("OSCR_STATE", "/tmp/" + "long/" * 30)
    assert len(database.configured()["HOST"]) < 80


def answers(folder: Path) -> bool:
    try:
        with psycopg.connect(host=str(folder / "main-socket"), user="postgres", dbname="oscr"):
            return True
    except psycopg.OperationalError:
        return False


@pytest.mark.slow
def test_it_lives_as_long_as_somebody_uses_it_however_they_end(alone: Path):
    first, second, third = (
        subprocess.Popen([sys.executable, "-c", HOLD], cwd=state.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(3)
    )
    assert [each.stdout.readline() for each in (first, second, third)] == [b"up\n"] * 3
    assert answers(alone)
    first.kill()
    first.wait()
    assert answers(alone), "a killed user must not take the server from the others"
    second.communicate(b"\n")
    assert answers(alone), "whoever leaves must not take it from the others either"
    third.communicate(b"\n")
    assert not answers(alone), "the last to leave stops it"
    assert (alone / "main-data").stat().st_mode & 0o077 == 0, "nobody else may read the data"


@pytest.mark.slow
def test_it_comes_back_after_a_kill(alone: Path):
    with database.running() as server:
        assert not server.revive(), "nothing to do while it answers"
        postmaster = int((alone / "main-data" / "postmaster.pid").read_text().splitlines()[0])
        os.kill(postmaster, 9)
        for _ in range(40):
            if server.revive():
                break
        assert answers(alone)


@pytest.mark.slow
def test_a_making_that_was_interrupted_is_begun_anew(alone: Path):
    state.prepare()
    (alone / "main-data").mkdir()
    (alone / "main-data" / "PG_VERSION").write_text("18\n")
    with database.running():
        assert answers(alone)
