"""What the alert page shows of a report, in the order in which a worker at a kitchen door needs it. Only reads.

The reporter is not in it: `you` of the answers is left out but for one question, whether the family knows of the report.
"""

from oscr.agency import versions
from oscr.desks.interview.base import yes_no
from oscr.desks.interview.pages import BY_SLUG
from oscr.desks.interview.summary import Part, parts_of
from oscr.flow.assignment.models import Alert
from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Report
from oscr.law import protocol, routing

TOLD = (
    "story",
    "places",
    "questions",
    "suspects",
    "worries",
    "done",
)  # people are shown apart, the reporter not at all


def told_of(report: Report) -> list[Part]:
    """Every answered question of the report, the story first; what was skipped is left out."""
    parts = [part for slug in TOLD for part in parts_of(BY_SLUG[slug], report.told, report.received_at)]
    given = [Part(part.page, part.title, part.entry, [row for row in part.rows if row.given]) for part in parts]
    return [part for part in given if part.rows]


def family_knows(report: Report) -> str:
    """Whether the people concerned know of the report, as the reporter said."""
    return yes_no(report.told.get("you", {}).get("aware") or "unknown")


def outcome_label(classification: Classification, laws: versions.Timeline) -> str:
    """What a report was classified as, in the words of the protocol that decided about it."""
    return label_of(classification.outcome, laws.at(classification.report.received_at))


def label_of(outcome: str, law: protocol.Protocol) -> str:
    """An outcome in words."""
    labels = {one.id: one.label for one in law.outcomes}
    return str(labels.get(outcome, outcome))


def rule_of(alert: Alert) -> routing.Rule | None:
    """The routing rule that chose the office; None where a person chose another."""
    return next((rule for rule in routing.every() if rule.id == alert.rule), None)
