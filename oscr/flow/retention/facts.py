"""The facts of a concluded report that name nobody: for the federal file (NCANDS) and the statistics of the Division.

Fixed at the conclusion, because a report may be gone before the federal year is. Every column is a date, a number, a yes or no, or an
id of the law's own lists: nothing that somebody told in words, no call number, no time of day. Only reads but for `write_fact`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from oscr.flow.assignment.models import Acknowledgement
from oscr.flow.classification.models import Classification
from oscr.flow.conclusion.models import APPROVED, ConclusionReply, Finding
from oscr.flow.enforcement.models import EnforcementNotice
from oscr.flow.report.models import Involvement, Part, Report
from oscr.flow.report.telling import restored
from oscr.flow.response import children
from oscr.flow.response.models import Contact, ServiceStep
from oscr.flow.response.models import Part as MetAs
from oscr.flow.retention.models import Fact, FactPair, FactPerson
from oscr.law import conclusions, reporters
from oscr.law.calendar import age_on, local
from oscr.law.protocol.case import Case
from oscr.law.retention import Matter
from oscr.people.links import everything_about, persons_of
from oscr.people.models import Participant

RELATION = "suspect relation"  # the protocol's fact of a child and a suspect, a closed list
MINUTE = timedelta(minutes=1)


def write_fact(*, report: Report, reply: ConclusionReply, matter: Matter, supersedes: Fact | None) -> Fact:
    """Write the facts of a report as it is concluded now. A part of `filing.file`, under its lock."""
    made = Classification.objects.get(report=report, superseded_by=None)
    law = reply.conclusion.law
    occupations = {one.id: one.group for one in reporters.every()}
    case = restored(made.case)
    fact = Fact.objects.create(
        received_on=local(report.received_at).date(),
        concluded_on=local(reply.at).date(),
        channel=report.channel,
        county=reply.conclusion.alert.office.fips or "",
        source=occupations.get(report.reporter.occupation, ""),
        mandated=matter.mandated,
        outcome=matter.outcome,
        conclusion=law.id,
        disposition=conclusions.disposition(law, harassing=matter.harassing),
        harassing=matter.harassing,
        allegations=sorted(case.pathways or ()),
        enforcement=EnforcementNotice.objects.about(report).exists(),
        services=ServiceStep.objects.of(report).filter(kind=ServiceStep.Kind.PROVIDED).exists(),
        **_after(report),
        supersedes=supersedes,
    )
    _write_pairs(_write_people(fact, report), reply, case)
    return fact


def _after(report: Report) -> dict[str, int | None]:
    """Minutes from receipt to each step; None where it was not taken, 0 where it was taken already, as by a worker who then reported."""
    classified = report.classifications.order_by("pk").values_list("at", flat=True).first()
    seen = Acknowledgement.objects.filter(alert__classification__report=report).order_by("pk")
    tried = Contact.objects.of(report).standing().filter(met__part__in=_family()).order_by("happened_at")
    steps = {
        "classified_after": classified,
        "acknowledged_after": seen.values_list("at", flat=True).first(),
        "initiated_after": tried.values_list("happened_at", flat=True).first(),
        "seen_after": min(_children_seen(report), default=None),
    }
    return {name: None if at is None else max(0, (at - report.received_at) // MINUTE) for name, at in steps.items()}


def _family() -> list[str]:
    return [part for part in MetAs.values if part != MetAs.REPORTER]


def _children_seen(report: Report) -> list[datetime]:
    return [one.seen_at for one in children.living(report) if one.involved.victim and one.seen_at]


def _write_people(fact: Fact, report: Report) -> dict[str, FactPerson]:
    involved = report.involved.select_related("participant")
    counted = [one for one in involved if one.part == Part.CHILD or one.suspect]
    prior = _found_before(report, [one for one in counted if one.part == Part.CHILD])
    rows = [
        FactPerson(
            fact=fact,
            code=one.code,
            part=one.part,
            age=_age(one.participant, report),
            sex=one.participant.sex,
            victim=one.victim,
            suspect=one.suspect,
            prior=one.participant_id in prior,
        )
        for one in counted
    ]
    return {one.code: one for one in FactPerson.objects.bulk_create(rows)}


def _age(participant: Participant, report: Report) -> int | None:
    day = local(report.received_at).date()
    if participant.birth_date and participant.birth_date <= day:
        return age_on(participant.birth_date, day)
    return None if participant.age_months is None else participant.age_months // 12


def _found_before(report: Report, involved: Iterable[Involvement]) -> set[int]:
    """Tellings of this report about children of whom an earlier report, concluded before this row is written, found abuse or neglect."""
    persons = persons_of([one.participant_id for one in involved])
    about = everything_about(persons.values())
    present = [name for name, one in conclusions.results().items() if one.ncands == "1"]
    found = Finding.objects.filter(
        child__participant__in=about,
        result__in=present,
        conclusion__reply__result=APPROVED,
        conclusion__reply__replaced_by=None,
        child__report__received_at__lt=report.received_at,
    )
    victims = {about[telling] for telling in found.values_list("child__participant_id", flat=True)}
    return {telling for telling, person in persons.items() if person in victims}


def _write_pairs(people: dict[str, FactPerson], reply: ConclusionReply, case: Case) -> None:
    """What was found of each child and person; where nothing is found by that conclusion, who was alleged to have harmed whom."""
    findings = reply.conclusion.findings.select_related("child", "suspect")
    rows = [
        (one.child.code, one.suspect.code if one.suspect else "", one.allegation, one.result, one.custodian)
        for one in findings
    ]
    alleged = [(child, suspect or "", "", "", False) for child, suspect in case.units()]
    FactPair.objects.bulk_create(
        FactPair(
            child=people[child],
            suspect=people.get(suspect),
            relation=case.pairs.get((child, suspect), {}).get(RELATION, ""),
            allegation=allegation,
            result=result,
            custodian=custodian,
        )
        for child, suspect, allegation, result, custodian in rows or alleged
        if child in people
    )
