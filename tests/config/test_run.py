"""The supervisor: what is in the way is named, what dies is started again, what is told to stop stops."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from oscr.config import cli, run


def child(tmp_path: Path, code: str) -> run.Child:
    return run.Child("child", [sys.executable, "-c", code], tmp_path / "child.log")


def test_a_taken_port_is_named_with_who_holds_it_and_what_to_do():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(run.CannotStart) as caught:
            run.check_ports({"web": port}, 8000)
    assert f"Port {port} (web) is taken by process {os.getpid()}" in str(caught.value)
    assert "PORT=8001 make run" in str(caught.value)


def test_free_ports_are_no_trouble():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run.check_ports({"web": port}, 8000)


def test_what_dies_is_started_again_and_waits_longer_each_time(tmp_path: Path):
    one = child(tmp_path, "raise SystemExit(3)")
    now, starts = 0.0, []
    while len(starts) < 5:
        one.keep(now)
        if one.process is not None:
            starts.append(now)
            one.process.wait()
        now += 0.05
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses == sorted(pauses) and pauses[0] < 0.5 < pauses[-1] <= run.LONGEST_WAIT


def test_what_does_not_listen_is_ended_by_force(tmp_path: Path):
    one = child(
        tmp_path, "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    one.keep(time.monotonic())
    process = one.process
    while "deaf" not in one.log.read_text():
        time.sleep(0.01)
    one.ask_to_stop()
    one.end(time.monotonic() + 0.2)
    assert process.returncode == -signal.SIGKILL


def test_it_announces_once_and_stops_on_a_signal_asked_twice(tmp_path: Path, capsys: pytest.CaptureFixture):
    one = child(tmp_path, "import time; time.sleep(60)")
    announced = []

    def interrupt() -> None:
        for _ in range(2):
            time.sleep(0.4)
            os.kill(os.getpid(), signal.SIGTERM)

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        threading.Thread(target=interrupt).start()
        run.supervise([one], None, ready=lambda: True, announce=lambda: announced.append("now"))
        time.sleep(0.6)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert announced == ["now"]
    assert one.process is None
    assert "Stopping." in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["run", "migrate", "seed", "worker", "manage", "protocol", "code"])
def test_help_names_every_verb(verb: str, capsys: pytest.CaptureFixture):
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    assert f"\n    {verb} " in capsys.readouterr().out


def test_what_cannot_be_done_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("OSCR_STATE", "/proc/nowhere")
    assert cli.main(["migrate"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("oscr: ") and "OSCR_STATE" in told and "Traceback" not in told


def test_a_first_start_seals_with_the_key_that_it_keeps(tmp_path: Path):
    """The settings are read before the database starts; the key they read must be the one that the children will find."""
    script = """
from django.conf import settings
from oscr.config import cli, run

def stop(*_):
    raise run.CannotStart(settings.SEAL_KEY)

run.check_ports = stop
raise SystemExit(cli.main(["run"]))
"""
    env = {
        **os.environ,
        "OSCR_STATE": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "oscr.config.settings",
        "OSCR_DEMO": "1",
    }
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == f"oscr: {(tmp_path / 'seal_key').read_text()}"
