"""The registry: whom an approved conclusion flags, whom the law bars from it, and who is taken out when it is found otherwise.

Only a preponderance of evidence or a court's finding flags somebody (RSMo 210.152); a parent, guardian or custodian is not entered
where a court took jurisdiction in a custody proceeding (RSMo 210.145.22).
"""

from datetime import datetime

from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.conclusion.models import Conclusion, Finding, Flag
from oscr.flow.report.models import Involvement
from oscr.law import conclusions
from oscr.law.conclusions import BARRED_BY, Result
from oscr.law.refusal import Refused

State = Flag.State


def flag_all(*, conclusion: Conclusion, by: User, at: datetime) -> None:
    """Flag everybody whom an approved conclusion names so, and take out who was flagged by the one it replaces and is not now. A part
    of `approve`."""
    named = list(conclusion.findings.exclude(suspect=None).select_related("suspect"))
    people = {one.suspect.pk: one.suspect for one in named if one.suspect}
    now = {pk for pk, person in people.items() if flag(conclusion=conclusion, person=person, by=by, at=at)}
    if conclusion.replaces:
        for before in conclusion.replaces.flags.filter(state=State.FLAGGED).exclude(person__in=now):
            result = _result(named, before.person_id)
            Flag.objects.create(
                conclusion=conclusion,
                person=before.person,
                result=result.id if result else "",
                state=State.REMOVED,
                why=conclusion.get_because_display(),
                cite="RSMo 210.145.17(3)",
                by=by,
                at=at,
            )


def flag(*, conclusion: Conclusion, person: Involvement, by: User, at: datetime) -> Flag | None:
    """Write down whether a person is flagged; None where nothing that was found would flag them."""
    named = list(conclusion.findings.filter(suspect=person))
    result = _result(named, person.pk)
    if result is None or not result.registry:
        return None
    state, why, cite = State.FLAGGED, result.label, "RSMo 210.152"
    try:
        check_flag(conclusion=conclusion, person=person)
    except Refused as refused:
        state, why, cite = State.BARRED, f"{refused.message} {conclusion.jurisdiction}", BARRED_BY
    told = {"result": result.id, "state": state, "why": str(why), "cite": cite}
    return Flag.objects.create(conclusion=conclusion, person=person, **told, by=by, at=at)


def check_flag(*, conclusion: Conclusion, person: Involvement) -> None:
    """Refuse where the law does not let this person be entered because of this conclusion."""
    named = list(conclusion.findings.filter(suspect=person))
    custodian = any(one.custodian for one in named)
    conclusions.check_registry(_result(named, person.pk), custodian=custodian, jurisdiction=conclusion.jurisdiction)


def words(flag: Flag) -> str:
    """A flag in words, with its reason."""
    return _("%(state)s: %(why)s") % {"state": flag.get_state_display(), "why": flag.why}


def _result(named: list[Finding], person: int | None) -> Result | None:
    """The weightiest result of the findings that name somebody."""
    plain = [conclusions.Found("", "", str(one.suspect_id), one.result) for one in named]
    return conclusions.weightiest(plain, str(person))
