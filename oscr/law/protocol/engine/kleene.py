"""Three-valued (Kleene) logic, said once and plainly: what `reader` and `compiled` compute fast.

Kleene logic is not exact about what is still possible (it calls a rule open that no answer can make true): it serves
for reasons; decisions and questions come from the diagram.
"""

from collections.abc import Mapping

from oscr.law.protocol.model import Leaf, Named, Tree, leaves

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


def used(tree: Tree, known: Known) -> set[str]:
    """The facts on which a tree that is true rests: those of the parts that make it so."""
    if isinstance(tree, Leaf):
        return {tree.fact}
    if isinstance(tree, Named):
        return used(tree.tree, known) if tree.holds else {leaf.fact for leaf in leaves(tree.tree)}
    return set().union(*(used(part, known) for part in tree.parts if truth(part, known)))
