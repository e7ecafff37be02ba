"""The protocol as a book: contents and search, one page for each part and each pathway (Child Welfare Manual 2.1).

Shows what is in force now; with ?version=3 another version, as the law of today reads it.
"""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from oscr.agency import versions
from oscr.desks import drawn
from oscr.desks.agency.asked import digest_asked
from oscr.desks.agency.reading import PARTS, Piece, Reader
from oscr.desks.doors import reads
from oscr.law.calendar import local
from oscr.law.protocol.inforce import of_day
from oscr.ui.glossary import in_the_readers_language

DRAWN = {"tracks": ("report",), "referrals": ("referral", "out of state", "documented")}


@reads()
def contents(request):
    """All parts and pathways; with words to look for, every entry in which they stand."""
    reader = opened(request)
    text = request.GET.get("q", "").strip()[:200]
    ways = [(way, reader.address("pathway", way.slug)) for way in reader.law.pathways.values()]
    context = {
        "q": text,
        "found": reader.search(text) if text else [],
        "parts": [(title, reader.address("part", page), len(reader.part(page))) for page, title in PARTS.items()],
        "ways": sorted(ways, key=lambda row: row[0].name),
    }
    return _shown(request, "agency/contents.html", reader, context)


@reads()
def part(request, page: str):
    """One part of the book; the rules with the ladder that they make."""
    if page not in PARTS:
        raise Http404
    reader = opened(request)
    outcomes = {one.label for one in reader.law.outcomes if one.kind in DRAWN.get(page, ())}
    ladders = drawn.by_outcome(reader.law) if page in DRAWN else []
    context = {
        "title": PARTS[page],
        "page": page,
        "pieces": _placed(reader, reader.part(page)),
        "ladders": [one for one in ladders if one.groups[0].outcome in outcomes],
        "words": sorted(in_the_readers_language().values(), key=lambda word: word.word.casefold()),
    }
    return _shown(request, "agency/part.html", reader, context)


@reads()
def pathway(request, page: str):
    """One pathway: its questions in order, its conditions, and the way from the one to the outcome, drawn."""
    reader = opened(request)
    if page not in reader.law.pathways:
        raise Http404
    way = reader.law.pathways[page]
    facts = reader.law.facts
    context = {
        "title": way.name,
        "way": way,
        "asked": [(facts[name], reader.links("fact", name)) for name in way.ask],
        "conditions": _placed(reader, reader.conditions_of(way)),
        "facts": _placed(reader, reader.facts(way.slug)),
        "picture": drawn.pathway(reader.law, page),
    }
    return _shown(request, "agency/pathway.html", reader, context)


def opened(request) -> Reader:
    """The version that the address asks for, else the one in force."""
    wanted = request.GET.get("version", "")
    if not wanted:
        return Reader(versions.in_force(request.at))
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        raise Http404
    source = versions.source_of(digest_asked(int(wanted)))
    return Reader(of_day(source, local(request.at).date()), int(wanted))


def _placed(reader: Reader, pieces: list[Piece]) -> list[Piece]:
    return reader.placed(pieces, versions.numbers([reader.law.hash])[reader.law.hash])


def _shown(request, template: str, reader: Reader, context: dict):
    number = versions.numbers([reader.law.hash])[reader.law.hash]
    state = _("version %(number)d, in force") if reader.version is None else _("version %(number)d")
    return render(
        request,
        template,
        {
            "reader": reader,
            "number": number,
            "state": state % {"number": number},
            "book": reader.address("book"),
            "here": "book",
            **context,
        },
    )
