"""A log line never holds what somebody typed: not in a message, not in a traceback, not by way of the database."""

import json
import logging
from collections.abc import Callable

import psycopg
import pytest
from django.db import IntegrityError

from oscr.config import logs

CANARY = "Amber Doe of Elm Street"


@pytest.fixture
def line(capfd: pytest.CaptureFixture):
    """Configures the logs anew on this test's standard error, writes by ``tell``, reads the last line."""

    def written(tell: Callable[[], None]) -> dict:
        logs.configure(level="INFO")
        tell()
        return json.loads(capfd.readouterr().err.splitlines()[-1])

    return written


def broken(narrative: str):
    try:
        raise psycopg.errors.CheckViolation(f"Failing row contains ({narrative})")
    except psycopg.Error as error:
        raise IntegrityError(f"Failing row contains ({narrative})") from error


def test_an_exception_tells_what_and_where_and_no_value(line):
    def tell() -> None:
        try:
            broken(CANARY)
        except IntegrityError:
            logging.getLogger("oscr.tests").exception("could not save")

    written = line(tell)
    assert written["event"] == "could not save"
    assert written["exception"]["type"] == "django.db.utils.IntegrityError"
    assert any("test_logs.py" in place for place in written["exception"]["at"])
    assert written["exception"]["because"]["type"] == "psycopg.errors.CheckViolation"
    assert CANARY not in json.dumps(written)


def test_a_request_that_failed_leaves_neither_query_nor_address(line, rf):
    request = rf.get("/nowhere/", {"q": CANARY}, REMOTE_ADDR="203.0.113.9")
    log = logging.getLogger("django.request")
    written = line(lambda: log.error("Internal Server Error: %s", request.path, extra={"request": request}))
    assert written["event"] == "Internal Server Error"
    assert "203.0.113.9" not in json.dumps(written) and "Amber" not in json.dumps(written)


def test_a_line_that_cannot_be_written_is_not_told_with_its_values(line, capfd: pytest.CaptureFixture):
    assert line(lambda: logging.getLogger("oscr.tests").info("fine"))["event"] == "fine"
    logging.getLogger("oscr.tests").error("%d", CANARY)
    assert CANARY not in capfd.readouterr().err
