"""Why the guarded rule says nothing of people who are on file: `python -m bench.people.silent --seed 411`, the same people and
questions as `python -m bench.people draw --seed 411` writes."""

import argparse
from collections import Counter
from collections.abc import Sequence

from bench.people.asking import questions
from bench.people.population import TODAY, peopled
from bench.people.watching import archive
from bench.people.weighing import told
from oscr.people.matching.describing import Known, describe
from oscr.people.matching.guard import Hit, sure
from oscr.people.matching.weights import load

SPELT = ("spelling", "sound", "begins")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.people.silent", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=100_000, help="people")
    parser.add_argument("--queries", type=int, default=3_000)
    options = parser.parse_args()
    world = peopled(options.seed, options.size)
    asked = [one for one in questions(world, options.queries) if one.person is not None]
    index, weights, causes = archive(world), load(), Counter[str]()
    for question in asked:
        known = describe(told(question.asked), TODAY)
        hits = index.search(known, weights)
        answer = sure(hits, weights, len(index.known))
        if answer is None:
            alone = sure(hits[:1], weights, len(index.known)) is not None
            causes[_cause(known, index.known[question.person], question.person, hits, alone=alone)] += 1
        else:
            causes["right" if answer.person == question.person else "wrong"] += 1
    for cause, count in causes.most_common():
        print(f"{count:5} {count / len(asked):6.1%}  {cause}")


def _cause(known: Known, meant: Known, person: int, hits: Sequence[Hit], *, alone: bool) -> str:
    """The first of what stands in the way. `alone`: with no other hit the rule would answer."""
    if known.birth is None or meant.birth is None:
        return "no birth date is told" if known.birth is None else "a birth date is told, none is on file"
    if not hits or hits[0].person != person:
        return "somebody else comes first, or nobody"
    if alone:
        return "a rival of the household, or a namesake"
    return _of_two(hits[0])


def _of_two(hit: Hit) -> str:
    levels, swapped = hit.score.levels, hit.score.swapped
    if swapped or levels.get("first") != "exact":
        named = {"form": "a nickname"} | dict.fromkeys(SPELT, "the first name is spelt otherwise or cut short")
        return (
            "first and last name swapped, and more"
            if swapped
            else named.get(levels.get("first", ""), "another first name or none")
        )
    if levels["birth"] in ("near", "else"):
        return "the birth date differs by more than a slip"
    if "else" in map(levels.get, ("middle", "suffix", "sex")):
        return "middle name, sex, or Jr and Sr"
    return (
        "too little agrees besides"
        if levels["birth"] == "exact"
        else "a slip in the birth date, and too little of their own agrees"
    )


if __name__ == "__main__":
    main()
