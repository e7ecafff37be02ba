"""What these tests share: probe pages with rows in the table, an identity provider, people, and a state folder of one's own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings

from oscr.agency.models import Office, OfficeKind, User
from oscr.agency.permissions import Role
from oscr.desks import authorization, errors
from tests.config import fake_provider, probe_urls

PASSWORD = "correct horse battery"


def person(role: str, number: int = 1) -> User:
    """Somebody of a role, with an invented address."""
    hotline = None if role == Role.REPORTER else Office.objects.get(kind=OfficeKind.HOTLINE)
    return User.objects.create_user(f"{role}{number}@example.org", role=role, name=f"{role} {number}", office=hotline)


@pytest.fixture
def probes(monkeypatch):
    """The probe pages, and clean counters of wrong tries."""
    table = {**authorization.table(), **probe_urls.TABLE}
    monkeypatch.setattr(authorization, "table", lambda: table)
    monkeypatch.setattr(errors, "table", lambda: table)
    with override_settings(ROOT_URLCONF="tests.config.probe_urls", ALLOWED_HOSTS=["testserver"]):
        yield


@pytest.fixture(scope="session")
def provider_process():
    with fake_provider.running() as provider:
        yield provider


@pytest.fixture
def provider(provider_process, probes):
    """The identity provider, honest until told otherwise, and our settings pointing at it."""
    provider_process.__init__(provider_process.home)
    ours = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    app = ours["APPS"][0]
    there = {**app, "settings": {**app["settings"], "server_url": provider_process.address}}
    with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {**ours, "APPS": [there]}}):
        yield provider_process


@pytest.fixture
def screener(db):
    """A member of staff with a password and no device."""
    cache.clear()
    user = person(Role.SCREENER)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def device(screener):
    """The screener's device: gives codes, each of another moment."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(screener, secret)
    assert Authenticator.objects.get(user=screener).data["secret"] != secret
    return lambda: code_for(secret)


def code_for(secret: str) -> str:
    """The code that a device with this secret shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, list(totp.yield_hotp_counters_from_time())[1]))


@pytest.fixture(scope="module")
def own_state() -> Iterator[Path]:
    """A new folder directly below /tmp: as root the database runs as another user, whom pytest's own folders shut out."""
    folder = Path(tempfile.mkdtemp(prefix="oscr-test-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
