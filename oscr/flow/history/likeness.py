"""Which of the calls around a moment seem to be about the same child: links first, then likeness, then who is on file.

Only reads. Used by `repeats`, which shows it, and by the review of three calls, which opens on it: both see the same (RSMo 210.145.6).
"""

from collections.abc import Hashable

from oscr.people import index, links
from oscr.people.matching import weights
from oscr.people.matching.crowd import Crowd, Mention
from oscr.people.matching.describing import Known
from oscr.people.matching.stored import restored
from oscr.people.matching.window import Found, filed, find
from oscr.people.models import TellingIndex


def same_child(asked: Mention, crowd: Crowd) -> Found:
    """Who of these may be this child. Who on file it is like is looked for among those who are not of these."""
    weighed = weights.load()

    def on_file(one: Known) -> tuple[Hashable, Known] | None:
        hits = [hit for hit in index.search(one, weighed) if hit.person not in crowd]
        entry = filed(one, hits, _on_file)
        return (_who(entry[0]), entry[1]) if entry else None

    return find(asked, crowd, weighed, index.shares(asked.known), on_file)


def _on_file(telling: Hashable) -> Known:
    return restored(TellingIndex.objects.values_list("described", flat=True).get(pk=int(str(telling))))


def _who(telling: Hashable) -> Hashable:
    """Whom a telling on file is about: the person that staff linked it to, else itself."""
    person = links.persons_of([int(str(telling))]).get(int(str(telling)))
    return telling if person is None else ("person", person)
