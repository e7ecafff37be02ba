"""`oscr protocol places`: other places for the pathways, with which the decision diagram would be smaller."""

import argparse
from pathlib import Path
from typing import Any

from oscr.config.protocol import inputs
from oscr.law import protocol
from oscr.law.protocol.engine.placing import better
from oscr.law.protocol.inforce import FOLDER


def add(verbs: Any) -> None:
    """Add the verb."""
    places = verbs.add_parser("places", help="search places of the pathways that make the diagram smaller")
    places.add_argument("--folder", type=Path, default=FOLDER, help="other data than what is installed")
    places.add_argument("--tries", type=int, default=200, help="orders to try; about three a second")
    places.add_argument("--seed", type=int, default=1, help="where the search begins")
    inputs.add_day(places)
    places.set_defaults(verb=_places)


def _places(options: argparse.Namespace) -> int:
    book = protocol.opened(options.folder, inputs.today(options)).engine.book
    for nodes, slugs in better(book, tries=options.tries, seed=options.seed):
        print(f"{nodes} nodes: {' '.join(slugs)}", flush=True)
    print("Write each pathway's number in the last line as `place` into its file.")
    return 0
