"""The same rules in zen-engine (GoRules), a decision table engine written in Rust: what ours is measured beside.

Generated from the book, in the two ways that its own guides show: `rows`, one table whose rows are the rules, each condition an
expression over the facts; and `named`, the same table after a node that computes definitions, conditions and grounds once. Both
are loaded once by a static loader and stop at the first row that holds. Facts are numbered, as their names have blanks.
"""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

import zen

from oscr.law.protocol import Protocol
from oscr.law.protocol.engine.kleene import truth
from oscr.law.protocol.model import Fact, Group, Leaf, Named, Tree, leaves

Told = dict[str, str]
OF_THIS_NODE = re.compile(r"\bn\d+\b")


class Tables:
    """The rules of one version as zen-engine reads them."""

    def __init__(self, law: Protocol) -> None:
        self.law = law
        self.number = {name: f"f{place}" for place, name in enumerate(law.facts)}
        self.names: dict[str, str] = {}
        self.meanings: list[dict[str, str]] = []
        content = {"rows": self._graph(named=False), "named": self._graph(named=True)}
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": content}})

    def decider(self, way: str) -> Callable[[Told], str]:
        """A function from answers, told with numbered facts, to the outcome."""
        evaluate = self.engine.evaluate
        return lambda told: evaluate(way, told)["result"]["then"]

    def expression(self) -> Callable[[Told], str]:
        """The same without graph and table: all rules as one compiled expression, the fastest that it offers."""
        text = "null"
        for rule in reversed(self.law.engine.rules):
            text = f'{self._text(rule.tree, False)} ? "{rule.then}" : {text}'
        return zen.compile_expression(text).evaluate

    def told(self, facts: Mapping[str, str]) -> Told:
        """The same answers with numbered facts: not part of what is timed."""
        return {self.number[name]: value for name, value in facts.items()}

    def _graph(self, *, named: bool) -> dict[str, object]:
        rows = [
            {"_id": rule.id, "when": self._text(rule.tree, named), "then": f'"{rule.then}"'}
            for rule in self.law.engine.rules
        ]
        table = {
            "hitPolicy": "first",
            "inputs": [{"id": "when", "name": "when"}],
            "outputs": [{"id": "then", "name": "then", "field": "then"}],
            "rules": rows,
        }
        steps = [
            _node("in", "inputNode", {}),
            _node("rules", "decisionTableNode", table),
            _node("out", "outputNode", {}),
        ]
        if named:
            meanings = {"expressions": self.meanings, "passThrough": True}
            steps.insert(1, _node("names", "expressionNode", meanings))
        edges = [
            {"id": f"{one['id']}-{two['id']}", "type": "edge", "sourceId": one["id"], "targetId": two["id"]}
            for one, two in pairwise(steps)
        ]
        return {"nodes": steps, "edges": edges}

    def _text(self, tree: Tree, named: bool) -> str:
        if isinstance(tree, Leaf) or (leaves(tree) and len({leaf.fact for leaf in leaves(tree)}) == 1):
            return self._membership(tree)
        if isinstance(tree, Named):
            text = self._name(tree) if named else f"({self._text(tree.tree, named)})"
            return text if tree.holds else f"(not {text})"
        return self._joined(tree, named)

    def _joined(self, tree: Group, named: bool) -> str:
        if not tree.parts:
            return "true" if tree.every else "false"
        return "(" + (" and " if tree.every else " or ").join(self._text(part, named) for part in tree.parts) + ")"

    def _membership(self, tree: Tree) -> str:
        """A condition about one fact; an answer that is missing counts as what is assumed."""
        fact: Fact = self.law.facts[leaves(tree)[0].fact]
        accepted = [value for value in fact.values if truth(tree, {fact.id: value})]
        rejected = [value for value in fact.values if value not in accepted]
        name = self.number[fact.id]
        if fact.unknown in accepted:
            return f'{name} != "{rejected[0]}"' if len(rejected) == 1 else f"(not ({name} in {_listed(rejected)}))"
        return f'{name} == "{accepted[0]}"' if len(accepted) == 1 else f"({name} in {_listed(accepted)})"

    def _name(self, tree: Named) -> str:
        if tree.name not in self.names:
            text = self._text(tree.tree, named=True)
            name = self.names[tree.name] = f"n{len(self.names)}"
            self.meanings.append({"id": name, "key": name, "value": OF_THIS_NODE.sub(r"$.\g<0>", text)})
        return self.names[tree.name]


def _listed(values: list[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _node(name: str, kind: str, content: dict[str, object]) -> dict[str, object]:
    return {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": content}
