"""Looking at a file in a process of its own: what it says, what ends it, and the virus scanner where there is one."""

import subprocess
import sys

import pytest

from oscr.flow.attachment import inspector, looking
from oscr.law.refusal import Refused
from tests.flow.attachment import files


def refused(sent: bytes) -> str:
    with pytest.raises(Refused) as found:
        looking.look(sent)
    assert found.value.field == "file"
    return str(found.value)


def test_a_file_is_looked_at_elsewhere_and_comes_back_new():
    sent = files.telephone()
    looked = looking.look(sent)
    assert (looked.kind, looked.pages) == ("jpeg", 1)
    assert files.MARK.encode() not in looked.content
    assert looked.sha256 != looked.sent_sha256
    assert {len(looked.sha256), len(looked.sent_sha256)} == {64}


def test_what_it_is_not_is_said_in_a_sentence():
    assert "whatever its name says" in refused(b"MZ harm")


@pytest.mark.parametrize("whole", [512 << 20, pytest.param(1 << 30, marks=pytest.mark.thorough)])
def test_a_bomb_harms_nobody(whole):
    """A few kilobytes that would fill the machine, or the memory of the process that looks: the file is refused."""
    nested = files.bomb(whole)
    assert len(nested) < 2 << 20
    assert "too heavy" in refused(nested)


def test_a_process_that_is_too_slow_is_ended(monkeypatch):
    def slow(*args, **kwargs):
        raise subprocess.TimeoutExpired("inspector", 1)

    monkeypatch.setattr(subprocess, "run", slow)
    assert "too heavy" in refused(files.picture())


def test_the_process_knows_no_secret_and_is_confined():
    told = "import resource,os,json;import oscr.flow.attachment.inspector as i;i.confine();"
    told += (
        "print(json.dumps([resource.getrlimit(resource.RLIMIT_AS)[0],resource.getrlimit(resource.RLIMIT_FSIZE)[0]]))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, check=True)
    assert done.stdout.strip() == f"[{inspector.MEMORY}, 0]".encode()
    for name in ("django", "psycopg", "oscr.config"):
        loaded = f"import sys,oscr.flow.attachment.inspector;print({name!r} in sys.modules)"
        assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True).stdout == b"False\n"


def test_too_large_before_and_after(settings):
    settings.ATTACHMENT_BYTES = 100
    assert "10 MB" in refused(files.picture())
    settings.ATTACHMENT_BYTES = len(files.fax(1)) + 10  # the PDF that a small fax becomes is larger
    assert "10 MB" in refused(files.fax(1))


def command(code: int) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.exit({code} if b'EICAR' in sys.stdin.buffer.read() else 0)"]


def test_a_scanner_reads_the_file_as_it_was_sent(settings):
    settings.ATTACHMENT_SCAN = command(1)
    assert looking.look(files.picture()).kind == "jpeg"
    assert "A virus was found" in refused(files.picture() + b"EICAR")


@pytest.mark.parametrize("scan", [command(2), ["/nowhere/scanner"]])
def test_a_scanner_that_cannot_answer_lets_nothing_through(settings, scan):
    settings.ATTACHMENT_SCAN = scan
    assert "cannot be checked" in refused(files.picture() + b"EICAR")


def test_a_scanner_that_hangs_lets_nothing_through(settings, monkeypatch):
    settings.ATTACHMENT_SCAN, monkeypatch_seconds = [sys.executable, "-c", "import time; time.sleep(9)"], 0.2
    monkeypatch.setattr(looking, "SECONDS", monkeypatch_seconds)
    assert "cannot be checked" in refused(files.picture())
