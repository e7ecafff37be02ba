"""Concluded reports whose work is done, for the tests of retention."""

from datetime import datetime

from oscr.flow.assignment.models import Alert
from oscr.flow.clock.models import Clock
from oscr.flow.conclusion import harassing, lettering
from oscr.flow.conclusion.models import Conclusion
from oscr.flow.report.models import Report
from oscr.law.calendar import CENTRAL
from tests.flow.disposition import asking
from tests.flow.disposition.asking import DAY, DONE

FULL_10 = datetime(2036, 3, 24, tzinfo=CENTRAL)  # ten years after the Missouri day of DONE, that day counted in
FULL_5 = datetime(2031, 3, 24, tzinfo=CENTRAL)
DAY_45 = datetime(2026, 5, 7, tzinfo=CENTRAL)  # begins the 45th day after DONE


def finished(people, kind: str = "unsubstantiated", alert: Alert | None = None, **how) -> Conclusion:
    """A conclusion that stands, no clock left running. The reporter is a teacher, who must report."""
    row = asking.concluded(alert or asking.online(people.office), people, kind, **how)
    stop(row.alert.classification.report, people)
    return row


def stop(report: Report, people) -> None:
    """Every clock of a report is met."""
    running = Clock.objects.running().filter(report=report)
    running.update(met_at=DONE + DAY, noted_at=DONE + DAY, met_by=people.worker)


def by_neighbor(people) -> Alert:
    """Of somebody who need not report."""
    return asking.by_phone(people)


def referred(row: Conclusion, people):
    """A suspicion of harassment, whose letter to the prosecutor is posted."""
    told = {"indicators": ["motive"], "evidence": "For the test.", "prosecutor": "Boone County"}
    made = harassing.refer(conclusion=row, **told, by=people.lead, at=DONE + DAY)
    lettering.post(letter=made.letter, how="post", sent_at=DONE + DAY, by=people.worker, at=DONE + DAY)
    return made


def report_of(row: Conclusion) -> Report:
    return row.alert.classification.report


def replaced(row: Conclusion, people, kind: str, at: datetime) -> Conclusion:
    """What is found otherwise later."""
    return finished(people, kind, row.alert, at=at, replaces=row, because=Conclusion.Because.ADMINISTRATIVE)
