"""The multidisciplinary team, and whom the law wants informed: the school of a child, and the parents in writing.

Used by the county's response page (RSMo 210.145, subsections 9 and 13; 210.183). What a school receives falls under FERPA.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Involvement
from oscr.flow.response.allowed import begin
from oscr.flow.response.models import Informed, TeamMember, TeamUse
from oscr.law.refusal import Refused
from oscr.record.actions import write


@transaction.atomic
def use_team(*, alert: Alert, used: bool, why_not: str, by: User, at: datetime) -> TeamUse:
    """Say whether a multidisciplinary team is used, and if not why."""
    alert = begin(alert=alert, by=by, at=at)
    if not used and not why_not.strip():
        raise Refused(_("Say why no multidisciplinary team is used."), "RSMo 210.145.13", "why_not")
    made = TeamUse.objects.create(
        alert=alert, used=used, why_not="" if used else why_not.strip(), happened_at=at, by=by, at=at
    )
    write(act="team.decided", subject=alert.classification.report, by=by, at=at, used=used)
    return made


@transaction.atomic
def add_member(*, alert: Alert, named: str, agency: str, role: str, by: User, at: datetime) -> TeamMember:
    """Enter somebody of the team. Raises Refused where name, agency or role is missing."""
    alert = begin(alert=alert, by=by, at=at)
    said = {"named": named.strip(), "agency": agency.strip(), "role": role.strip()}
    for name, text in said.items():
        if not text:
            raise Refused(_("Say who it is, of which agency, as what."), "RSMo 210.145.13", name)
    made = TeamMember.objects.create(alert=alert, **said, happened_at=at, by=by, at=at)
    write(act="team.member_added", subject=alert.classification.report, by=by, at=at, pk=made.pk)
    return made


@transaction.atomic
def inform(
    *,
    alert: Alert,
    kind: str,
    named: str,
    what: str,
    happened_at: datetime,
    by: User,
    at: datetime,
    involved: Involvement | None = None,
) -> Informed:
    """Say that a school was informed about a child, or a parent in writing: who, what they were given, when."""
    alert = begin(alert=alert, by=by, at=at, happened_at=happened_at)
    for name, text in (("named", named), ("what", what)):
        if not text.strip():
            raise Refused(_("Say who was informed, and what they were given."), field=name)
    if involved and involved.report_id != alert.classification.report_id:
        raise Refused(_("This child is of another report."), field="involved")
    if kind != Informed.Kind.PARENT and involved is None:
        raise Refused(_("Say about which child."), "RSMo 210.145.9", "involved")
    how = {"kind": Informed.Kind(kind), "named": named.strip(), "what": what.strip(), "involved": involved}
    made = Informed.objects.create(alert=alert, **how, happened_at=happened_at, by=by, at=at)
    write(act="informed", subject=alert.classification.report, by=by, at=at, kind=str(made.kind), pk=made.pk)
    return made
