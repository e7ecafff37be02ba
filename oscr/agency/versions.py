"""Which text of the protocol decides about a call: the version published last before its receipt.

Two axes (docs/decisions/0015): a *version* is chosen by the moment of receipt among what was published; within it, each
entry's from and until are read for the Missouri day of receipt. Until something is published, the data that OSCR ships is
in force: version 0. Used by the flow, the desks and the command line; nobody above `oscr.law` asks for the protocol in
another way. Writing, proposing and publishing are acts of `oscr.flow.publishing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from oscr.agency.models import ProtocolVersion, Publication
from oscr.law import protocol
from oscr.law.calendar import local
from oscr.law.protocol.inforce import of_day, shipped
from oscr.law.protocol.text.reading import Source, read


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every publication as (since, hash), the newest first. Read it once where a page shows many calls."""

    published: tuple[tuple[datetime, str], ...]

    def hash_at(self, received_at: datetime) -> str:
        """The hash of the version that decides about a call received then."""
        return next((digest for since, digest in self.published if since <= received_at), shipped().hash)

    def at(self, received_at: datetime) -> protocol.Protocol:
        """The protocol for a call received then: its version, read for the Missouri day. Errors: ValueError."""
        return of_day(source_of(self.hash_at(received_at)), local(received_at).date())

    def replaced_at(self, received_at: datetime, at: datetime) -> datetime | None:
        """When another version took force after the receipt of a call, by `at`; None while its own is the last."""
        later = [since for since, digest in self.published if received_at < since <= at]
        return min(later) if later and self.hash_at(at) != self.hash_at(received_at) else None

    @property
    def newest(self) -> str:
        """The hash of what was published last, though it may take force a moment from now."""
        return self.published[0][1] if self.published else shipped().hash


def timeline() -> Timeline:
    """What was published until now."""
    rows = Publication.objects.order_by("-since").values_list("since", "version__hash")
    return Timeline(tuple(rows))


def in_force(received_at: datetime) -> protocol.Protocol:
    """The protocol that decides about a call received at this moment. Errors: ValueError before the first law."""
    return timeline().at(received_at)


def source_of(digest: str) -> Source:
    """The text with this hash, read once a process. Errors: ProtocolVersion.DoesNotExist, ProtocolFault."""
    return shipped() if digest == shipped().hash else _stored(digest)


@lru_cache(maxsize=16)
def _stored(digest: str) -> Source:
    source = read(ProtocolVersion.objects.values_list("files", flat=True).get(hash=digest))
    if source.hash != digest:
        raise ValueError(f"the files of version {digest} are not what was saved under this hash")
    return source


def digest_of(number: int) -> str:
    """The hash of a version by its number. Errors: ProtocolVersion.DoesNotExist."""
    return str(ProtocolVersion.objects.values_list("hash", flat=True).get(pk=number)) if number else shipped().hash


def unreadable(at: datetime) -> str:
    """Why this release of OSCR cannot decide by the version that is in force; "" when it can. Asked before it starts."""
    try:
        timeline().at(at)
    except ValueError as fault:
        return f"the protocol in force cannot be read by this release: {fault}"
    return ""


def numbers(digests: Iterable[str]) -> dict[str, int]:
    """Hash -> number of each version that is kept; what is shipped is 0 while nobody saved it as a version."""
    kept = dict(ProtocolVersion.objects.filter(hash__in=list(digests)).values_list("hash", "pk"))
    return {shipped().hash: 0} | kept
