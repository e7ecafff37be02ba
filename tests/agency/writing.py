"""Versions of the protocol for tests: the shipped text with a small change, saved and published as the tables want it."""

from datetime import datetime, timedelta

from oscr.agency.models import Nomination, ProtocolVersion, Publication
from oscr.agency.permissions import Role
from oscr.law.protocol.inforce import shipped
from oscr.law.protocol.text.reading import read
from tests import making
from tests.making import NOW

BIRTH = "\n# A line that says nothing new.\n"


def changed(file: str = "facts.toml", old: str = "", new: str = "", more: str = BIRTH) -> dict[str, str]:
    """The shipped files with one of them changed: `old` by `new`, and `more` at its end."""
    files = dict(shipped().files)
    assert old in files[file]
    files[file] = files[file].replace(old, new, 1) + more
    return files


def saved(files: dict[str, str], by=None, at: datetime = NOW) -> ProtocolVersion:
    """A version with these files."""
    digest = read(files).hash
    by = by or making.user(Role.ANALYST)
    return ProtocolVersion.objects.create(
        hash=digest, files=files, note="For the test.", based_on=shipped().hash, by=by, at=at
    )


def published(version: ProtocolVersion, since: datetime = NOW) -> Publication:
    """That version in force from then on."""
    one, two = making.user(Role.ANALYST), making.user(Role.ANALYST)
    nomination = Nomination.objects.create(version=version, by=one, at=since - timedelta(hours=2))
    return Publication.objects.create(
        nomination=nomination,
        version=version,
        replaced=shipped().hash,
        proposed_by=one,
        proposed_at=nomination.at,
        by=two,
        at=since - timedelta(hours=1),
        since=since,
    )
