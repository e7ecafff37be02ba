"""Verifying a pair, and what follows from it; taking somebody off the list; giving the list to the Registrar."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext as _

from oscr.agency.chain import to_call
from oscr.agency.models import Level, User
from oscr.agency.permissions import Permission, require
from oscr.flow.assignment.actions import send_alert
from oscr.flow.assignment.choosing import office_for, route_of
from oscr.flow.assignment.models import Alert
from oscr.flow.birth_match import listing
from oscr.flow.birth_match.models import Assessment, Birth, Delisting, Export, Listed, Pair, Parent, Verdict
from oscr.flow.call.actions import decision_now, receive_birth, settle
from oscr.flow.classification.actions import classify, needs_alert
from oscr.flow.report.models import Report
from oscr.law import birth_match
from oscr.law.calendar import local
from oscr.law.protocol.model import UNKNOWN, YES
from oscr.law.refusal import Refused
from oscr.notices.actions import leave
from oscr.people.models import Sex
from oscr.record.actions import write


@transaction.atomic
def verify(*, pair: Pair, same: bool, reason: str, by: User, at: datetime) -> Verdict:
    """Say whether a parent on a certificate is the person on the list. The first "same" of a certificate makes its assessment.

    Another parent of that certificate is added to it. Raises Refused without a reason, and for a pair that waits no longer.
    """
    require(by, Permission.VERIFY_BIRTHS)
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    one_at_a_time(name=pair.birth.certificate)
    check_waits(pair)
    assessment = _assessment(pair, by, at) if same else None
    verdict = Verdict.objects.create(pair=pair, same=same, reason=reason.strip(), assessment=assessment, by=by, at=at)
    number = assessment.report.number if assessment else ""
    write(act="birth_match.verified", subject=pair, by=by, at=at, same=same, parent=pair.parent, report=number)
    return verdict


@transaction.atomic
def delist(*, listed: Listed, reason: str, by: User | None, at: datetime) -> Delisting:
    """Take somebody off the list. Raises Refused without a reason, and where it was done already."""
    if by is not None:
        require(by, Permission.EXCHANGE_BIRTHS)
    if not reason.strip():
        raise Refused(_("Say why."), field="reason")
    row, new = Delisting.objects.get_or_create(listed=listed, defaults={"reason": reason.strip(), "by": by, "at": at})
    if not new:
        raise Refused(_("This entry was taken off the list already."))
    write(act="birth_match.delisted", subject=listed, by=by, at=at)
    return row


@transaction.atomic
def export(*, by: User | None, at: datetime) -> tuple[Export, bytes]:
    """The list of the day of `at`, as the Registrar is given it: what is kept of the export, and the file itself."""
    if by is not None:
        require(by, Permission.EXCHANGE_BIRTHS)
    day = local(at).date()
    rows, content, digest = listing.written(day)
    kept = Export.objects.create(day=day, rows=rows, digest=digest, by=by, at=at)
    write(act="birth_match.exported", subject=kept, by=by, at=at, rows=rows, digest=digest)
    return kept, content


def check_waits(pair: Pair) -> None:
    """Raise Refused for a pair that is not to be verified any more."""
    if Pair.objects.waiting().filter(pk=pair.pk).exists():
        return
    if Verdict.objects.filter(pair=pair).exists():
        raise Refused(_("Somebody has verified this pair already."))
    raise Refused(_("This pair is closed: a corrected batch took its place, or the person was taken off the list."))


def one_at_a_time(*, name: str) -> None:
    """Whoever acts on the same certificate, or takes in another file, waits until this transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"birth match {name}"])


def _assessment(pair: Pair, by: User, at: datetime) -> Assessment:
    birth = pair.birth
    known = Assessment.objects.filter(certificate=birth.certificate).select_related("report").first()
    if known:
        if not known.verdicts.filter(pair__parent=pair.parent, pair__listed=pair.listed).exists():
            _tell_office(known, pair, at)
            write(act="birth_match.parent_added", subject=known.report, by=by, at=at, parent=pair.parent)
        return known
    report = receive_birth(token=_token(birth), answers=_answers(pair), by=by, at=at)
    _leave_open_as_unknown(report, by, at)
    outcome = decision_now(report).outcome
    classification = classify(report=report, outcome=outcome, reason="", by=by, at=at)
    route = route_of(report)
    office = office_for(route)
    if office and needs_alert(classification):
        send_alert(classification=classification, office=office, rule=route.rule, reason="", by=by, at=at)
    return Assessment.objects.create(certificate=birth.certificate, report=report, by=by, at=at)


def _token(birth: Birth) -> UUID:
    """One token a certificate: a second report of it could not be written even if somebody tried."""
    return uuid5(NAMESPACE_OID, f"birth certificate {birth.certificate}")


def _leave_open_as_unknown(report: Report, by: User, at: datetime) -> None:
    """A birth record answers none of the questions that could still raise the outcome, and there is no reporter to be asked."""
    while questions := decision_now(report).questions:
        answers = [(question.unit[0] or "", question.fact, UNKNOWN) for question in questions]
        settle(report=report, answers=answers, by=by, at=at)


def _tell_office(assessment: Assessment, pair: Pair, at: datetime) -> None:
    """Tell who is on call in the office that has the assessment, the last one it was sent to, that somebody else on the certificate
    was verified, or the same parent as somebody else on the list."""
    alerts = Alert.objects.filter(classification__report=assessment.report).order_by("-pk").select_related("office")
    alert = alerts.first()
    for person in to_call(office=alert.office, level=Level.PRIMARY, at=at) if alert else ():
        key = f"birth-parent-{pair.pk}-{person.pk}"
        leave(kind="birth_parent", key=key, to=person.email, at=at, number=assessment.report.number)


def _answers(pair: Pair) -> dict[str, Any]:
    """The birth record as the pages of a report hold it; what nobody told is left out."""
    birth = pair.birth
    child = _named(birth.child_first, birth.child_middle, birth.child_last, birth.birth_date.isoformat(), birth.sex)
    parents = [(Parent.MOTHER, Sex.FEMALE, birth.mother_maiden), (Parent.FATHER, Sex.UNKNOWN, "")]
    adults = []
    for place, (parent, sex, other) in enumerate(parents, 1):
        first, middle, last, born = (
            getattr(birth, f"{parent}_{part}") for part in ("first", "middle", "last", "birth_date")
        )
        if first or last:
            person = _named(first, middle, last, born.isoformat() if born else "", sex)
            adults.append({"id": f"p{place}", **person, "other_names": other, "relation": str(parent.label)})
    home: dict[str, Any] = {"home_address": birth.address, "home_county": birth.county}
    return {
        "you": {},
        "birth": {"certificate": birth.certificate, "hospital": birth.hospital},
        "children": [{"id": "c1", **child, "worried": True}],
        "adults": adults,
        "places": home | {"facts": {"birth match": YES, "child tie": YES}},
        "worries": {"pathways": []},
        "story": {"what": _story(pair)},
    }


def _named(first: str, middle: str, last: str, birth_date: str, sex: str) -> dict[str, str]:
    return {"first": first, "middle": middle, "last": last, "birth_date": birth_date, "sex": sex}


def _story(pair: Pair) -> str:
    """What the county needs to know of why: who on the certificate is on the list, and for what."""
    listed, birth = pair.listed, pair.birth
    category = birth_match.categories()[listed.category]
    event = birth_match.events()[listed.event]
    lines = [
        f"Birth Match: the {Parent(pair.parent).label.lower()} on the birth certificate is on the list of {category.cite}.",
        f"{category.title}. {event}, {listed.event_date:%m/%d/%Y} (source: {listed.source}).",
    ]
    if listed.terminated_on:
        lines.append(f"Parental rights terminated on {listed.terminated_on:%m/%d/%Y}.")
    if listed.crime:
        lines.append(f"Section {listed.crime} RSMo, {birth_match.offence(listed.crime)}.")
    lines.append(f"Certificate {birth.certificate}. Born at: {birth.hospital or 'not said'}.")
    return "\n".join(lines)
