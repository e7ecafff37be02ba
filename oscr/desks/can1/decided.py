"""What was decided and why: outcome, priority, actions, and each pathway with its answers and its conditions (manual 2.1.2.1)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from oscr.desks.can1.answers import Answers
from oscr.desks.can1.blocks import Block, Item, Items, Part, Prose, Section, rows
from oscr.desks.reading import Met, Reading
from oscr.flow.assignment.models import Alert
from oscr.flow.classification.models import Classification
from oscr.law import can1, protocol
from oscr.ui.templatetags.ui import local_time


def classified(made: Classification, told: Reading, law: protocol.Protocol, alert: Alert | None) -> Section:
    """The outcome with its reason, the priority with its reasons, and the times from which the clocks count."""
    report = made.report
    title = can1.title(told_kind(made, law))
    known = rows(
        (_("Classified as"), f"{law.label(made.outcome)} ({title.cite})"),
        (_("Recorded beside it"), "; ".join(told.beside)),
        (_("Why"), "" if raised(made) else _cited(told.rule["text"], told.rule["cite"])),
        (_("Decided for"), told.about),
        (_("Who stands for the rule"), "" if raised(made) else told.tag),
        (_("The protocol said"), f"{law.label(made.recommended)}: {told.rule['text']}" if raised(made) else ""),
        (_("Why another outcome"), made.reason if raised(made) else ""),
        (_("Response priority"), priority_words(told)),
        (_("Received"), f"{local_time(report.received_at)} ({report.get_channel_display()})"),
        (_("Entered"), local_time(report.entered_at) if report.entered_at != report.received_at else ""),
        (_("Screened"), local_time(made.at)),
        (_("Sent to"), f"{alert.office}, {local_time(alert.at)}" if alert else ""),
    )
    reasons = tuple(
        Item(_("Assumed: %(text)s") % {"text": one["text"]} if one["id"] in told.presumed else one["text"], one["cite"])
        for one in told.priority["reasons"]
    )
    sealed = {law.facts[name].screener for name in can1.sealed() if name in law.facts}
    assumed = tuple(Item(f"{fact}: {value}") for fact, value in told.assumptions if fact not in sealed)
    lists = (Items(reasons, _("Why this priority")), Items(assumed, _("Assumed, because nobody knew")))
    return Section("classification", _("Classification"), (known, *(one for one in lists if one.items)))


def told_kind(made: Classification, law: protocol.Protocol) -> str:
    """The kind of the outcome that was decided: report, referral, documented or out of state."""
    return next(one.kind for one in law.outcomes if one.id == made.outcome)


def raised(made: Classification) -> bool:
    """Whether a person decided otherwise than the protocol said."""
    return made.outcome != made.recommended


def priority_words(told: Reading) -> str:
    """How soon somebody must respond; "" where nobody does."""
    if not told.priority["hours"]:
        return ""
    return _("%(level)s: respond within %(hours)s hours") % told.priority


def to_do(told: Reading) -> Section:
    """What is to be done, and what is not to be done."""
    found = tuple(Item(one["text"], one["cite"]) for one in told.actions)
    blocks: tuple[Block, ...] = (Items(found),) if found else (Prose((_("Nothing beyond the clocks."),)),)
    return Section("actions", _("Do, and do not"), blocks)


def pathways(answers: Answers, told: Reading, decision: dict) -> Section:
    """Each pathway that was taken: its answers, and at its end its conditions met and not met."""
    taken = [slug for slug in decision["conditions"] if slug in answers.law.pathways]
    before = frozenset(answers.shown)
    parts = tuple(
        Part(trail.name, tuple(_pathway(answers, slug, before, trail.met, trail.not_met)))
        for slug, trail in zip(taken, told.trails, strict=True)
    )
    none: tuple[Block, ...] = () if parts else (Prose((_("No pathway was taken."),)),)
    return Section("pathways", _("Pathways"), none, parts)


def _pathway(
    answers: Answers, slug: str, before: frozenset[str], met: Iterable[Met], not_met: Iterable[Met]
) -> Iterable[Block]:
    asked = [name for name in answers.law.pathways[slug].ask if name not in before]
    given = answers.rows(asked)
    if given.rows:
        yield given
    open_still = answers.not_asked(asked)
    if open_still:
        yield Prose((_("Not asked: %(questions)s.") % {"questions": "; ".join(open_still)},))
    for title, found in ((_("Conditions for a CA/N Report"), met), (_("Non CA/N Conditions"), not_met)):
        items = tuple(Item(_condition(one), one.cite, one.tag) for one in found)
        if items:
            yield Items(items, title)


def _condition(one: Met) -> str:
    return _("Assumed, nobody has said so: %(text)s") % {"text": one.text} if one.presumed else one.text


def _cited(text: str, cite: str) -> str:
    return f"{text} ({cite})" if cite else text
