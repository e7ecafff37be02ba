"""The page behind a one-time link: how it is sent, opened once, read again on the same device, and shut.

The e-mail carries the link and nothing of the report. The first press of "Open" binds it to one device by a cookie; who comes later
with the same link from elsewhere is turned away and sees when it was opened, so an intercepted link is noticed. 72 hours after it
was sent it is shut for good. Every knock is a row. No log-in, no session: docs/decisions/0020. RSMo 210.145.7.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, require
from oscr.flow.enforcement.models import EnforcementNotice, OneTimeLink, Opening
from oscr.law.refusal import Refused
from oscr.notices import one_time
from oscr.notices.actions import leave
from oscr.record.actions import write

LASTS = timedelta(hours=72)
Result = Opening.Result


@dataclass(frozen=True)
class Knock:
    """What came of a link: the notice where it opened, and the cookie that binds it to this device; else when it was opened before."""

    result: str
    notice: EnforcementNotice | None = None
    cookie: str = ""
    opened_at: datetime | None = None


@transaction.atomic
def send_link(*, notice: EnforcementNotice, by: User, at: datetime) -> OneTimeLink:
    """Send the agency a new link to a notice. Raises Refused where no e-mail of the agency is known."""
    require(by, Permission.NOTIFY_ENFORCEMENT)
    if not notice.agency.email:
        raise Refused(_("No e-mail of this agency is known: tell it by phone or on paper."), field="how")
    key = f"enforcement-{notice.pk}-{notice.links.count() + 1}"
    link = OneTimeLink.objects.create(
        notice=notice, hash=one_time.hashed(one_time.secret(key)), expires_at=at + LASTS, by=by, at=at
    )
    leave(kind="enforcement_told", key=key, to=notice.agency.email, at=at, number=notice.alert.number)
    write(act="enforcement.link_sent", subject=notice.alert.classification.report, by=by, at=at, notice=notice.pk)
    return link


def exists(secret: str) -> bool:
    """Whether this is the secret of a link. Reads nothing of a notice."""
    return OneTimeLink.objects.filter(hash=one_time.hashed(secret)).exists()


@transaction.atomic
def open_once(*, secret: str, at: datetime) -> Knock | None:
    """Open a link for the first time, and bind it to this device; None for a secret that is none."""
    link = _locked(secret)
    if link is None:
        return None
    if at >= link.expires_at:
        return _turned_away(link, Result.EXPIRED, at)
    if link.openings.filter(result=Result.OPENED).exists():
        return _turned_away(link, Result.ELSEWHERE, at)
    return _let_in(link, Result.OPENED, at)


@transaction.atomic
def read_again(*, secret: str, cookie: str, at: datetime) -> Knock | None:
    """The notice for the device on which the link was opened; None for whoever never opened it, who is asked to."""
    link = _locked(secret)
    if link is None or not cookie or not constant_time_compare(cookie, _cookie(link)):
        return None
    if at >= link.expires_at:
        return _turned_away(link, Result.EXPIRED, at)
    return _let_in(link, Result.AGAIN, at)


def _locked(secret: str) -> OneTimeLink | None:
    found = OneTimeLink.objects.select_for_update(of=("self",), no_key=True).filter(hash=one_time.hashed(secret))
    return found.select_related("notice__agency", "notice__alert__office", "notice__alert__classification").first()


def _cookie(link: OneTimeLink) -> str:
    """What the device that opened a link shows: made anew each time, and stored nowhere."""
    return one_time.secret(f"enforcement-opened-{link.pk}")


def _let_in(link: OneTimeLink, result: "Result", at: datetime) -> Knock:
    Opening.objects.create(link=link, result=result, at=at)
    report = link.notice.alert.classification.report
    write(act="enforcement.opened", subject=report, by=None, at=at, link=link.pk, result=str(result))
    return Knock(result, link.notice, _cookie(link))


def _turned_away(link: OneTimeLink, result: "Result", at: datetime) -> Knock:
    Opening.objects.create(link=link, result=result, at=at)
    report = link.notice.alert.classification.report
    write(act="enforcement.turned_away", subject=report, by=None, at=at, link=link.pk, result=str(result))
    first = link.openings.filter(result=Opening.Result.OPENED).first()
    return Knock(result, opened_at=first.at if first else None)
