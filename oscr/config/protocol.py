"""`oscr protocol`: the classification protocol for whoever writes it, without a browser and without a database.

Used by the command line. ``check`` is what a policy analyst runs after editing oscr/law/data/protocol/*.toml, ``facts`` lists what can be
known about a call, ``decide`` classifies one call and says why (Child Welfare Manual 2.1).
"""

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path

from oscr.law import protocol
from oscr.law.calendar import CENTRAL

EMPTY = {"call": {}, "children": {}, "suspects": {}, "pairs": {}}


class NotUnderstood(ValueError):
    """What was asked cannot be read; the message says where."""


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """Teach ``oscr protocol`` its verbs; each sets ``verb`` to a function of the options that returns an exit code."""
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    check = verbs.add_parser("check", help="prove the data sound; exit code 1 when an error forbids publishing")
    check.add_argument("--folder", type=Path, help="other data than what is installed")
    facts = verbs.add_parser("facts", help="list what can be known about a call, with the source of each")
    decide = verbs.add_parser("decide", help="classify one call, given as JSON in a file or on standard input")
    decide.add_argument("case", nargs="?", help='{"call": {FACT: ANSWER}, "children": {"A": {}}, "pairs": {"A/1": {}}}')
    decide.add_argument("--json", action="store_true", help="the whole decision as JSON, as it is stored")
    for verb, does in ((check, _check), (facts, _facts), (decide, _decide)):
        verb.add_argument("--on", type=date.fromisoformat, help="the day the law is read for (today in Missouri)")
        verb.set_defaults(verb=does)


def _check(options: argparse.Namespace) -> int:
    on = _day(options)
    findings = protocol.examine(options.folder, on) if options.folder else protocol.in_force(on).check()
    for finding in findings:
        print(f"{finding.severity}: {finding.item}: {finding.text}")
    errors = sum(finding.severity == "error" for finding in findings)
    print(f"{errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0


def _facts(options: argparse.Namespace) -> int:
    for fact in protocol.in_force(_day(options)).facts.values():
        marks = [word for word in ("critical", "emergency", "derived") if getattr(fact, word)]
        answers = " | ".join(fact.values)
        print(
            f"{fact.id}\n    {fact.scope}; {answers}; unknown counts as {fact.unknown}{''.join(f'; {m}' for m in marks)}"
        )
        print(f"    {fact.ask or fact.screener}\n    {fact.cite} ({fact.provenance})")
    return 0


def _decide(options: argparse.Namespace) -> int:
    try:
        text = Path(options.case).read_text() if options.case else sys.stdin.read()
        case = protocol.Case.from_json(json.dumps({**EMPTY, **json.loads(text)}))
        decision = protocol.in_force(_day(options)).decide(case)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise NotUnderstood(f"the case cannot be read: {error}") from error
    print(decision.to_json() if options.json else "\n".join(_told(decision)))
    return 0


def _told(decision: protocol.Decision) -> list[str]:
    """A decision in words: outcome and rule, what was ruled out before and why, what is open, what is to be done."""
    hours = "" if decision.priority.hours is None else f" ({decision.priority.hours} h)"
    lines = [
        decision.outcome.upper(),
        f"  {decision.rule.text} [{decision.rule.cite}]",
        f"  response: {decision.priority.level}{hours}",
    ]
    for step in (each for each in decision.trace if each.verdict != "not reached"):
        why = f": {'; '.join(step.blocked_by)}" if step.blocked_by else ""
        lines.append(f"  {step.verdict:11}  {step.outcome:19}  {step.text}{why}")
    lines += [f"  assumed: {fact} = {value}" for fact, value in decision.assumptions]
    lines += [f"  still possible: {', '.join(decision.possible)}"] if len(decision.possible) > 1 else []
    lines += [
        f"  ask: {question.fact} ({'/'.join(code for code in question.unit if code) or 'call'})"
        for question in decision.questions
    ]
    lines += [f"  do: {action.text} [{action.cite}]" for action in decision.actions]
    return lines


def _day(options: argparse.Namespace) -> date:
    return options.on or datetime.now(CENTRAL).date()
