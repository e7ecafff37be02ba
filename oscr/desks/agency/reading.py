"""The book of the protocol: every entry in force as a piece that a person reads, and on which page it stands.

Used by the pages of the book. A piece carries its source, its tags, the rule in words, and the note that says why.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oscr.desks.agency.words import Words, anchor, said
from oscr.law import protocol
from oscr.law.protocol.model import Item, Tree, named
from oscr.law.protocol.text.reading import Entry

PARTS = {
    "tracks": gettext_lazy("Tracks: which CA/N report it is"),
    "referrals": gettext_lazy("Referrals, documented calls and other states"),
    "actions": gettext_lazy("Actions beside the outcome"),
    "priority": gettext_lazy("Response priority"),
    "facts": gettext_lazy("Facts that every pathway needs"),
    "names": gettext_lazy("Grounds and definitions"),
    "offences": gettext_lazy("Offences, and the conditions that reach them"),
    "invariants": gettext_lazy("What must never happen"),
    "holes": gettext_lazy("Where the sources conflict or are silent"),
    "glossary": gettext_lazy("Glossary"),
}
PROVENANCE = {
    "published": gettext_lazy("published manual or statute"),
    "regulation": gettext_lazy("regulation"),
    "authored": gettext_lazy("our draft"),
}
SCOPES = {
    "call": gettext_lazy("about the call"),
    "child": gettext_lazy("about each child"),
    "suspect": gettext_lazy("about each alleged perpetrator"),
    "pair": gettext_lazy("about each child with each alleged perpetrator"),
}


@dataclass(frozen=True)
class Piece:
    """One entry of the book as it is read: `rows` are (label, text), `tree` its condition in words.

    `through` names the entries that carry it out, as (id, link); `written` is its file and line, `write` where to edit it.
    """

    kind: str
    item: Item
    title: str
    link: str
    tree: Words | None = None
    rows: tuple[tuple[str, str], ...] = ()
    why: tuple[str, ...] = ()
    group: str = ""
    through: tuple[tuple[str, str], ...] = ()
    written: str = ""
    write: str = ""

    @property
    def anchor(self) -> str:
        """The place of this entry on its page."""
        return anchor(self.item.id)

    @property
    def provenance(self) -> str:
        """Where it comes from, in words."""
        return str(PROVENANCE[self.item.provenance])

    def holds(self, words: Iterable[str]) -> bool:
        """Whether every one of some words occurs in it."""
        told = [self.item.id, self.title, self.item.cite, *self.why, *(text for _label, text in self.rows)]
        told += [name for name, _link in self.through]
        whole = " ".join([*told, *_texts(self.tree)]).casefold()
        return all(word in whole for word in words)


def _texts(words: Words | None) -> Iterator[str]:
    if words:
        yield words.text
        for part in words.parts:
            yield from _texts(part)


class Reader:
    """One version of the protocol, opened for reading. `version` is its number where it is not the one in force."""

    def __init__(self, law: protocol.Protocol, version: int | None = None) -> None:
        self.law, self.version, self.book = law, version, law.engine.book
        self.conditions = {one.id: way for way in law.pathways.values() for one in way.conditions}

    def address(self, route: str, page: str = "", item: str = "") -> str:
        """A page of the book of this version, at an item."""
        to = reverse(f"agency:{route}", args=[page] if page else [])
        query = f"?{urlencode({'version': self.version})}" if self.version is not None else ""
        return f"{to}{query}{'#' + anchor(item) if item else ''}"

    def links(self, kind: str, item: str) -> str:
        """Where an item that a condition names is explained."""
        if kind == "fact":
            slug = self.law.facts[item].pathway
            return self.address("pathway", slug, item) if slug else self.address("part", "facts", item)
        if item in self.conditions:
            return self.address("pathway", self.conditions[item].slug, item)
        return self.address("part", "names", item)

    def words(self, tree: Tree) -> Words:
        """A condition in words."""
        return said(tree, self.law.facts, self.links)

    def rules(self, *kinds: str) -> list[Piece]:
        """The rules that lead to outcomes of some kinds, in the order in which they are tried."""
        outcomes = {one.id: one for one in self.law.outcomes}
        page = "tracks" if "report" in kinds else "referrals"
        shown = [rule for rule in self.book.rules if outcomes[rule.then].kind in kinds]
        beside = ((_("Recorded"), _("also beside a stronger outcome")),)
        return [
            Piece(
                "rule",
                rule,
                rule.text,
                self.address("part", page, rule.id),
                self.words(rule.tree),
                beside if rule.beside else (),
                _why(rule),
                outcomes[rule.then].label,
            )
            for rule in shown
        ]

    def actions(self) -> list[Piece]:
        """What is to be done, whatever the outcome."""
        return [
            Piece("action", one, one.text, self.address("part", "actions", one.id), self.words(one.tree), why=_why(one))
            for one in self.book.actions
        ]

    def priorities(self) -> list[Piece]:
        """Why somebody must respond within so many hours."""
        return [
            Piece(
                "priority",
                one,
                one.text,
                self.address("part", "priority", one.id),
                self.words(one.tree),
                ((_("Only if nothing else is suspected than"), one.sole_ground),) if one.sole_ground else (),
                _why(one),
                _("%(level)s: within %(hours)d hours") % {"level": one.level, "hours": one.hours},
            )
            for one in self.book.priorities
        ]

    def nevers(self) -> list[Piece]:
        """The safety invariants: each is proven on every change."""
        return [
            Piece(
                "never", one, one.why, self.address("part", "invariants", one.id), self.words(one.tree), why=_why(one)
            )
            for one in self.book.nevers
        ]

    def holes(self) -> list[Piece]:
        """Each place where the sources conflict or are silent, with what is done about it."""
        found = []
        for one in self.book.holes:
            rows = ((_("Between"), one.between), (_("Resolution"), one.resolution), (_("Reason"), one.reason))
            rows += ((_("Carried out in"), one.elsewhere),) if one.elsewhere else ()
            link, through = self.address("part", "holes", one.id), self._linked(one.items)
            found.append(Piece("hole", one, one.title, link, rows=rows, why=_why(one), through=through))
        return found

    def offences(self) -> list[Piece]:
        """Each offence of the manual's list: nobody is asked to name one."""
        labels = {one.id: one.label for one in self.law.outcomes}
        return [
            Piece(
                "offence",
                one,
                one.title,
                self.address("part", "offences", one.id),
                self.words(one.tree),
                ((_("Leads to"), labels[one.then]),),
                _why(one),
                through=self._linked(one.conditions),
            )
            for one in self.book.offences
        ]

    def _linked(self, items: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Entries by their ids, each with the place where it stands."""
        return tuple((item, self._places.get(item, "")) for item in items)

    @cached_property
    def _places(self) -> dict[str, str]:
        ways = self.law.pathways.values()
        pieces = [*self.rules("report"), *self.rules("referral", "out of state", "documented"), *self.actions()]
        pieces += [*self.priorities(), *self.nevers(), *self.names(), *self.facts()]
        pieces += [piece for way in ways for piece in (*self.conditions_of(way), *self.facts(way.slug))]
        return {piece.item.id: piece.link for piece in pieces}

    def facts(self, pathway: str | None = None) -> list[Piece]:
        """The facts of a pathway; without one, those that every pathway needs."""
        return [self._fact(one) for one in self.law.facts.values() if one.pathway == pathway]

    def _fact(self, fact: protocol.Fact) -> Piece:
        marks = {
            _("always asked"): fact.critical,
            _("an emergency when yes"): fact.emergency,
            _("worked out, not asked"): fact.derived,
            _("a yes alleges harm"): fact.allegation,
            _("from harmless to worst"): fact.graded,
        }
        rows = (
            (_("To the reporter"), fact.ask),
            (_("Known"), str(SCOPES[fact.scope])),
            (_("Answers"), " · ".join(fact.labels.get(value, value) for value in fact.values)),
            (_("While nobody knows"), fact.labels.get(fact.unknown, fact.unknown)),
            (_("Marks"), ", ".join(mark for mark, there in marks.items() if there)),
        )
        why = (*((fact.why,) if fact.why else ()), *_why(fact))
        return Piece(
            "fact", fact, fact.screener, self.links("fact", fact.id), rows=tuple(row for row in rows if row[1]), why=why
        )

    def conditions_of(self, way: protocol.Pathway) -> list[Piece]:
        """The conditions of a pathway."""
        return [
            Piece(
                "condition",
                one,
                one.text,
                self.address("pathway", way.slug, one.id),
                self.words(one.tree),
                ((_("Ground"), one.ground),),
                _why(one),
            )
            for one in way.conditions
        ]

    def names(self) -> list[Piece]:
        """Grounds, and definitions that conditions use by name."""
        trees = self._definitions()
        return [self._name(entry, trees[entry.id]) for entry in self._entries("ground", "define") if entry.id in trees]

    def _name(self, entry: Entry, tree: Tree) -> Piece:
        data: dict[str, Any] = entry.data
        item = Item(
            id=entry.id,
            cite=data.get("cite", ""),
            since=data["from"],
            until=data.get("until"),
            provenance=data["provenance"],
            approved=data.get("approved", False),
            note=data.get("note", ""),
        )
        title = data.get("text") or entry.id
        group = _("Grounds for a CA/N report") if entry.kind == "ground" else _("Definitions")
        link = self.address("part", "names", entry.id)
        return Piece(entry.kind, item, title, link, self.words(tree), why=_why(item), group=group)

    def _entries(self, *kinds: str) -> list[Entry]:
        return [e for e in self.law.source.entries if e.kind in kinds and e.in_force(self.law.as_of)]

    def _definitions(self) -> dict[str, Tree]:
        """What each definition and ground stands for: collected from all that uses one."""
        return dict(named([*(tree for _kind, _id, tree in self.book.trees()), *self.book.grounds.values()]))

    def part(self, page: str) -> list[Piece]:
        """The entries of one page of the book."""
        return {
            "tracks": lambda: self.rules("report"),
            "referrals": lambda: self.rules("referral", "out of state", "documented"),
            "actions": self.actions,
            "priority": self.priorities,
            "facts": self.facts,
            "names": self.names,
            "offences": self.offences,
            "invariants": self.nevers,
            "holes": self.holes,
            "glossary": list,
        }[page]()

    def placed(self, pieces: Iterable[Piece], number: int) -> list[Piece]:
        """The same pieces, each with the file and line where it is written and the page on which that is edited."""
        entries = {(entry.kind, entry.id): entry for entry in self.law.source.entries if entry.in_force(self.law.as_of)}
        found = []
        for piece in pieces:
            entry = entries[piece.kind, piece.item.id]
            write = reverse("agency:file", args=[number, slug_of(entry.file)])
            found.append(replace(piece, written=f"{entry.file}:{entry.line}", write=write))
        return found

    def search(self, text: str) -> list[Piece]:
        """Every entry in which all words of a text occur."""
        words = text.casefold().split()
        ways = self.law.pathways.values()
        pieces = [piece for page in PARTS for piece in self.part(page)]
        pieces += [piece for way in ways for piece in (*self.conditions_of(way), *self.facts(way.slug))]
        return [piece for piece in pieces if piece.holds(words)] if words else []


def slug_of(path: str) -> str:
    """A file's name as an address has it."""
    return path.removesuffix(".toml").replace("/", "_")


def _why(item: Item) -> tuple[str, ...]:
    return (item.note,) if item.note else ()
