"""Conditions of the protocol in plain words, nested as they are written, each part leading to where it is explained."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from oscr.law.protocol import Fact
from oscr.law.protocol.model import YES, Group, Leaf, Named, Tree
from oscr.law.protocol.text.loading import OUTCOME

Links = Callable[[str, str], str]
"""Kind and id of an item -> the address where it is explained, or ""."""


@dataclass(frozen=True)
class Words:
    """One part of a condition: a sentence, where it is explained, and the parts that it joins."""

    text: str
    link: str = ""
    parts: tuple["Words", ...] = ()


def anchor(item: str) -> str:
    """The place of an item on its page."""
    return "item-" + re.sub(r"[^a-z0-9]+", "-", item.lower()).strip("-")


def said(tree: Tree, facts: Mapping[str, Fact], links: Links) -> Words:
    """A condition in words. A name stays a name: its own parts stand where it leads."""
    if isinstance(tree, Leaf):
        return _leaf(tree, facts, links)
    if isinstance(tree, Named):
        text = tree.name if tree.holds else _("not: %(what)s") % {"what": tree.name}
        return Words(text, links("named", tree.name))
    parts = tuple(said(part, facts, links) for part in tree.parts)
    if len(parts) == 1:
        return parts[0]
    return Words(_joined(tree, len(parts)), parts=parts)


def _joined(tree: Group, parts: int) -> str:
    if not parts:
        return _("always") if tree.every else _("never")
    return _("all of these:") if tree.every else _("any of these:")


def _leaf(leaf: Leaf, facts: Mapping[str, Fact], links: Links) -> Words:
    if leaf.fact == OUTCOME:
        text = _("the outcome is %(what)s") if leaf.holds else _("the outcome is anything but %(what)s")
        return Words(text % {"what": leaf.value})
    fact = facts[leaf.fact]
    text = fact.screener if leaf.value == YES else f"{fact.screener}: {fact.labels.get(leaf.value, leaf.value)}"
    return Words(text if leaf.holds else _("not: %(what)s") % {"what": text}, links("fact", leaf.fact))
