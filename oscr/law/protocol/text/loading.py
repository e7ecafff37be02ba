"""From raw entries to the book in force on one day: names resolved, conditions expanded, order kept.

Used by `oscr.law.protocol` and by `checking`, which plants and finds faults. A condition is only lists `all` / `any`
whose leaves are "fact", "not fact" or "fact is value"; a leaf may also be a definition, a condition, or a ground.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from oscr.law.protocol.model import (
    SCOPES,
    UNKNOWN,
    YES,
    ActionRule,
    Book,
    Condition,
    Contradiction,
    Fact,
    Group,
    Hole,
    Leaf,
    Named,
    Never,
    Offence,
    Outcome,
    Pathway,
    PriorityRule,
    Rule,
    Tree,
    leaves,
)
from oscr.law.protocol.text.reading import GROUPS, KINDS, Entry, Source

OUTCOME = "outcome"
"""The one name that is not a fact: what was decided; actions, priorities and invariants may read it."""


def book(source: Source, on: date) -> Book:
    """The book in force on a day. Errors: ProtocolFault naming file, entry and remedy."""
    return _Loader([e for e in source.entries if e.in_force(on)]).book()


def _common(entry: Entry) -> dict[str, Any]:
    d = entry.data
    return {
        "id": entry.id,
        "cite": d.get("cite", ""),
        "since": d["from"],
        "until": d.get("until"),
        "provenance": d["provenance"],
        "approved": d.get("approved", False),
        "note": d.get("note", ""),
        "file": entry.file,
    }


def _hole(entry: Entry) -> Hole:
    d = entry.data
    told = {key: d[key] for key in ("title", "between", "resolution", "reason")}
    return Hole(**_common(entry), **told, items=tuple(d.get("items", ())), elsewhere=d.get("elsewhere", ""))


class _Loader:
    """Holds the entries of one day by kind while names are being resolved."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_kind: dict[str, dict[str, Entry]] = {}
        self.named: dict[str, Entry] = {}
        for entry in entries:
            if entry.id in self.by_kind.setdefault(entry.kind, {}):
                raise entry.fault("stands twice on one day", "give the older one an until date")
            self.by_kind[entry.kind][entry.id] = entry
            if entry.kind in ("fact", "define", "condition", "ground"):
                self._claim(entry)
        self.facts = {name: self._fact(entry) for name, entry in self._all("fact").items()}
        self.outcomes = {name: self._outcome(entry) for name, entry in self._all("outcome").items()}
        self.open: list[str] = []
        self.done: dict[str, Named] = {}

    def _all(self, kind: str) -> dict[str, Entry]:
        return self.by_kind.get(kind, {})

    def _claim(self, entry: Entry) -> None:
        if entry.id in self.named:
            raise entry.fault(f"the name is also a {self.named[entry.id].kind}", "choose another name")
        if entry.id == OUTCOME or entry.id.startswith("not "):
            raise entry.fault("the name has a meaning in conditions", "choose another name")
        self.named[entry.id] = entry

    def book(self) -> Book:
        conditions = {name: self._condition(entry) for name, entry in self._all("condition").items()}
        return Book(
            facts={name: replace(fact, unless=self._unless(name)) for name, fact in self.facts.items()},
            outcomes=self.outcomes,
            grounds={name: self._name(name) for name in self._all("ground")},
            rules=tuple(self._rule(entry) for entry in self._all("rule").values()),
            pathways={
                path.slug: path for path in (self._pathway(e, conditions) for e in self._all("pathway").values())
            },
            actions=tuple(self._action(e) for e in self._all("action").values()),
            priorities=tuple(self._priority(e) for e in self._all("priority").values()),
            nevers=tuple(
                Never(**_common(e), why=e.data.get("why", ""), tree=self._tree(e)) for e in self._all("never").values()
            ),
            holes=tuple(_hole(entry) for entry in self._all("hole").values()),
            offences=tuple(self._offence(entry) for entry in self._all("offence").values()),
            contradictions=tuple(
                Contradiction(**_common(e), text=self._text(e), tree=self._facts_only(e, self._tree(e)))
                for e in self._all("contradiction").values()
            ),
        )

    def _fact(self, entry: Entry) -> Fact:
        d = entry.data
        if d.get("scope") not in SCOPES:
            raise entry.fault("scope is not stated", f"use one of {', '.join(SCOPES)}")
        keys = (
            "ask",
            "screener",
            "labels",
            "help",
            "unknown",
            "why",
            "critical",
            "emergency",
            "derived",
            "allegation",
            "graded",
            "never_decides",
        )
        given = {key: d[key] for key in keys if key in d}
        values = tuple(d.get("values", (YES, "no")))
        if given.get("unknown", "no") not in values:
            raise entry.fault("the value assumed for unknown is none of its values", f"use one of {', '.join(values)}")
        if UNKNOWN in values:
            raise entry.fault("'unknown' is always an answer", "leave it out of values")
        defaults = {"ask": "", "screener": entry.id} | given
        return Fact(**_common(entry), scope=d["scope"], values=values, pathway=entry.slug, **defaults)

    def _unless(self, name: str) -> Tree | None:
        entry = self._all("fact")[name]
        parts = tuple(self._leaf(entry, text) for text in entry.data.get("unless", ()))
        return Group(False, parts) if parts else None

    def _outcome(self, entry: Entry) -> Outcome:
        d = entry.data
        if d.get("kind") not in KINDS[OUTCOME]:
            raise entry.fault("kind is not stated", f"use one of {', '.join(KINDS[OUTCOME])}")
        return Outcome(
            **_common(entry), label=d.get("label", entry.id), kind=d["kind"], rank=d["rank"], prefix=d["prefix"]
        )

    def _text(self, entry: Entry) -> str:
        if not entry.data.get("text"):
            raise entry.fault("no text", "say in one sentence what it means")
        return str(entry.data["text"])

    def _of_facts(self, entry: Entry, key: str) -> tuple[str, ...]:
        for name in entry.data.get(key, ()):
            if name not in self.facts:
                raise entry.fault(f"'{key}' names the unknown fact '{name}'", "add the fact or correct the name")
        return tuple(entry.data.get(key, ()))

    def _then(self, entry: Entry) -> str:
        then = entry.data.get("then")
        if then not in self.outcomes:
            raise entry.fault(f"unknown outcome '{then}'", f"use one of {', '.join(self.outcomes)}")
        return str(then)

    def _offence(self, entry: Entry) -> Offence:
        d = entry.data
        for name in d["conditions"]:
            if name not in self._all("condition"):
                raise entry.fault(f"unknown condition '{name}'", "name conditions of the pathways")
        tree = self._facts_only(entry, self._tree(entry))
        conditions = tuple(d["conditions"])
        return Offence(**_common(entry), title=d["title"], then=self._then(entry), conditions=conditions, tree=tree)

    def _rule(self, entry: Entry) -> Rule:
        then = self._then(entry)
        tree, beside = self._facts_only(entry, self._tree(entry)), entry.data.get("beside", False)
        return Rule(**_common(entry), text=self._text(entry), then=then, tree=tree, beside=beside)

    def _action(self, entry: Entry) -> ActionRule:
        return ActionRule(
            **_common(entry),
            text=self._text(entry),
            tree=self._tree(entry),
            each=entry.data.get("each", False),
            known=self._of_facts(entry, "known"),
            unanswered=self._of_facts(entry, "unanswered"),
        )

    def _priority(self, entry: Entry) -> PriorityRule:
        d = entry.data
        sole = d.get("sole_ground", "")
        if sole and sole not in self._all("ground"):
            raise entry.fault(f"unknown ground '{sole}'", "name a ground of tracks.toml")
        return PriorityRule(
            **_common(entry),
            text=self._text(entry),
            level=d["level"],
            hours=d["hours"],
            tree=self._tree(entry),
            sole_ground=sole,
        )

    def _condition(self, entry: Entry) -> Condition:
        ground = entry.data.get("ground")
        if ground not in self._all("ground"):
            raise entry.fault(f"unknown ground '{ground}'", "name a ground of tracks.toml")
        tree = self._facts_only(entry, self._name(entry.id).tree)
        return Condition(**_common(entry), text=self._text(entry), ground=ground, tree=tree)

    def _facts_only(self, entry: Entry, tree: Tree) -> Tree:
        if any(leaf.fact == OUTCOME for leaf in leaves(tree)):
            raise entry.fault("depends on the outcome that it decides", "use facts only")
        return tree

    def _pathway(self, entry: Entry, conditions: dict[str, Condition]) -> Pathway:
        d = entry.data
        for name in d.get("ask", ()):
            if name not in self.facts:
                raise entry.fault(f"asks the unknown fact '{name}'", "add the fact or correct the name")
        if d.get("group", "") not in ("", *GROUPS):
            raise entry.fault(f"unknown group '{d['group']}'", f"use one of {'; '.join(GROUPS)}")
        own = tuple(c for name, c in conditions.items() if self._all("condition")[name].slug == entry.slug)
        return Pathway(
            **_common(entry),
            slug=entry.slug or entry.id,
            name=entry.id,
            plain=d["plain"],
            words=tuple(d.get("words", ())),
            ask=tuple(d["ask"]),
            conditions=own,
            place=d.get("place", 0),
            group=d.get("group", ""),
        )

    def _tree(self, entry: Entry) -> Tree:
        keys = [key for key in ("all", "any") if key in entry.data]
        if not keys:
            raise entry.fault("no condition", "add all = [...] or any = [...]")
        parts = tuple(self._part(entry, {key: entry.data[key]}) for key in keys)
        return parts[0] if len(parts) == 1 else Group(True, parts)

    def _part(self, entry: Entry, part: Any) -> Tree:
        if isinstance(part, str):
            return self._leaf(entry, part)
        if isinstance(part, dict) and len(part) == 1 and set(part) <= {"all", "any"}:
            ((key, inner),) = part.items()
            if isinstance(inner, list):
                return Group(key == "all", tuple(self._part(entry, p) for p in inner))
        raise entry.fault(f"cannot read {part!r}", "use text, {all = [...]} or {any = [...]}")

    def _leaf(self, entry: Entry, text: str) -> Tree:
        holds = not text.startswith("not ")
        name, value = self._split(text.removeprefix("not "))
        if name == OUTCOME and value in self.outcomes:
            return Leaf(OUTCOME, value, holds)
        if name in self.facts:
            return self._fact_leaf(entry, name, value, holds)
        if name not in self.named or value:
            raise entry.fault(f"unknown name '{name}'", "add the fact or the definition, or correct the name")
        found = self._name(name)
        return found if holds else Named(name, found.tree, False)

    def _split(self, text: str) -> tuple[str, str]:
        """Name and value of "name is value"; a name may itself contain " is "."""
        words = text.split(" is ")
        for cut in range(len(words), 0, -1):
            name = " is ".join(words[:cut])
            if name in self.named or name == OUTCOME:
                return name, " is ".join(words[cut:])
        return text, ""

    def _fact_leaf(self, entry: Entry, name: str, value: str, holds: bool) -> Leaf:
        values = self.facts[name].values
        if not value and YES not in values:
            raise entry.fault(f"'{name}' is not a yes-or-no fact", f"write '{name} is ...' with one of its values")
        if value and value not in values:
            raise entry.fault(f"'{name}' has no value '{value}'", f"use one of {', '.join(values)}")
        return Leaf(name, value or YES, holds)

    def _name(self, name: str) -> Named:
        if name in self.done:
            return self.done[name]
        entry = self.named[name]
        if name in self.open:
            raise entry.fault(f"defined by itself: {' > '.join([*self.open, name])}", "take one of them out")
        self.open.append(name)
        if entry.kind == "ground":
            members = [n for n, c in self._all("condition").items() if c.data.get("ground") == name]
            tree: Tree = Group(False, tuple(self._name(n) for n in members))
        else:
            tree = self._tree(entry)
        self.open.pop()
        self.done[name] = Named(name, tree)
        return self.done[name]
