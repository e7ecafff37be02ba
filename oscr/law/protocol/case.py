"""What is known in one call: answers about the call, each child, each suspect, and each child with each suspect.

Built by the desks from a report's answers, stored as JSON with a classification, read by `deciding`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

Answers = dict[str, str]
Unit = tuple[str | None, str | None]
"""(child code, suspect code); None where there is none."""


@dataclass(frozen=True, slots=True)
class Case:
    """The answers of one call: fact id -> "yes", "no", "unknown" or a listed value. A missing fact was not asked.

    `children` have codes A, B, ..; `suspects` 1, 2, ..; `pairs` say who is alleged to have harmed whom. A child with
    pairs is judged with those suspects only; a child without any with every suspect; without suspects, alone.
    `pathways` are the slugs that somebody chose; the questions of others count as not raised. None = all are open.
    """

    call: Answers = field(default_factory=dict)
    children: dict[str, Answers] = field(default_factory=dict)
    suspects: dict[str, Answers] = field(default_factory=dict)
    pairs: dict[tuple[str, str], Answers] = field(default_factory=dict)
    pathways: Iterable[str] | None = None

    def units(self) -> list[tuple[str, str | None]]:
        """The pairs to be judged, by child and then suspect. A call without a child is about a child "A"."""
        found: list[tuple[str, str | None]] = []
        for child in sorted(self.children) or ["A"]:
            named = sorted(suspect for of, suspect in self.pairs if of == child) or sorted(self.suspects)
            found += [(child, suspect) for suspect in named] or [(child, None)]
        return found

    def answers(self, scope: str, unit: Unit) -> Answers | None:
        """The answers of one scope for a unit; None when there is nobody to ask about."""
        child, suspect = unit
        if scope == "call":
            return self.call
        if scope == "child":
            return self.children.get(child or "", {})
        if suspect is None:
            return None
        return self.suspects.get(suspect, {}) if scope == "suspect" else self.pairs.get((child or "", suspect), {})

    def to_json(self) -> str:
        """JSON text; pairs are keyed "A/1". Facts are sorted, so that equal cases give equal text."""
        data = {
            "call": self.call,
            "children": self.children,
            "suspects": self.suspects,
            "pairs": {f"{child}/{suspect}": answers for (child, suspect), answers in self.pairs.items()},
            "pathways": None if self.pathways is None else sorted(self.pathways),
        }
        return json.dumps(data, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Case":
        """The case written by `to_json`."""
        data = json.loads(text)
        pairs = {(key.partition("/")[0], key.partition("/")[2]): value for key, value in data["pairs"].items()}
        return cls(data["call"], data["children"], data["suspects"], pairs, data.get("pathways"))
