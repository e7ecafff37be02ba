"""Family support team meetings: who is told, setting one, telling each, and the parents' wishes.

Used by the county's meeting page (RSMo 210.145.14). Whoever was told of a meeting, or came to one, is told of every later one: the
list is computed, and nobody can be left out of it but by the parents who had them invited.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Involvement, Report
from oscr.flow.response.allowed import begin, latest
from oscr.flow.response.models import Invitation, Invitee, Meeting, ParentsWish, Told
from oscr.flow.response.models.deeds import DeedQuerySet
from oscr.law import happened, meetings
from oscr.law.calendar import local
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.record.actions import write


def told_of_all(report: Report) -> "DeedQuerySet[Invitee]":
    """Everybody who is told of the next meeting of a report."""
    return Invitee.objects.of(report).filter(no_longer=None).order_by("pk")


@transaction.atomic
def invite(
    *,
    alert: Alert,
    role: str,
    named: str,
    by: User,
    at: datetime,
    email: str = "",
    asked_by: str = "",
    involved: Involvement | None = None,
) -> Invitee:
    """Put somebody on the list of those who are told of every meeting from now on, the ones that are set already included.

    Raises Refused for an alleged perpetrator in a role without a right, and for somebody invited at nobody's wish.
    """
    alert = begin(alert=alert, by=by, at=at)
    report = alert.classification.report
    if not named.strip():
        raise Refused(_("Say who."), meetings.CITE, "named")
    if involved and involved.report_id != report.pk:
        raise Refused(_("This person is of another report."), field="involved")
    meetings.check_invited(role, suspect=bool(involved and involved.suspect))
    if not meetings.role(role).right and not asked_by.strip():
        raise Refused(
            _("Say at whose wish: a parent's, or of somebody with a right to come."), meetings.CITE, "asked_by"
        )
    how = {"role": role, "named": named.strip(), "email": email, "asked_by": asked_by.strip(), "involved": involved}
    made = Invitee.objects.create(alert=alert, **how, happened_at=at, by=by, at=at)
    for coming in Meeting.objects.of(report).filter(takes_place_at__gt=at):
        _invite(coming, made, alert, by, at)
    write(act="meeting.person_named", subject=report, by=by, at=at, role=role, pk=made.pk)
    return made


@transaction.atomic
def invite_no_longer(*, invitee: Invitee, by: User, at: datetime) -> ParentsWish:
    """Write down that the parents do not want somebody invited any more whom they had invited. Raises Refused for whoever has a right."""
    alert = begin(alert=latest(invitee.alert), by=by, at=at)
    if meetings.role(invitee.role).right:
        told = _("Who has a right to come is told of every meeting.")
        raise Refused(told, meetings.CITE)
    row, new = ParentsWish.objects.get_or_create(invitee=invitee, defaults={"by": by, "at": at})
    if new:
        write(act="meeting.person_let_go", subject=alert.classification.report, by=by, at=at, pk=invitee.pk)
    return row


@transaction.atomic
def set_meeting(
    *, alert: Alert, takes_place_at: datetime, where: str, about: str, none: Collection[str], by: User, at: datetime
) -> Meeting:
    """Set a meeting and tell everybody on the list: by e-mail at once, the others when somebody tells them (`tell`).

    In: `none`, the roles with a right of which there is nobody. Raises Refused for a role of which neither is said, and for a
    meeting in the past.
    """
    alert = begin(alert=alert, by=by, at=at)
    report = alert.classification.report
    if takes_place_at <= at:
        raise Refused(_("Set a meeting that is still to come."), field="takes_place_at")
    for name, text in (("where", where), ("about", about)):
        if not text.strip():
            raise Refused(_("Say where, and what about."), field=name)
    people = list(told_of_all(report))
    meetings.check_told({one.role for one in people}, none)
    how = {"takes_place_at": takes_place_at, "where": where.strip(), "about": about.strip(), "none": sorted(none)}
    made = Meeting.objects.create(alert=alert, **how, happened_at=at, by=by, at=at)
    for one in people:
        _invite(made, one, alert, by, at)
    write(act="meeting.set", subject=report, by=by, at=at, pk=made.pk, told=len(people))
    return made


@transaction.atomic
def tell(*, invitation: Invitation, told: str, told_at: datetime, by: User, at: datetime) -> Invitation:
    """Say how somebody was told of a meeting, and when: by letter, by phone, in person."""
    alert = begin(alert=latest(invitation.meeting.alert), by=by, at=at)
    happened.check(told_at, at, alert.classification.report.received_at, field="told_at")
    if told == Told.EMAIL or told not in Told.values:
        raise Refused(_("Say how: by letter, by phone, in person."), field="told")
    both = {"meeting": invitation.meeting, "invitee": invitation.invitee}
    made = Invitation.objects.create(**both, told=told, told_at=told_at, by=by, at=at)
    write(act="meeting.told", subject=alert.classification.report, by=by, at=at, pk=made.pk, how=told)
    return made


def _invite(meeting: Meeting, invitee: Invitee, alert: Alert, by: User, at: datetime) -> None:
    """One line for one person; whoever has an e-mail address is told at once, of day and hour but not of the place."""
    told = {"told": Told.EMAIL, "told_at": at} if invitee.email else {}
    row = Invitation.objects.create(meeting=meeting, invitee=invitee, by=by, at=at, **told)
    if invitee.email:
        said = {"office": alert.office.name, "phone": alert.office.phone, "when": _when(meeting)}
        leave(kind="meeting", key=f"meeting-{row.pk}", to=invitee.email, at=at, number=alert.number, **said)


def _when(meeting: Meeting) -> str:
    """Day and hour in Missouri: they say nothing of a child, and a notice without them is none. The place may be somebody's home."""
    return date_format(local(meeting.takes_place_at), _("l, F j, g:i a"))


def untold(report: Report) -> "QuerySet[Invitation]":
    """The invitations to meetings of a report that nobody has told yet: one for each person and meeting."""
    every = Invitation.objects.filter(meeting__alert__classification__report=report)
    done = every.exclude(told="").filter(meeting=OuterRef("meeting"), invitee=OuterRef("invitee"))
    return every.filter(~Exists(done)).select_related("invitee", "meeting")
