"""A book made ready to decide: its diagrams, the compiled decision, and what reasons are read from.

Used by `deciding`. Built once for each book; nothing in it changes afterwards, so that threads share it.
"""

from collections.abc import Callable, Mapping

from oscr.law.protocol.decision import Cited
from oscr.law.protocol.engine.asking import Asking
from oscr.law.protocol.engine.compiled import compiled
from oscr.law.protocol.engine.logic import BUILD_CAP, Logic
from oscr.law.protocol.engine.reader import Reader
from oscr.law.protocol.engine.reasons import Reasons
from oscr.law.protocol.model import ActionRule, Book, PriorityRule, Rule


class Engine(Logic):
    """`first` decides one unit, `reader` says what holds, `reasons` why not, `asking` what is open."""

    def __init__(self, book: Book, cap: int = BUILD_CAP) -> None:
        super().__init__(book, cap)
        self.first: Callable[[Mapping[str, str]], int] = compiled(book)
        self.reader = Reader(book)
        self.reasons = Reasons(book, self.reader)
        self.asking = Asking(book, self.reader)
        rows: list[Rule | ActionRule | PriorityRule] = [*book.rules, *book.actions, *book.priorities]
        self.cited = {row.id: Cited(row.id, row.text, row.cite) for row in rows}
