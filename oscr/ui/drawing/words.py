"""A drawing in plain text, for a terminal and for whoever cannot see it: the twin of what `ladder` and `flow` draw.

Used by `oscr protocol draw --text`; pages say the same with the templates of ui/drawing.
"""

from collections.abc import Iterator

from oscr.ui.drawing.shape import Branch, End, Flow, Ladder, Rung, Ways


def said(picture: Flow | Ladder | Ways) -> str:
    """The whole drawing, one line a thing."""
    if isinstance(picture, Ladder):
        return _page(picture, _ladder(picture))
    return _page(picture, _flow(picture) if isinstance(picture, Flow) else _ways(picture))


def _page(picture: Flow | Ladder | Ways, lines: Iterator[str]) -> str:
    return "\n".join([picture.title, picture.told, "", *lines])


def _ladder(picture: Ladder) -> Iterator[str]:
    for group in picture.groups:
        for rung in group.rungs:
            yield f"{rung.id} -> {group.outcome}{_state(rung)}"
            yield f"    {rung.text} [{rung.cite}]"
            if rung.parts:
                yield "    " + f" {rung.joined} ".join(part.text for part in rung.parts)
        if group.rest:
            yield group.rest


def _state(rung: Rung) -> str:
    why = "; ".join(reason.text for reason in rung.reasons)
    return "".join(f": {text}" for text in (rung.word, why) if text)


def _flow(picture: Flow) -> Iterator[str]:
    for ask in picture.asks:
        yield f"{ask.number}. {ask.text}"
        for branch in ask.branches:
            yield f"    {branch.answer} -> {_where(picture, branch)}"


def _where(picture: Flow, branch: Branch) -> str:
    note = f" ({branch.note})" if branch.note else ""
    return (f"{branch.next}. {picture.go_on}" if branch.next else _ends(picture.heads, branch.ends)) + note


def _ways(picture: Ways) -> Iterator[str]:
    for way in picture.ways:
        yield f"{way.id} {way.text}"
        yield f"    {way.words} [{way.ground}; {way.cite}]"
        yield f"    -> {_ends(picture.heads, way.ends)}"


def _ends(heads: tuple[str, ...], ends: tuple[End, ...]) -> str:
    if len(ends) == 1:
        return ends[0].text
    return "; ".join(f"{end.text} {head}" for end, head in zip(ends, heads[2:], strict=False))
