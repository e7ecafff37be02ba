"""How a screener receives what did not come online: by which channel, when, and what the caller was told.

Used by actions.take_down. The page "intake" of the answers holds it: `channel`, and for each thing that a caller must be told what
became of it. RSMo 210.145.8 (911) and 210.145.18 (the disposition); manual 2.1.1 (letter and facsimile).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from oscr.flow.report.models import SCREENED, Channel
from oscr.law import receipt
from oscr.law.refusal import Refused

SAID, NOBODY_THERE, ENDED, UNNAMED = "said", "paper", "ended", "unnamed"
DUTIES = ("danger", "right")  # call 911 where a child may be in danger now; the right to know the disposition
ANONYMOUS = "anonymous"  # of `you`, page "caller": who stays unnamed


def unsaid(answers: Mapping[str, Any], channel: str) -> list[tuple[str, str]]:
    """What the caller must still be told, or why it could not be said: (page, plain sentence) pairs."""
    said = answers.get("intake", {})
    missing = []
    if said.get("danger") not in _possible("danger", answers, channel):
        missing.append(("intake", _("Tell the caller to call 911 where a child may be in danger now, or say why not.")))
    if said.get("right") not in _possible("right", answers, channel):
        told = _("Tell the caller of the right to know how the report ends, or say why not.")
        missing.append(("intake", told))
    return missing


def _possible(duty: str, answers: Mapping[str, Any], channel: str) -> set[str]:
    """The answers that can be true: nobody is spoken to on paper, and only who stays unnamed has no right to be told."""
    possible = {SAID, ENDED if channel == Channel.PHONE else NOBODY_THERE}
    unnamed = duty == "right" and answers.get("you", {}).get("caller") == ANONYMOUS
    return possible | ({UNNAMED} if unnamed else set())


def received(channel: str, received_at: datetime | None, at: datetime) -> datetime:
    """The moment of receipt: now for a call, as typed for paper. Raises Refused for one that cannot be."""
    if channel not in SCREENED:
        raise Refused(_("Choose how this came in."), field="channel")
    if channel == Channel.PHONE:
        return at
    if received_at is None:
        raise Refused(_("Say on which day and at what time it came in: the law counts from then."), field="received_on")
    if receipt.is_future(received=received_at, entered=at):
        raise Refused(
            _("This time has not come yet. Look at the stamp or the top line of the fax."), field="received_on"
        )
    if receipt.is_too_old(received=received_at, entered=at):
        told = _("This is more than %(days)d days ago. Check the year; if it is right, take it to a supervisor.")
        raise Refused(told % {"days": receipt.ENTERED_WITHIN.days}, field="received_on")
    return received_at
