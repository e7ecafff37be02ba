"""`oscr protocol draw`: the ladder of rules, one rule, a pathway or one call as SVG, or the same in words."""

import argparse
import json
from typing import Any

import django
from django.utils.translation import override

from oscr.config.protocol import inputs
from oscr.desks import drawn
from oscr.law import protocol
from oscr.law.calendar import local
from oscr.ui import drawing
from oscr.ui.drawing.shape import Flow, Ladder, Ways
from oscr.ui.drawing.words import said


def add(verbs: Any) -> None:
    """Add the verb."""
    draw = verbs.add_parser("draw", help="draw the rules, a pathway or one call as SVG on standard output")
    what = draw.add_mutually_exclusive_group()
    what.add_argument("--rule", metavar="ID", help="one rule of the ladder, for example INV-RISK")
    what.add_argument(
        "--pathway", metavar="SLUG", help="a pathway from its questions to the outcome, for example hungry"
    )
    what.add_argument("--case", metavar="FILE", help="what became of each rule in one call; - for standard input")
    draw.add_argument("--text", action="store_true", help="say it in words instead")
    draw.add_argument("--version", default="shipped", metavar="VERSION", help=inputs.VERSION)
    inputs.add_day(draw)
    draw.set_defaults(verb=_draw)


def _draw(options: argparse.Namespace) -> int:
    call = inputs.call(inputs.text_of(options.case)) if options.case else None
    received = call.events.get("received") if call else None
    on = options.on or (local(received).date() if received else inputs.today(options))
    with inputs.database_if(inputs.needs_database(options.version)):
        law = inputs.law(options.version, on)
    django.setup()
    with override("en"):
        picture = _call(law, call) if call else _law(law, options)
    print(said(picture) if options.text else drawing.svg(picture))
    return 0


def _law(law: protocol.Protocol, options: argparse.Namespace) -> Flow | Ladder | Ways:
    try:
        return drawn.pathway(law, options.pathway) if options.pathway else drawn.ladder(law, only=options.rule)
    except KeyError as error:
        known = law.pathways if options.pathway else [rule.id for rule in law.engine.rules]
        kind = "pathway" if options.pathway else "rule"
        raise inputs.NotUnderstood(f"there is no {kind} {error}; use one of {', '.join(known)}") from error


def _call(law: protocol.Protocol, call: inputs.Call) -> Ladder:
    made = law.decide(inputs.case(call.facts, law))
    return drawn.call_ladder(law, json.loads(made.to_json())["trace"], whole=True)
