"""Reasons: three-valued (Kleene) reading of a rule, to say what blocks it or what is still open.

Used for explanations only. Kleene logic is not exact about what is still possible (it calls a rule open that no
answer can make true); decisions and questions come from the diagram.
"""

from collections.abc import Mapping

from oscr.law.protocol.model import Fact, Group, Leaf, Named, Tree, leaves

Known = Mapping[str, str | None]
"""Fact -> its value, or None while nobody has been asked."""


def truth(tree: Tree, known: Known) -> bool | None:
    """True, False, or None when it depends on what has not been asked."""
    if isinstance(tree, Leaf):
        value = known[tree.fact]
        return None if value is None else (value == tree.value) is tree.holds
    if isinstance(tree, Named):
        inner = truth(tree.tree, known)
        return inner if inner is None or tree.holds else not inner
    decisive, undecided = not tree.every, False
    for part in tree.parts:
        verdict = truth(part, known)
        if verdict is decisive:
            return decisive
        undecided = undecided or verdict is None
    return None if undecided else not decisive


def blocked_by(tree: Tree, known: Known, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Why a tree that is false is false: phrases, each once, in the order of the rule."""
    return tuple(dict.fromkeys(_phrases(tree, known, facts, False)))


def open_because(tree: Tree, known: Known, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """What a tree that is neither true nor false waits for: phrases, each once."""
    return tuple(dict.fromkeys(_phrases(tree, known, facts, None)))


def _phrases(tree: Tree, known: Known, facts: Mapping[str, Fact], verdict: bool | None) -> list[str]:
    if truth(tree, known) is not verdict:
        return []
    if isinstance(tree, Leaf):
        return [facts[tree.fact].phrase(known[tree.fact])]
    if isinstance(tree, Group):
        return [phrase for part in tree.parts for phrase in _phrases(part, known, facts, verdict)]
    return _named_phrases(tree, known, facts, verdict)


def _named_phrases(tree: Named, known: Known, facts: Mapping[str, Fact], verdict: bool | None) -> list[str]:
    if verdict is not None and tree.holds:
        return [f"{tree.name}: not met"]
    if verdict is not None:
        return [f"{tree.name}: met"]
    return _phrases(tree.tree, known, facts, None)


def used(tree: Tree, known: Known) -> set[str]:
    """The facts on which a tree that is true rests: those of the parts that make it so."""
    if isinstance(tree, Leaf):
        return {tree.fact}
    if isinstance(tree, Named):
        return used(tree.tree, known) if tree.holds else {leaf.fact for leaf in leaves(tree.tree)}
    return set().union(*(used(part, known) for part in tree.parts if truth(part, known)))
