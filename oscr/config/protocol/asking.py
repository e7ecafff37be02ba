"""`oscr protocol facts` and `decide`: what can be known about a call, and what follows from what is known."""

import argparse
from typing import Any

from oscr.config.protocol import inputs, shapes
from oscr.law import protocol
from oscr.law.calendar import local


def add(verbs: Any) -> None:
    """Add the two verbs."""
    facts = verbs.add_parser("facts", help="list what can be known about a call, with the source of each")
    decide = verbs.add_parser("decide", help="classify one call, given as JSON in a file or on standard input")
    decide.add_argument("case", nargs="?", metavar="FILE", help="- or nothing: standard input; docs/protocol-cli.md")
    for verb, does in ((facts, _facts), (decide, _decide)):
        verb.add_argument("--json", action="store_true", help="for programs: docs/protocol-cli.md")
        verb.add_argument("--version", default="shipped", metavar="VERSION", help=inputs.VERSION)
        inputs.add_day(verb)
        verb.set_defaults(verb=does)


def _facts(options: argparse.Namespace) -> int:
    with inputs.database_if(inputs.needs_database(options.version)):
        law = inputs.law(options.version, inputs.today(options))
    if options.json:
        print(shapes.printed({"protocol": shapes.version(law), "facts": [*map(shapes.fact, law.facts.values())]}))
        return 0
    for fact in law.facts.values():
        marks = "".join(f"; {word}" for word in ("critical", "emergency", "derived") if getattr(fact, word))
        print(f"{fact.id}\n    {fact.scope}; {' | '.join(fact.values)}; unknown counts as {fact.unknown}{marks}")
        print(f"    {fact.ask or fact.screener}\n    {fact.cite} ({fact.provenance})")
    return 0


def _decide(options: argparse.Namespace) -> int:
    call = inputs.call(inputs.text_of(options.case))
    received = call.events.get("received")
    on = options.on or (local(received).date() if received else inputs.today(options))
    with inputs.database_if(inputs.needs_database(options.version)):
        law = inputs.law(options.version, on)
    made = law.decide(inputs.case(call.facts, law))
    shape = shapes.decision(law, call, made)
    print(shapes.printed(shape) if options.json else "\n".join([*_told(made), *_due(shape["deadlines"])]))
    return 0


def _told(made: protocol.Decision) -> list[str]:
    """A decision in words: outcome and rule, what was ruled out before and why, what is open, what is to be done."""
    hours = "" if made.priority.hours is None else f" ({made.priority.hours} h)"
    lines = [
        made.outcome.upper(),
        f"  {made.rule.text} [{made.rule.cite}]",
        f"  response: {made.priority.level}{hours}",
    ]
    for step in (each for each in made.trace if each.verdict != "not reached"):
        why = f": {'; '.join(step.blocked_by)}" if step.blocked_by else ""
        lines.append(f"  {step.verdict:11}  {step.outcome:19}  {step.text}{why}")
    lines += [f"  assumed: {fact} = {value}" for fact, value in made.assumptions]
    lines += [f"  still possible: {', '.join(made.possible)}"] if len(made.possible) > 1 else []
    lines += [f"  ask: {one.fact} ({'/'.join(code for code in one.unit if code) or 'call'})" for one in made.questions]
    lines += [f"  beside it: {rule.text} [{rule.cite}]" for rule in made.beside]
    return [*lines, *(f"  do: {action.text} [{action.cite}]" for action in made.actions)]


def _due(deadlines: list[shapes.Shape]) -> list[str]:
    lines = []
    for one in deadlines:
        within = f"{one['hours']:g} h" if one["hours"] is not None else f"end of day {one['days']}"
        due = f", by {local(one['due_at']):%Y-%m-%d %H:%M}" if one["due_at"] else ""
        lines.append(
            f"  due: {one['label']}: {within} after it was {one['from'].replace('_', ' ')}{due} [{one['cite']}]"
        )
    return lines
