"""Prior reports about the people of a call that is being taken, as far as the screener has said who they are (manual 2.1.1).

Used by the hotline's screen of a call and when the call becomes a report: they answer the protocol's question about prior reports.
A report counts whatever became of it, unless its caller was suspected of harassment, or nobody reported at all (RSMo 210.145.6, .9).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from oscr.agency.models import User
from oscr.flow.classification.models import Classification
from oscr.flow.conclusion.harassing import harassing
from oscr.flow.history import mentions
from oscr.flow.history.grounds import HARASSMENT, PRIOR
from oscr.flow.report.asked import SAME
from oscr.flow.report.models import Channel, Involvement
from oscr.people.links import everything_about, persons_of

__all__ = ["PRIOR", "Priors", "of_call"]


@dataclass(frozen=True)
class Priors:
    """The call numbers of earlier reports that this user may see, the newest first, and how many there are that they may not."""

    numbers: tuple[str, ...] = ()
    restricted: int = 0

    def __bool__(self) -> bool:
        return bool(self.numbers or self.restricted)

    @property
    def source(self) -> str:
        """Where the answer is known from, as the record keeps it: call numbers only, no name."""
        return ", ".join(self.numbers) or f"{self.restricted} restricted"


def of_call(answers: Mapping[str, Any], user: User) -> Priors:
    """What was reported before about whom the screener said to be on file: as a child of concern or as a suspect."""
    said = [row["participant"] for row in answers.get(SAME, ()) if row["same"]]
    if not said:
        return Priors()
    tellings = {*said, *everything_about(persons_of(said).values())}
    about = Involvement.objects.filter(participant__in=tellings).exclude(report__channel=Channel.BIRTHS)
    rows = [row for row in about.select_related("report") if row.victim or row.suspect]
    counted = {row.participant_id for row in rows} - _harassing(rows)
    lines = mentions.of_tellings(counted, user)
    return Priors(tuple(dict.fromkeys(line.report.number for line in lines.seen)), lines.restricted)


def _harassing(rows: Iterable[Involvement]) -> set[int]:
    """The tellings of reports whose caller was suspected of harassment, or that were referred as such when they were concluded."""
    listed = list(rows)
    decided = Classification.objects.filter(report__in={row.report_id for row in listed}, superseded_by=None)
    cases = dict(decided.values_list("report_id", "case"))
    referred = harassing({row.report_id for row in listed})
    return {
        row.participant_id
        for row in listed
        if row.report_id in referred or _suspected(cases.get(row.report_id, row.report.case))
    }


def _suspected(case: Mapping[str, Any]) -> bool:
    return bool(case["call"].get(HARASSMENT) == "yes")
