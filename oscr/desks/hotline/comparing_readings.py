"""First and second readings compared, in words and drawings: how far they agree, in all and by pathway, and where they did not.

Used by the pages of second readings. Names no reader: a disagreement is there to be learnt from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.agency.models import User
from oscr.desks.hotline import overseeing
from oscr.desks.reading import unit_words, value_label
from oscr.flow.call.actions import protocol_for
from oscr.flow.quality.models import Reading, Verdict
from oscr.flow.report.models import Report
from oscr.flow.report.telling import restored
from oscr.law import protocol
from oscr.law.agreement import Agreement, agreement
from oscr.ui.forms import Choice, Words

SHOWN = 30  # disagreements listed
ENOUGH = 10  # readings of a pathway from which on its agreement is shown as a number


class VerdictForm(forms.Form):
    """A supervisor's answer to a second reading that protects more."""

    use_required_attribute = False
    result = Choice(label=gettext_lazy("What you found"), required=True, choices=Verdict.Result.choices)
    reason = Words(label=gettext_lazy("Why"), lines=3, required=True)


@dataclass(frozen=True)
class Apart:
    """A call that was read differently: its number, what both said, and whether the second protects more."""

    number: str
    first: str
    second: str
    raised: bool
    pathways: str
    answer: str


def made(user: User, since: datetime) -> list[Reading]:
    """The readings since then of calls that this user may see, the last first."""
    seen = Reading.objects.filter(at__gt=since, drawn__classification__report__in=Report.objects.visible_to(user))
    rows = seen.select_related("drawn__classification__report", "doubt__verdict").order_by("-at")
    unread = ("decision", "report__told", "report__narrative")
    return list(rows.defer(*(f"drawn__classification__{column}" for column in unread)))


def compared(law: protocol.Protocol, readings: Sequence[Reading]) -> dict[str, Any]:
    """The context of the list: agreement in all, as a grid, by pathway, and the disagreements."""
    whole = agreement(map(_pair, readings))
    told = _("The last 90 days. In the marked boxes both agree; left of them the second reader protects more.")
    words = (_("First and second reading"), told, _("first"), _("second"))
    return {
        "whole": _said(whole),
        "grid": overseeing.pairs(law, whole.counts, "readings", words) if readings else None,
        "by_pathway": _by_pathway(law, readings),
        "enough": ENOUGH,
        "apart": [_apart(law, one) for one in readings if one.outcome != one.drawn.classification.outcome][:SHOWN],
    }


def both(reading: Reading) -> dict[str, Any]:
    """One call as both read it: outcomes, and the facts on which they differ."""
    first, report = reading.drawn.classification, reading.drawn.classification.report
    law = protocol_for(report)
    one, other = _facts(restored(first.case)), _facts(restored(reading.case))
    rows = []
    for unit, name in sorted({*one, *other}):
        said = [facts.get((unit, name), "") for facts in (one, other)]
        if said[0] != said[1] and name in law.facts:
            rows.append(
                (unit_words(*_codes(unit)), law.facts[name].screener, *(_value(law, name, one) for one in said))
            )
    return {
        "report": report,
        "first": law.label(first.outcome),
        "second": law.label(reading.outcome),
        "reason": reading.reason,
        "differ": rows,
    }


def _facts(case: protocol.Case) -> dict[tuple[str, str], str]:
    found = {("", fact): value for fact, value in case.call.items()}
    for people in (case.children, case.suspects):
        found |= {(code, fact): value for code, facts in people.items() for fact, value in facts.items()}
    return found | {
        ("/".join(pair), fact): value for pair, facts in case.pairs.items() for fact, value in facts.items()
    }


def _codes(unit: str) -> tuple[str | None, str | None]:
    child, _slash, suspect = unit.partition("/")
    return (None, child) if child.isdigit() else (child or None, suspect or None)


def _value(law: protocol.Protocol, fact: str, value: str) -> str:
    return value_label(law.facts[fact], value) if value else _("not asked")


def _pair(reading: Reading) -> tuple[str, str]:
    return reading.drawn.classification.outcome, reading.outcome


def _by_pathway(law: protocol.Protocol, readings: Iterable[Reading]) -> list[tuple[str, dict[str, str]]]:
    """Agreement by pathway, the one with the most readings first; a call with several counts in each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in readings:
        for slug in _ways(one):
            found.setdefault(slug, []).append(_pair(one))
    rows = sorted(found.items(), key=lambda row: (-len(row[1]), row[0]))
    return [(law.pathways[slug].name if slug in law.pathways else slug, _said(agreement(rows))) for slug, rows in rows]


def _ways(reading: Reading) -> Sequence[str]:
    return tuple(reading.drawn.classification.case.get("pathways") or ())


def _said(found: Agreement) -> dict[str, str]:
    """An agreement in words and numbers."""
    kappa = _("none: there is only one outcome, or no reading") if found.kappa is None else f"{found.kappa:.2f}"
    bounds = "" if found.low is None else _("%(low).2f to %(high).2f") % {"low": found.low, "high": found.high}
    return {
        "readings": str(found.readings),
        "few": "few" if found.readings < ENOUGH else "",
        "share": "" if found.share is None else f"{found.share:.0%}",
        "kappa": kappa,
        "bounds": bounds,
    }


def _apart(law: protocol.Protocol, one: Reading) -> Apart:
    first = one.drawn.classification
    ranks = {outcome.id: outcome.rank for outcome in law.outcomes}
    doubt = getattr(one, "doubt", None)
    verdict = getattr(doubt, "verdict", None)
    waits = _("waits for a supervisor") if doubt else ""
    return Apart(
        number=first.report.number,
        first=_label(law, first.outcome),
        second=_label(law, one.outcome),
        raised=ranks.get(one.outcome, 0) < ranks.get(first.outcome, 0),
        pathways=", ".join(law.pathways[slug].name for slug in _ways(one) if slug in law.pathways),
        answer=verdict.get_result_display() if verdict else waits,
    )


def _label(law: protocol.Protocol, outcome: str) -> str:
    return next((one.label for one in law.outcomes if one.id == outcome), outcome)
