"""What was pressed on the sheet of a call: an answer, a pathway taken or dropped, who somebody on file is.

Used by the sheet. Each button posts the whole sheet with its own value, so that it works without scripts and loses nothing;
what makes no sense is refused in words and changes nothing.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from oscr.agency.models import User
from oscr.flow.history import priors
from oscr.flow.report.asked import ASKED, PLACE, SAME, with_answer, without
from oscr.law import protocol
from oscr.law.protocol.model import UNKNOWN, YES
from oscr.ui.forms import storable

UNIT = re.compile(r"|[cs]\d{1,4}|c\d{1,4}/s\d{1,4}")
WHO = re.compile(r"([cps]\d{1,4})\|(\d{1,18})\|(yes|no|)")
FIELD = re.compile(r"[A-Za-z][\w-]{0,80}")
LONGEST = 2000  # letters of a reason
LISTS = ("children", "adults", "suspects")


def pressed(
    answers: dict[str, Any], before: Mapping[str, Any], data: QueryDict, law: protocol.Protocol, user: User
) -> list[str]:
    """Put what was pressed into the answers of the sheet; gives what was refused, each a sentence.

    `before` is the draft as it was kept: of whoever is no longer on a list nothing is kept that was asked about them.
    """
    refused = [*_recognised(answers, data), *_answered(answers, data, law, user)]
    _chosen(answers, data, law)
    gone = {one["id"] for page in LISTS for one in before.get(page, ())}
    gone -= {one["id"] for page in LISTS for one in answers.get(page, ())}
    if gone:
        answers[ASKED] = without(answers.get(ASKED, ()), gone)
        answers[SAME] = [row for row in answers.get(SAME, ()) if row["of"] not in gone]
    if FIELD.fullmatch(place := data.get("place", "")):
        answers[PLACE] = place
    return refused


def _answered(answers: dict[str, Any], data: QueryDict, law: protocol.Protocol, user: User) -> Iterator[str]:
    for value in data.getlist("answer"):
        unit, _bar, rest = value.partition("|")
        name, _bar, said = rest.partition("|")
        fact = law.facts.get(name)
        if not UNIT.fullmatch(unit) or fact is None or said not in ("", UNKNOWN, *fact.values):
            yield _("An answer was not understood: the question is of another version of the protocol.")
            continue
        why = _text(data, "why-prior-reports") if name == priors.PRIOR else ""
        if name == priors.PRIOR and said not in ("", YES) and not why and priors.of_call(answers, user):
            yield _("Records say that there are prior reports. Say why they do not count, then answer again.")
            continue
        row = {"unit": unit, "fact": name, "value": said, **({"why": why} if why else {})}
        answers[ASKED] = with_answer(answers.get(ASKED, ()), row)


def _chosen(answers: dict[str, Any], data: QueryDict, law: protocol.Protocol) -> None:
    """The pathways in the order in which they were taken."""
    worries = answers.get("worries", {})
    ways = list(worries.get("pathways", ()))
    ways += [slug for slug in data.getlist("take") if slug in law.pathways and slug not in ways]
    dropped = set(data.getlist("drop"))
    if ways or dropped:
        answers["worries"] = {**worries, "pathways": [slug for slug in dict.fromkeys(ways) if slug not in dropped]}


def _recognised(answers: dict[str, Any], data: QueryDict) -> Iterator[str]:
    for value in data.getlist("who"):
        found = WHO.fullmatch(value)
        if not found:
            continue
        of, participant, said = found[1], int(found[2]), found[3]
        reason = _text(data, f"who-{of}-{participant}")
        others = [row for row in answers.get(SAME, ()) if (row["of"], row["participant"]) != (of, participant)]
        if said and not reason:
            yield _("Say why it is the same person, or why not.")
            continue
        row = {"of": of, "participant": participant, "same": said == YES, "reason": reason}
        answers[SAME] = [*others, row] if said else others


def _text(data: QueryDict, name: str) -> str:
    return storable(data.get(name, "")).replace("\x00", "").strip()[:LONGEST]
