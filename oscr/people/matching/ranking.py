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

NOTHING: frozenset = frozenset()
NOBODY = Known(given(""), family(""), NOTHING, None, None, "", NOTHING, NOTHING, NOTHING)
COMPARE = dict(COMPARED)
SEXES = ("F", "M")
DIGITS = 9  # of bits, after which two sums are the same
ROUNDING = 1e-6  # bits between two sums that may be the same, added up in another order


def best(
    asked: Known,
    filed: Iterable[tuple[object, object, Stored]],
    weights: Weights,
    shares: Mapping[str, float],
    shown: int = SHOWN,
) -> list[Hit]:
    """The best hits among (person, household, what is stored of them), best first: exactly those of scoring everybody."""
    at_most = AtMost(asked, weights, shares)
    order = sorted(
        (-round(at_most(column), DIGITS), str(person), person, *more, column) for person, *more, column in filed
    )
    hits: list[Hit] = []
    places: list[tuple[float, str]] = []  # as `ranked` orders them
    for bound, name, person, household, column in order:
        if len(places) >= shown:
            last, last_name = places[shown - 1]
            if bound > last + ROUNDING:
                break
            if bound >= last - ROUNDING and name > last_name:
                continue  # as good at best, and named later
        found = score(asked, restored(column), weights, shares)
        insort(places, (-found.bits, name))
        hits.append(Hit(person, household, found))
    return ranked(hits, shown)


def _born(birth: date | None, span: tuple[date, date] | None = None) -> Known:
    """Somebody of whom nothing else is known."""
    return Known(NOBODY.given, NOBODY.family, NOTHING, birth, span, "", NOTHING, NOTHING, NOTHING)


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
        self.strangers = self.bits["first"]["else"] + self.bits["last"]["else"] + ROUNDING  # neither name agrees
        self.swapped = weights.swapped_names
        self.dated = bool(asked.birth or asked.span)
        self.suffix = max(0.0, *self.bits["suffix"].values()) if asked.family.suffix else 0.0
        self.sex = {sex: self.bits["sex"]["same" if sex == asked.sex else "else"] for sex in SEXES if asked.sex}
        self.middle = asked.given.middle
        self.first_also, self.last_also = (
            max(bits for level, bits in self.bits[field].items() if level != "exact") for field in ("first", "last")
        )

    def __call__(self, column: Stored) -> float:
        """In bits."""
        first, middle, last, also, birth, span, sex, *where = column.split("|")
        as_first, as_last = self.first[first], self.last[last]
        names = as_first + as_last
        if names <= self.strangers:
            names = max(names, self.first_as_last[first] + self.last_as_first[last] + self.swapped)
        if also or self.asked.also:
            names = max(names, max(as_first, self.first_also) + max(as_last, self.last_also))
        elif (first and first == self.middle) or (middle and middle == self.asked.given.first):
            names = max(names, max(as_first, self.first_also) + as_last)
        if self.dated:
            names += self.born[birth] + self.aged[span]
        return names + self._middle(middle) + self.suffix + self.sex.get(sex, 0.0) + self.elsewhere(*where)

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
        if not text:
            return 0.0
        known = _born(date.fromisoformat(text))
        return self._level("birth", known) + self._level("age", known)

    def _aged(self, text: str) -> float:
        return self._level("age", _born(None, day_span(text))) if text else 0.0

    def _level(self, field: str, known: Known) -> float:
        return self.bits[field].get(COMPARE[field](self.asked, known), 0.0)

    def _middle(self, text: str) -> float:
        if not self.middle or not text:
            return 0.0
        return max(self.bits["middle"].values()) if self.middle[0] == text[0] else self.bits["middle"]["else"]


class Elsewhere:
    """The most that phone, address and school can add, by whether what is asked for stands in the text at all."""

    def __init__(self, asked: Known, weights: Weights) -> None:
        self.phones, self.school, self.bits = asked.phones, asked.school, weights.bits
        self.places = bool(asked.places)
        self.numbers = [f";{one.number}," for one in asked.places if one.number]
        self.areas = [f",{one.zip}," for one in asked.places if one.zip]
        self.areas += [one.town for one in asked.places if one.town]
        self.directions = [(bool(one.number), one.words) for one in asked.places if len(one.words) > 1]

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
        somewhere = text.count(";,") > text.count(";,,,")  # directions, with no house number
        for numbered, words in self.directions:
            if (somewhere or not numbered) and sum(word in text for word in words) > 1:
                most = max(most, bits["words"])
        return most
