"""What a screener may still ask about a report: the questions that settle it, and where on the page each stands.

Used by the report page, which asks them, and by the classification page, whose ladder leads back to them.
"""

from collections.abc import Iterable, Mapping

from oscr.desks.hotline.forms import SettleForm, unit_of
from oscr.desks.hotline.turns import Key
from oscr.law import protocol

Unit = tuple[str, str | None]


def settling(
    law: protocol.Protocol, case, decision: protocol.Decision, slug: str | None, data=None, more: Iterable[Key] = ()
) -> SettleForm:
    """The form of open questions and answers so far; `slug` adds the key questions of one more pathway, `more` single ones."""
    asked = [(unit_of(*question.unit), question.fact) for question in decision.questions]
    also = [(unit_of(*question.unit), question.fact) for question in decision.also_ask]
    asked += [*questions_of(law, case, slug), *more]
    known = {("", fact): value for fact, value in case.call.items()}
    known |= {
        (unit, fact): v
        for part in (case.children, case.suspects)
        for unit, of in part.items()
        for fact, v in of.items()
    }
    known |= {(unit_of(*pair), fact): value for pair, of in case.pairs.items() for fact, value in of.items()}
    ways = [way for way in (slug, *(case.pathways or ())) if way in law.pathways]
    return SettleForm(data, law=law, open_keys=dict.fromkeys(asked), also_keys=also, known=known, ways=ways)


def places(form: SettleForm | None, unit: Unit, page: str = "") -> Mapping[str, str]:
    """Fact -> link to the field that asks it about this child and person, on `page` (this one by default)."""
    about = {"", unit[0], unit[1] or "", unit_of(*unit)}
    asked = {} if form is None else form.places()
    return {fact: f"{page}#{place}" for (of, fact), place in asked.items() if of in about}


def questions_of(law: protocol.Protocol, case, slug: str | None) -> list[tuple[str, str]]:
    """The key questions of a pathway that the reporter did not choose, for everybody they are about."""
    if slug not in law.pathways:
        return []
    return [(unit, fact) for fact in law.pathways[slug].ask for unit in units_of(case, law.facts[fact].scope)]


def units_of(case, scope: str) -> list[str]:
    """Everybody a fact of this scope may be about, as answers write it: "", "A", "1", "A/1"."""
    pairs = case.units()
    if scope == "call":
        return [""]
    if scope == "child":
        return list(dict.fromkeys(child for child, _suspect in pairs))
    with_suspect = [(child, suspect) for child, suspect in pairs if suspect]
    if scope == "suspect":
        return list(dict.fromkeys(suspect for _child, suspect in with_suspect))
    return [unit_of(*pair) for pair in with_suspect]
