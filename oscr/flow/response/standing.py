"""What of the duties of a response is done and what is missing, by the track on which the report is now. Only reads.

Used by the response page, and by the conclusion, which closes nothing while a duty is unmet and unexplained. RSMo 210.145, subsections
2, 8 to 11, 13, 14, 16; 210.183.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oscr.flow.assignment.directing import is_second
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Involvement, Report
from oscr.flow.response import children
from oscr.flow.response.models import (
    AssessmentOutcome,
    Contact,
    Informed,
    Invitation,
    Met,
    Need,
    Part,
    Result,
    Risk,
    SafetyAssessment,
    SafetyDecision,
    ServiceStep,
    TeamUse,
)
from oscr.flow.track.now import current
from oscr.law import visiting
from oscr.law.calendar import local
from oscr.law.outcomes import REPORTS

INVESTIGATION = "investigation"
RIGHTS = "rights"  # the guard of the rights in writing
CONTACTED = ("P", "N")  # whose reporter is contacted too (manual 4.1, 4.2)


@dataclass(frozen=True)
class Duty:
    """One duty of a response: its kind (an id that stays), whether it is done, which law, and in words what is done or missing.
    `explained`: it was broken, nobody can make that undone, and why it was is on record: neither done nor missing."""

    kind: str
    done: bool
    cite: str
    words: str
    explained: bool = False


def standing(alert: Alert) -> tuple[Duty, ...]:
    """Every duty that the report's track asks for, done or not. A contact that was corrected counts as it is now."""
    report = alert.classification.report
    now = current(report)
    track = now.outcome if now else alert.classification.outcome
    found = list(_of_reporter(report, track))
    if track in REPORTS:
        found += [*_of_children(report), _safety(report), _rights(report), *_guards(report)]
        found += [_parents(report), *_meetings(report)]
    if track == INVESTIGATION:
        found += [_team(report), *_schools(report)]
    elif track in REPORTS:
        found += _of_family(report)
    return tuple(found)


def missing(alert: Alert) -> tuple[Duty, ...]:
    """The duties that are not done, and of which no breach is explained."""
    return tuple(duty for duty in standing(alert) if not duty.done and not duty.explained)


def _contacts(report: Report) -> "Iterable[Met]":
    every = Met.objects.filter(contact__in=Contact.objects.of(report).standing())
    return every.select_related("contact", "involved")


def _of_reporter(report: Report, track: str) -> Iterator[Duty]:
    if not ((track in REPORTS and report.reporter.mandated) or track in CONTACTED):
        return
    reached = any(one.part == Part.REPORTER and one.contact.result == Result.REACHED for one in _contacts(report))
    words = _("The reporter was contacted.") if reached else _("The reporter was not contacted yet.")
    yield Duty("reporter contact", reached, "RSMo 210.145.11" if track in REPORTS else "CWM 4.1; CWM 4.2", words)


def _of_children(report: Report) -> Iterator[Duty]:
    begun = any(one.part != Part.REPORTER for one in _contacts(report))
    words = _("The response was begun.") if begun else _("No contact and no attempt is written down.")
    yield Duty("initiate", begun, "RSMo 210.145.2", words)
    every = children.living(report)
    unseen = [one.involved for one in every if one.involved.victim and not one.seen_at]
    told = _("Not seen: %(codes)s.") % {"codes": _codes(unseen)} if unseen else _("Every victim child was seen.")
    yield Duty("observe child", not unseen, "RSMo 210.145.8", told)
    lost = [one.involved for one in every if not one.accounted_at]
    words = _("Neither seen nor located: %(codes)s.") % {"codes": _codes(lost)}
    accounted = _("Every child of the household was seen, or located and well.")
    yield Duty("household children", not lost, "RSMo 210.145.10", words if lost else accounted)


def _safety(report: Report) -> Duty:
    last = SafetyAssessment.objects.of(report).order_by("happened_at", "pk").last()
    decided = SafetyDecision.objects.filter(assessment=last).values_list("involved", flat=True) if last else ()
    left = [one.involved for one in children.living(report) if one.involved.pk not in set(decided)]
    if last is None:
        words = _("There is no safety assessment.")
    elif left:
        words = _("The safety assessment decides nothing about %(codes)s.") % {"codes": _codes(left)}
    else:
        words = _("The safety of every child was assessed.")
    return Duty("safety assessment", last is not None and not left, "RSMo 210.145.2", words)


def _rights(report: Report) -> Duty:
    """Rights are given where an alleged perpetrator is met; one who never was is named here, so that the closing says why. One who was
    met without them, which is explained, is named as that until they are given."""
    rows = list(_contacts(report))
    met = {one.involved_id for one in rows if one.contact.rights}
    without = {one.involved_id for one in rows if RIGHTS in one.contact.broken}
    left = [one for one in report.involved.filter(suspect=True).order_by("code") if one.pk not in met]
    unmet = [one for one in left if one.pk not in without]
    if unmet:
        words = _("Not met, so not given their rights in writing: %(codes)s.") % {"codes": _codes(unmet)}
    elif left:
        words = _("Met without their rights in writing, which is explained: %(codes)s.") % {"codes": _codes(left)}
    else:
        words = _("Every alleged perpetrator was given the rights in writing, or an exception was documented.")
    return Duty("rights", not left, "RSMo 210.145.8; RSMo 210.183", words, explained=bool(left) and not unmet)


def _guards(report: Report) -> Iterator[Duty]:
    """Only where a guard was broken: which, when, and who was told."""
    rows = Contact.objects.of(report).standing().exclude(broken=[]).select_related("broken_told")
    told = [
        _("%(guard)s: %(when)s, told to %(name)s.")
        % {
            "guard": _(visiting.guards()[one].label),
            "when": date_format(local(row.happened_at), _("M j")),
            "name": row.broken_told,
        }
        for row in rows
        for one in row.broken
    ]
    if told:
        yield Duty("guards", False, "RSMo 210.145.8", " ".join(told), explained=True)


def _parents(report: Report) -> Duty:
    told = Informed.objects.of(report).filter(kind=Informed.Kind.PARENT).exists()
    words = _("A parent was given the written notice.") if told else _("No parent was given the written notice.")
    return Duty("parent notice", told, "RSMo 210.183", words)


def _meetings(report: Report) -> Iterator[Duty]:
    """Only where a meeting was set: somebody of its list who was not told."""
    rows = Invitation.objects.filter(meeting__alert__classification__report=report)
    pairs = set(rows.values_list("meeting", "invitee"))
    if not pairs:
        return
    left = pairs - set(rows.exclude(told="").values_list("meeting", "invitee"))
    words = _("Not told of a family support team meeting yet: %(n)d.") % {"n": len(left)}
    told = _("Everybody was told of every family support team meeting.")
    yield Duty("meeting told", not left, "RSMo 210.145.14", words if left else told)


def _team(report: Report) -> Duty:
    last = TeamUse.objects.of(report).order_by("pk").last()
    if last is None:
        words = _("Nobody said whether a multidisciplinary team is used.")
    else:
        words = _("A multidisciplinary team is used.") if last.used else _("No team is used: documented why.")
    return Duty("team", last is not None, "RSMo 210.145.13", words)


def _schools(report: Report) -> Iterator[Duty]:
    """Of a second incident: the school of each victim child that has one."""
    if not is_second(report):
        return
    schooled = report.involved.filter(victim=True).exclude(participant__school="").order_by("code")
    told = Informed.objects.of(report).exclude(kind=Informed.Kind.PARENT).values_list("involved", flat=True)
    left = [one for one in schooled if one.pk not in set(told)]
    words = _("The school is not informed about %(codes)s.") % {"codes": _codes(left)}
    yield Duty("school", not left, "RSMo 210.145.9", words if left else _("The schools were informed."))


def _of_family(report: Report) -> Iterator[Duty]:
    for kind, model, cite, done, words in (
        ("needs", Need, "RSMo 210.145.16(1)", _("Needs were assessed."), _("No need was assessed.")),
        ("risk", Risk, "RSMo 210.145.16(1)", _("The risk was assessed."), _("The risk was not assessed.")),
        (
            "assessment outcome",
            AssessmentOutcome,
            "RSMo 210.145.16(4)",
            _("Outcome, services and removal of risk were documented."),
            _("Outcome, services provided and removal of risk are not documented."),
        ),
    ):
        there = model.objects.of(report).exists()
        yield Duty(kind, there, cite, done if there else words)


def refused_at_high_risk(report: Report) -> bool:
    """Whether the family refuses services while the risk is high: then an investigation may begin (210.145.16(2))."""
    last = Risk.objects.of(report).order_by("happened_at", "pk").last()
    steps = ServiceStep.objects.of(report).order_by("happened_at", "pk")
    kinds = {one.service_id: one.kind for one in steps}
    return bool(last and last.level == Risk.Level.HIGH and ServiceStep.Kind.REFUSED in kinds.values())


def _codes(people: Iterable[Involvement]) -> str:
    return ", ".join(one.code for one in people)
