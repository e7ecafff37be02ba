"""Second readings and walks through the training, so that the overview, kappa and the group's scores have something to show.

Written by the actions that the desks call. Most second readers answer what is open as the first did; a few judge otherwise.
"""

from datetime import datetime, timedelta
from random import Random

from oscr.agency.models import User
from oscr.agency.permissions import Role
from oscr.flow.call import actions as call
from oscr.flow.call.models import Waiting
from oscr.flow.classification.actions import protocol_for
from oscr.flow.quality import actions, drawing, training
from oscr.flow.quality.models import Drawn, Reading
from oscr.law import protocol
from oscr.law import training as examples

MINUTE = timedelta(minutes=1)
LEFT = 3  # drawn calls that still wait for a reader
OTHERWISE = 4  # one in so many is judged otherwise
HIGHER, LOWER = "I would not wait with this one.", "What is told here is less than it sounds."


def seed(*, at: datetime) -> None:
    """Draw calls of the last days, read all but a few, practise, and let somebody hold a report for too long."""
    draw = Random(77)
    screeners = list(User.objects.filter(role=Role.SCREENER).order_by("pk"))
    drawing.draw(at=at - 90 * MINUTE)
    drawn = list(Drawn.objects.order_by("pk"))
    for place, one in enumerate(drawn[: max(0, len(drawn) - LEFT)]):
        _read(one, place, screeners, at - 60 * MINUTE, draw)
    _walk(screeners, at, draw)
    waiting = Waiting.objects.filter(held_by=None, emergency=False).order_by("received_at").first()
    if waiting:
        call.claim(report=waiting.report, by=screeners[-1], at=max(waiting.received_at, at - 80 * MINUTE))


def _read(drawn: Drawn, place: int, screeners: list[User], at: datetime, draw: Random) -> Reading | None:
    """One reading by somebody who may: asks what is open, then decides, now and then otherwise."""
    may = [one for one in screeners if Drawn.objects.visible_to(one).filter(pk=drawn.pk).exists()]
    if not may:
        return None
    by, law = draw.choice(may), protocol_for(drawn.classification.report)
    decision = law.decide(actions.case_of(drawn))
    while decision.questions:
        answers = [("/".join(code for code in one.unit if code), one.fact, _no(law, one)) for one in decision.questions]
        decision = law.decide(actions.settle(drawn=drawn, answers=answers, by=by, at=at))
    outcome, reason = decision.outcome, ""
    if place % OTHERWISE == OTHERWISE - 1:
        outcome, reason = ("family assessment", LOWER) if outcome == "investigation" else ("investigation", HIGHER)
    return actions.read(drawn=drawn, outcome=outcome, reason=reason, by=by, at=at)


def _no(law: protocol.Protocol, question: protocol.Question) -> str:
    if question.fact in ("child tie", "suspect tie", "incident in Missouri"):
        return "yes"
    return "no" if "no" in law.facts[question.fact].values else "unknown"


def _walk(screeners: list[User], at: datetime, draw: Random) -> None:
    """Some practise, not always with luck."""
    for by in screeners[:4]:
        for example in draw.sample(list(examples.every().values()), 3):
            walk = training.begin(example=example.slug, by=by, at=at - 300 * MINUTE)
            for pathway in example.ways:
                training.open_pathway(walk=walk, pathway=pathway, by=by, at=at - 299 * MINUTE)
            for fact in list(example.answers)[: draw.randint(2, len(example.answers))]:
                training.ask(walk=walk, fact=fact, by=by, at=at - 295 * MINUTE)
            right = draw.random() < 0.7
            outcome = example.outcome if right else "investigation"
            said = {"outcome": outcome, "hours": example.hours, "actions": example.actions if right else []}
            training.finish(walk=walk, **said, by=by, at=at - 290 * MINUTE)
