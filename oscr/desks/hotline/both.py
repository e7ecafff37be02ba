"""Two states of one call beside each other, question by question: what is kept, and what stands on the screen that came second.

Used where a save is refused because another window was first, and where a call became a report in another window: nothing is lost,
both are shown, and the person decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.desks.interview.summary import summary
from oscr.desks.reading import value_label
from oscr.flow.report.asked import ASKED, codes_of

Said = dict[tuple[str, str], str]
"""(about whom or what, question) -> the answer in words."""


@dataclass(frozen=True)
class Difference:
    """One question that the two states answer differently; "" for nothing."""

    about: str
    label: str
    kept: str
    here: str


def differences(kept: Mapping[str, Any], here: Mapping[str, Any], at: datetime) -> list[Difference]:
    """Every question whose answer is not the same in both, in the order of the pages."""
    one, other = _said(kept, at), _said(here, at)
    keys = dict.fromkeys((*one, *other))
    return [
        Difference(*key, one.get(key, ""), other.get(key, "")) for key in keys if one.get(key, "") != other.get(key, "")
    ]


def _said(answers: Mapping[str, Any], at: datetime) -> Said:
    typed = {(str(part.title), row.label): row.text for part in summary(answers, at) for row in part.answered}
    return {**typed, **dict(_asked(answers, at))}


def _asked(answers: Mapping[str, Any], at: datetime) -> Iterator[tuple[tuple[str, str], str]]:
    facts, codes = versions.in_force(at).facts, codes_of(answers)
    for row in answers.get(ASKED, ()):
        fact = facts.get(row["fact"])
        about = "/".join(codes.get(one, one) for one in row["unit"].split("/")) or _("The call")
        yield (about, fact.screener if fact else row["fact"]), value_label(fact, row["value"]) if fact else row["value"]
