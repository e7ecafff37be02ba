"""`oscr protocol check`, `diff` and `replay`: is a version sound, what would it change, and which stored calls would it change."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.module_loading import import_string

from oscr.config.protocol import inputs, shapes
from oscr.law import protocol
from oscr.law.protocol.inforce import FOLDER

SHOWN = 20
"""Changed calls that are printed for a person; --json has them all."""
BLOCK = 50_000
"""Calls of a file that are packed together."""


def add(verbs: Any) -> None:
    """Add the three verbs."""
    check = verbs.add_parser("check", help="prove the data sound; exit code 1 when an error forbids publishing")
    check.add_argument("--folder", type=Path, default=FOLDER, help="other data than what is installed")
    diff = verbs.add_parser(
        "diff", help="what two versions decide otherwise, with smallest examples, and what they write otherwise"
    )
    replay = verbs.add_parser("replay", help="decide stored calls under two versions: who would be decided otherwise")
    for verb in (diff, replay):
        verb.add_argument("old", metavar="OLD", help=inputs.VERSION)
        verb.add_argument("new", metavar="NEW", help="the same, for the version that would come")
    replay.add_argument(
        "--calls",
        metavar="FILE",
        help="a case in JSON on each line; without it, the archive",
    )
    for verb, does in ((check, _check), (diff, _diff), (replay, _replay)):
        verb.add_argument("--json", action="store_true", help="for programs: docs/protocol-cli.md")
        inputs.add_day(verb)
        verb.set_defaults(verb=does)


def _check(options: argparse.Namespace) -> int:
    findings = protocol.examine(options.folder, inputs.today(options))
    errors = sum(finding.severity == "error" for finding in findings)
    if options.json:
        print(shapes.printed({"errors": errors, "findings": [*map(shapes.finding, findings)]}))
        return 1 if errors else 0
    for finding in findings:
        print(finding)
    print(f"{errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0


def _diff(options: argparse.Namespace) -> int:
    with inputs.database_if(inputs.needs_database(options.old, options.new)):
        old, new = _both(options)
    found = protocol.compared(old, new)
    if options.json:
        print(shapes.printed(shapes.difference(old, new, found)))
        return 0
    for shift in found.shifts:
        when = ", ".join(f"{name} = {value}" for name, value in shift.example.items()) or "nothing is known"
        print(f"{'LOWERS' if shift.lowers else 'raises'}  {shift.old} -> {shift.new}, e.g. when {when}")
    for edit in found.edits:
        keys = "".join(f"\n    {key}: {before!r} -> {after!r}" for key, (before, after) in edit.keys.items())
        print(f"{edit.what}: {edit.kind} {edit.id}{' ' if edit.through else ''}{', '.join(edit.through)}{keys}")
    lowering = sum(shift.lowers for shift in found.shifts)
    print(f"{len(found.shifts)} kinds of change ({lowering} lower the response), {len(found.edits)} entries")
    return 0


def _replay(options: argparse.Namespace) -> int:
    with inputs.database_if(options.calls is None or inputs.needs_database(options.old, options.new)):
        old, new = _both(options)
        archive = (
            import_string("oscr.flow.classification.archive.planes")()
            if options.calls is None
            else _file(options, old, new)
        )
        found = protocol.replayed(old, new, archive)
        numbers = None if options.calls else _numbers(found)
    if options.json:
        calls = (shapes.move(move, numbers) for move in found.moves())
        print(shapes.printed(shapes.replay(old, new, found, calls)))
        return 0
    for (was, now), count in sorted(found.matrix.items()):
        mark = "" if was == now else "  LOWERED" if (was, now) in found.weaker else "  raised"
        print(f"{count:>9}  {was} -> {now}{mark}")
    for move, _ in zip(found.moves(), range(SHOWN), strict=False):
        called = f"line {move.key}" if numbers is None else numbers.get(move.key, "a deleted call")
        print(f"  {called}: {move.old} -> {move.new}")
    if found.changed > SHOWN:
        print(f"  and {found.changed - SHOWN} more: --json has them all")
    print(f"{found.total} calls, {found.changed} decided otherwise, {found.lowered} with a weaker response")
    return 0


def _both(options: argparse.Namespace) -> tuple[protocol.Protocol, protocol.Protocol]:
    on = inputs.today(options)
    return inputs.law(options.old, on), inputs.law(options.new, on)


def _file(options: argparse.Namespace, *versions: protocol.Protocol) -> Iterator[protocol.Planes]:
    """The calls of a file, packed; their keys are the numbers of their lines."""
    calls: dict[int, list[dict[str, str]]] = {}
    for line, case in inputs.cases(inputs.text_of(options.calls).split("\n"), *versions):
        calls[line] = protocol.units_of(case)
        if len(calls) == BLOCK:
            yield protocol.packed(calls)
            calls = {}
    yield protocol.packed(calls)


def _numbers(found: protocol.Replay) -> dict[int, str]:
    keys = [move.key for move in found.moves()]
    return import_string("oscr.flow.classification.archive.numbers")(keys)
