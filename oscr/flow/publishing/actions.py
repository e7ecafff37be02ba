"""The acts by which the protocol changes: write a version, propose it, publish it. A version in force is never edited."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.agency.models import Nomination, ProtocolVersion, Publication, User
from oscr.agency.permissions import Permission, require
from oscr.flow.publishing.trial import Trial, findings, trial
from oscr.law import protocol
from oscr.law.calendar import local
from oscr.law.protocol.inforce import shipped
from oscr.law.protocol.text.loading import book
from oscr.law.protocol.text.reading import Source, read
from oscr.law.refusal import Refused
from oscr.record.actions import write

NOTICE = timedelta(minutes=1)
"""From publishing to taking force: by then every server knows of it, so that no call falls between two versions."""
ONE_AT_A_TIME = 0x0C51  # PostgreSQL's lock under which versions are published


class Unreadable(Refused):
    """A text that is no protocol. `fault` says file, line, item, problem and remedy."""

    def __init__(self, fault: protocol.ProtocolFault) -> None:
        super().__init__(str(fault), field="text")
        self.fault = fault


@transaction.atomic
def write_version(*, based_on: str, file: str, text: str, note: str, by: User, at: datetime) -> ProtocolVersion:
    """Save a new version: that with the hash `based_on`, with one file written anew.

    Raises Unreadable where what comes out cannot be read as a protocol, today or on a later day; Refused where nothing was
    changed or the same text is kept already. A version that the check finds unsound may be saved: it may not be proposed.
    """
    require(by, Permission.WRITE_PROTOCOL)
    before = versions.source_of(based_on)
    files = {**before.files, file: text.replace("\r\n", "\n")}
    if files == before.files:
        raise Refused(_("Nothing was changed in this file."), field="text")
    if not note.strip():
        raise Refused(_("Say what you changed, and why."), field="note")
    source = _readable(files, at)
    kept = ProtocolVersion.objects.filter(hash=source.hash).first()
    if kept or source.hash == shipped().hash:
        number = kept.pk if kept else 0
        raise Refused(_("This is, word for word, version %(number)d.") % {"number": number}, field="text")
    version = _kept(source, note.strip(), based_on, by, at)
    write(act="protocol.written", subject=version, by=by, at=at, hash=version.hash, file=file)
    return version


@transaction.atomic
def propose(*, digest: str, by: User, at: datetime) -> Nomination:
    """Ask for a version to be published; what is shipped may be asked for, too. Refused on any error of its check."""
    require(by, Permission.WRITE_PROTOCOL)
    _one_at_a_time()
    laws = versions.timeline()
    if digest == laws.newest:
        raise Refused(_("This version is in force already."))
    source = versions.source_of(digest)
    _sound(findings(source, local(at).date()))
    kept = ProtocolVersion.objects.filter(hash=digest).first()
    version = kept or _kept(source, _("What is shipped with OSCR."), laws.newest, by, at)
    if open_nomination(version):
        raise Refused(_("This version is proposed already. Another person can publish it."))
    nomination = Nomination.objects.create(version=version, by=by, at=at)
    write(act="protocol.proposed", subject=version, by=by, at=at, hash=digest)
    return nomination


@transaction.atomic
def publish(*, version: ProtocolVersion, against: str, read_lowered: bool, by: User, at: datetime) -> Publication:
    """Put a proposed version in force for every call received from a minute later on.

    `against`: the hash of the version with which the publisher compared it. Refused to who proposed it, for a version that is
    in force, on any error of the check, where another version was published since, and where it lowers an outcome while
    nobody says to have read which (`read_lowered`). Whatever is refused, the version in force stays.
    """
    require(by, Permission.PUBLISH_PROTOCOL)
    _one_at_a_time()
    laws = versions.timeline()
    nomination = open_nomination(version)
    if nomination is None:
        raise Refused(_("Nobody has proposed this version."))
    if nomination.by_id == by.pk:
        raise Refused(_("You proposed this version: somebody else must publish it."))
    if version.hash == laws.newest:
        raise Refused(_("This version is in force already."))
    if against != laws.newest:
        raise Refused(_("Another version was published since you opened this page. Read what would change now."))
    tried = trial(version.hash, laws, at=at)
    _sound(tried.findings)
    if tried.lowers and not read_lowered:
        raise Refused(_("It lowers outcomes: read which ones, and say that you did."), field="read_lowered")
    return _in_force(nomination, tried, by, at)


def open_nomination(version: ProtocolVersion) -> Nomination | None:
    """The wish to publish a version that waits for somebody, if there is one."""
    return version.nominations.filter(publication=None).select_related("by").first()


def _in_force(nomination: Nomination, tried: Trial, by: User, at: datetime) -> Publication:
    version = nomination.version
    made = Publication.objects.create(
        nomination=nomination,
        version=version,
        replaced=tried.against,
        proposed_by=nomination.by,
        proposed_at=nomination.at,
        by=by,
        at=at,
        since=at + NOTICE,
    )
    told = {"hash": version.hash, "replaced": tried.against, "lowers": tried.lowers}
    write(act="protocol.published", subject=version, by=by, at=at, **told)
    return made


def _kept(source: Source, note: str, based_on: str, by: User, at: datetime) -> ProtocolVersion:
    return ProtocolVersion.objects.create(
        hash=source.hash, files=dict(source.files), note=note, based_on=based_on, by=by, at=at
    )


def _readable(files: dict[str, str], at: datetime) -> Source:
    """The files as a protocol that can be read on this and every later day."""
    try:
        source, today = read(files), local(at).date()
        for day in (today, *(day for day in source.changes if day > today)):
            book(source, day)
    except protocol.ProtocolFault as fault:
        raise Unreadable(fault) from fault
    return source


def _sound(found: Iterable[protocol.Finding]) -> None:
    errors = [one for one in found if one.severity == "error"]
    if errors:
        told = _("The check finds %(n)d errors in this version. The first: %(first)s")
        raise Refused(told % {"n": len(errors), "first": str(errors[0])})


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
