"""`oscr protocol`: the classification protocol for whoever writes it, without a browser (Child Welfare Manual 2.1).

Used by the command line. Each module adds its verbs: `asking` lists what can be known about a call (facts) and classifies one
(decide); `comparing` proves a version sound (check), compares two (diff) and tries one on stored calls (replay); `drawing` draws
rules, pathways and calls (draw); `places` keeps the diagram small. `inputs` reads what a person gave, `shapes` is the JSON
that programs read: docs/protocol-cli.md describes it and a test holds it.
"""

import argparse

from oscr.config.protocol import asking, comparing, drawing, places
from oscr.config.protocol.inputs import NotUnderstood

__all__ = ["NotUnderstood", "add_verbs"]

ROOMS = (comparing, asking, drawing, places)
"""Each has `add(verbs)`, which sets ``verb`` of its parsers to a function from the options to an exit code."""


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """Teach ``oscr protocol`` its verbs."""
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    for room in ROOMS:
        room.add(verbs)
