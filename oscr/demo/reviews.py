"""Three calls about one child, for the pages of reviews: one review that waits, one that ended, one at the demonstration's office.

Whoever is told of is invented. Everything is written by the actions that the desks call.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from oscr.agency.models import Office, User
from oscr.agency.permissions import Role
from oscr.demo import staff
from oscr.flow.report.models import Report
from oscr.flow.review import actions
from oscr.flow.review.models import Review
from oscr.flow.review.opening import open_due

Tell = Callable[[dict[str, Any], datetime, dict[str, str]], Report]
"""Sends a call with these pages at a moment and screens it: "no" to whatever is open but for these facts."""
MINUTE = timedelta(minutes=1)
OPENED_AT_ONCE = 10_000
WHO = ("teacher", "nurse", "day-care")
SCHOOL = (
    (
        {"misses school": "yes", "school has tried": "no"},
        "{name} comes to class two days a week and says that mornings are hard.",
    ),
    (
        {"misses school": "no", "school has tried": "yes"},
        "The school called the home of {name} four times this month. Nobody called back.",
    ),
    (
        {"misses school": "no", "school has tried": "no"},
        "I see {name} in the yard on school days, throwing a ball at the fence.",
    ),
)
QUARREL = (
    ({}, "The neighbors let {name} play the drum at eight in the evening. Somebody should look into it."),
    ({}, "Again the drum. {name} should be in bed, I think."),
    ({}, "I called yesterday about {name} and nobody has come about the drum."),
)
HELP = (
    (
        {"child asks for services": "yes"},
        "{name} asked me whether somebody could help at home with homework and supper.",
    ),
    ({}, "{name} wears the same jacket every day. It is clean."),
    ({}, "{name} waits for the bus alone in the morning, at the corner, with a lantern."),
)


def seed(*, tell: Tell, pages: Callable[[Office], dict[str, Any]], at: datetime) -> None:
    """Tell of three families, and do the review of two of them."""
    home = Office.objects.get(fips=staff.HOME)
    screener = User.objects.filter(role=Role.SCREENER).earliest("pk")
    families = (
        ("Marigold Sampleton", SCHOOL, 5),
        ("Peregrine Mockford", QUARREL, 30),
        ("Clementine Fableby", HELP, 20),
    )
    told = [_told(tell, pages(home), *family, at) for family in families]
    open_due(at=at - 8 * MINUTE, most=OPENED_AT_ONCE)
    quarrel, helped = (_review_of(calls[-1]) for calls in told[1:])
    for call in quarrel.calls.select_related("report"):
        said = "Is angry about the noise. Knows of nothing else, and says so."
        _contact(quarrel, call.report, said, screener, at - 6 * MINUTE)
    why = "All three are about a drum. Two of the callers share a wall with the family and a quarrel over it."
    actions.finish(review=quarrel, ending="harassment", reason=why, tell=home, by=screener, at=at - 4 * MINUTE)
    actions.send_to_office(review=helped, by=screener, at=at - 5 * MINUTE)


def _told(tell: Tell, pages: dict[str, Any], name: str, calls: tuple, hours: int, at: datetime) -> list[Report]:
    first, last = name.split()
    child = pages["children"][0] | {"first": first, "last": last, "age": 8}
    adult = pages["adults"][0] | {"first": "Augusta", "last": last}
    whole = pages | {"children": [child], "adults": [adult]}
    whole["worries"] = {"pathways": ["education"], "other": ""}
    whole["questions"] = {}
    made = []
    for place, (facts, words) in enumerate(calls):
        you = pages["you"] | {"occupation": WHO[place]}
        story = {"what": words.format(name=first), "when": "This week", "where": "", "why_now": ""}
        moment = at - timedelta(hours=hours + 8 * (len(calls) - place))
        made.append(tell(whole | {"you": you, "story": story}, moment, facts))
    return made


def _review_of(report: Report) -> Review:
    return Review.objects.get(calls__report=report)


def _contact(review: Review, report: Report, said: str, by: User, at: datetime) -> None:
    actions.contact(review=review, report=report, how="reached", said=said, again_by=None, by=by, at=at)
