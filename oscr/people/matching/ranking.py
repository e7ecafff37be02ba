"""The best of the thousand people whom a search looks at, without comparing every one of them in full.

Used by the search in the database. Names and birth dates come back again and again among people who share a key, so what each of them
is worth is reckoned once a search; what phone, address and school could add at most is read off the text. Who cannot come
among the best even so is left alone: the answer is the same as when everybody is scored, many times quicker.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from oscr.people.matching.describing import Known
from oscr.people.matching.guard import Hit
from oscr.people.matching.index import SHOWN, ranked
from oscr.people.matching.names import family, given
from oscr.people.matching.score import COMPARED, first_level, last_level, score
from oscr.people.matching.stored import Stored, day_span, restored
from oscr.people.matching.weights import Weights

NOBODY = Known(given(""), family(""), frozenset(), None, None, "", frozenset(), frozenset(), frozenset())
COMPARE = dict(COMPARED)
SEXES = ("F", "M")
ROUNDING = 1e-6  # bits: the same sum in another order


def best(
    asked: Known,
    filed: Iterable[tuple[object, object, Stored]],
    weights: Weights,
    shares: Mapping[str, float],
    shown: int = SHOWN,
) -> list[Hit]:
    """The best hits among (person, household, what is stored of them), best first: exactly those of scoring everybody."""
    at_most = AtMost(asked, weights, shares)
    order = sorted(((at_most(column), person, household, column) for person, household, column in filed), key=_bound)
    hits: list[Hit] = []
    tops: list[float] = []
    for bound, person, household, column in order:
        if len(tops) >= shown and bound < tops[-shown] - ROUNDING:
            break
        found = score(asked, restored(column), weights, shares)
        insort(tops, found.bits)
        hits.append(Hit(person, household, found))
    return ranked(hits, shown)


def _bound(one: tuple[float, object, object, Stored]) -> float:
    return -one[0]


class Worth(dict):
    """What one part of a description is worth to whoever is asked for, reckoned when it is first met."""

    def __init__(self, reckon: Callable[[str], float]) -> None:
        self.reckon = reckon

    def __missing__(self, text: str) -> float:
        found = self[text] = self.reckon(text)
        return found


class AtMost:
    """The most bits that somebody stored can have for whom is asked for."""

    def __init__(self, asked: Known, weights: Weights, shares: Mapping[str, float]) -> None:
        self.asked, self.bits = asked, weights.bits
        self.elsewhere = Elsewhere(asked, weights)
        self.first, self.last = Worth(self._first), Worth(self._last)
        self.first_as_last, self.last_as_first = Worth(self._first_as_last), Worth(self._last_as_first)
        self.born, self.aged = Worth(self._born), Worth(self._aged)
        self.surname_first, self.first_surname = given(asked.family.joined), family(asked.given.first)
        self.same_first = score(asked, replace(NOBODY, given=asked.given), weights, shares).bits
        self.same_last = score(asked, replace(NOBODY, family=asked.family), weights, shares).bits
        self.swapped = weights.swapped_names
        self.suffix = max(0.0, *self.bits["suffix"].values()) if asked.family.suffix else 0.0
        self.sex = {sex: self.bits["sex"]["same" if sex == asked.sex else "else"] for sex in SEXES if asked.sex}
        self.firsts = frozenset(filter(None, (asked.given.first, asked.given.middle)))
        self.first_also, self.last_also = (
            max(bits for level, bits in self.bits[field].items() if level != "exact") for field in ("first", "last")
        )

    def __call__(self, column: Stored) -> float:
        """In bits."""
        first, middle, last, also, birth, span, sex, *where = column.split("|")
        as_first, as_last = self.first[first], self.last[last]
        if also or self.asked.also or first in self.firsts or middle in self.firsts:
            as_first, as_last = max(as_first, self.first_also), max(as_last, self.last_also)
        names = max(as_first + as_last, self.first_as_last[first] + self.last_as_first[last] + self.swapped)
        names += self._middle(middle) + self.suffix
        return names + self.born[birth] + self.aged[span] + self.sex.get(sex, 0.0) + self.elsewhere(*where)

    def _first(self, text: str) -> float:
        level = first_level(self.asked.given, given(text))
        return self.same_first if level == "exact" else self.bits["first"].get(level, 0.0)

    def _last(self, text: str) -> float:
        level = last_level(self.asked.family, family(text))
        return self.same_last if level == "exact" else self.bits["last"].get(level, 0.0)

    def _first_as_last(self, text: str) -> float:
        return self.bits["first"].get(first_level(self.surname_first, given(text)), 0.0)

    def _last_as_first(self, text: str) -> float:
        return self.bits["last"].get(last_level(self.first_surname, family(text)), 0.0)

    def _born(self, text: str) -> float:
        return self._when(replace(NOBODY, birth=date.fromisoformat(text))) if text else 0.0

    def _aged(self, text: str) -> float:
        return self._when(replace(NOBODY, span=day_span(text)))

    def _when(self, known: Known) -> float:
        return sum(self.bits[field].get(COMPARE[field](self.asked, known), 0.0) for field in ("birth", "age"))

    def _middle(self, text: str) -> float:
        asked = self.asked.given.middle
        if not asked or not text:
            return 0.0
        return max(self.bits["middle"].values()) if asked[0] == text[0] else self.bits["middle"]["else"]


class Elsewhere:
    """The most that phone, address and school can add, by whether what is asked for stands in the text at all."""

    def __init__(self, asked: Known, weights: Weights) -> None:
        self.phones, self.school, self.bits = asked.phones, asked.school, weights.bits
        self.places = bool(asked.places)
        self.numbers = [f";{one.number}," for one in asked.places if one.number]
        self.areas = [f",{one.zip}," for one in asked.places if one.zip]
        self.areas += [one.town for one in asked.places if one.town]
        self.directions = any(not one.number for one in asked.places)

    def __call__(self, phones: str, places: str, school: str, near_phones: str, near_places: str) -> float:
        """In bits; the fields as they are stored."""
        found = 0.0
        if self.phones and (phones or near_phones):
            found += self._bits("phone", any(one in phones or one in near_phones for one in self.phones))
        if self.places and (places or near_places):
            found += self._place(places, near_places)
        if self.school and school:
            found += self._bits("school", any(one in school for one in self.school))
        return found

    def _bits(self, field: str, stands: bool) -> float:
        return max(self.bits[field].values()) if stands else self.bits[field]["else"]

    def _place(self, places: str, near_places: str) -> float:
        bits, text = self.bits["place"], f";{places};{near_places}"
        if any(number in text for number in self.numbers):
            return max(bits.values())
        if not places:
            return 0.0
        most = bits["else"]
        if any(area in places for area in self.areas):
            most = max(most, bits["area"])
        if self.directions or text.count(";,") > text.count(";,,,"):
            most = max(most, bits["words"])
        return most
