"""`oscr people`: how well the same person is found again, measured on files; and the archive compared with itself.

Used by the command line. `files` reads the three CSV files or refuses them by line and reason; `evaluating` searches for
everybody and counts; `linking` proposes who may be the same. docs/people-cli.md describes files and figures.
"""

import argparse

from oscr.config.people import evaluating, linking, training

__all__ = ["add_verbs"]


def add_verbs(parser: argparse.ArgumentParser) -> None:
    """Teach ``oscr people`` its verbs."""
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    evaluating.add(verbs)
    training.add(verbs)
    linking.add(verbs)
