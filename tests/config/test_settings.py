"""What differs between the demonstration and a service; asked of fresh processes, since settings are read once."""

import json
import os
import subprocess
import sys

import pytest

from oscr.config.state import ROOT

ASK = """
import json, sys
from oscr.config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1].split()}, default=str))
"""
FLAGS = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT")


def asked(names: str, **environment: str) -> dict:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OSCR_", "DATABASE_", "PORT"))}
    done = subprocess.run(
        [sys.executable, "-c", ASK, names],
        cwd=ROOT,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("demo", ["", "0", "yes"])
def test_a_service_is_closed_unless_told_to_be_a_demonstration(demo: str):
    found = asked(" ".join([*FLAGS, "INSTALLED_APPS", "DEBUG"]), OSCR_DEMO=demo)
    assert all(found[flag] for flag in FLAGS)
    assert "oscr.demo" not in found["INSTALLED_APPS"]
    assert found["DEBUG"] is False


def test_the_demonstration_says_so_in_every_port():
    found = asked("INSTALLED_APPS EMAIL_PORT IDENTITY_PORT SITE_URL DEBUG", OSCR_DEMO="1", PORT="8100")
    assert "oscr.demo" in found["INSTALLED_APPS"]
    assert (found["EMAIL_PORT"], found["IDENTITY_PORT"], found["SITE_URL"]) == (9525, 9500, "http://127.0.0.1:8100")
    assert found["DEBUG"] is False


def test_importing_settings_writes_nothing(tmp_path):
    asked("SECRET_KEY", OSCR_STATE=str(tmp_path / "state"))
    assert not (tmp_path / "state").exists()


@pytest.mark.thorough
def test_without_a_key_nothing_is_sealed_and_the_web_server_does_not_start(tmp_path):
    """A key that lived as long as its process would seal who reported for ever."""
    nowhere = str(tmp_path / "state")
    assert asked("SEAL_KEY", OSCR_STATE=nowhere) == {"SEAL_KEY": ""}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OSCR_", "DJANGO_"))}
    start = [sys.executable, "-c", "import oscr.config.wsgi"]
    keyless = {**clean, "OSCR_STATE": nowhere}
    refused = subprocess.run(start, cwd=ROOT, env=keyless, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "OSCR_SEAL_KEY" in refused.stderr
    given = {**keyless, "OSCR_SEAL_KEY": "5e" * 32}
    assert subprocess.run(start, cwd=ROOT, env=given, capture_output=True, check=False).returncode == 0


def test_the_security_policy_allows_no_inline_script_and_no_other_site(client, db):
    policy = client.get("/nowhere/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy
