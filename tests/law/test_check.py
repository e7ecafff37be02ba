"""The check finds every fault planted in a sound protocol, and says where it is."""

import re
from datetime import date
from pathlib import Path

import pytest

from oscr.law import protocol
from oscr.law.protocol import inforce
from oscr.law.protocol.engine import diagram, engine
from oscr.law.protocol.model import leaves
from tests.law import books

ON = date(2026, 3, 2)


def errors(folder: Path) -> dict[str, str]:
    """Item -> text of every error."""
    return {one.item: one.text for one in protocol.examine(folder, ON) if one.severity == "error"}


def warnings(folder: Path) -> dict[str, str]:
    """Item -> text of every warning."""
    return {one.item: one.text for one in protocol.examine(folder, ON) if one.severity == "warning"}


def test_the_shipped_protocol_has_no_error() -> None:
    found = protocol.in_force(ON).check()
    assert [one for one in found if one.severity == "error"] == []
    assert {one.item for one in found} == {"FA-OLD"}


@pytest.mark.thorough
def test_the_protocol_before_birth_match_is_sound_too() -> None:
    assert [one for one in protocol.in_force(date(2020, 8, 28)).check() if one.severity == "error"] == []


def test_a_sound_protocol_has_no_finding(tmp_path: Path) -> None:
    assert protocol.examine(books.write(tmp_path), ON) == []


RULE = '[[rule]]\nid = "X"\ntext = "X"\n'
FACT = '[[fact]]\nid = "x"\nscope = "child"\nask = "x?"\n'
HOLE = '[[hole]]\nid = "H1"\ntitle = "t"\nbetween = "b"\nresolution = "r"\nreason = "s"\n'
OFFENCE = '[[offence]]\nid = "RSMo 1"\ntitle = "t"\nthen = "investigation"\n'
PLANTED = {
    "invariant on facts and outcome in one part": (
        {
            "invariants": books.NEVER.replace(
                '"not outcome is investigation"', '{any = ["not outcome is investigation", "age is old"]}'
            )
        },
        "S1",
        "when hurt = yes, age = old",
    ),
    "offence that a condition misses": (
        {
            "offences": OFFENCE + 'conditions = ["H-2", "H-1"]\nall = []\n',
            "pathway": books.PATHWAY
            + '[[condition]]\nid = "H-2"\ntext = "t"\nground = "harm"\nall = ["hurt", "care"]\n',
        },
        "RSMo 1",
        "H-1 is met and the outcome is not investigation when care = no, hurt = yes",
    ),
    "offence without a condition": (
        {"offences": OFFENCE + 'conditions = []\nall = ["care"]\n'},
        "RSMo 1",
        "no condition reaches",
    ),
    "offence by an unknown condition": (
        {"offences": OFFENCE + 'conditions = ["H-9"]\nall = ["care"]\n'},
        "loading",
        "unknown condition 'H-9'",
    ),
    "offence on the outcome": (
        {"offences": OFFENCE + 'conditions = ["H-1"]\nall = ["outcome is N"]\n'},
        "loading",
        "depends on the outcome",
    ),
    "hole out of number": ({"holes": HOLE.replace("H1", "H2") + 'elsewhere = "e"\n'}, "H2", "stands in place 1"),
    "hole that nothing fills": ({"holes": HOLE}, "H1", "nothing carries"),
    "hole that names nothing real": ({"holes": HOLE + 'items = ["INV", "INW"]\n'}, "H1", "names 'INW'"),
    "fact that must not decide": (
        {"facts": books.FACTS.replace('id = "care"', 'id = "care"\nnever_decides = true')},
        "care",
        "an outcome depends on it",
    ),
    "fact that must not hasten": (
        {
            "facts": books.FACTS + FACT + "never_decides = true\n",
            "priority": '[[priority]]\nid = "p"\ntext = "t"\nlevel = "l"\nhours = 1\nall = ["x"]\n',
        },
        "x",
        "a response priority depends on it",
    ),
    "action on an unknown fact": (
        {"actions": '[[action]]\nid = "a"\ntext = "t"\nunanswered = ["y"]\nall = ["care"]\n'},
        "loading",
        "'unanswered' names the unknown fact 'y'",
    ),
    "dead rule, shadowed by one": (
        {"referrals": RULE + 'then = "N"\nall = ["harm", "care", "age is old"]\n' + books.REFERRALS},
        "X",
        "INV holds whenever it does",
    ),
    "dead rule, shadowed by several": (
        {"referrals": books.REFERRALS.replace("[[rule]]", RULE + 'then = "N"\nany = ["young and hurt"]\n[[rule]]', 1)},
        "N",
        "X holds whenever it does",
    ),
    "dead rule, shadowed by all before it": (
        {
            "referrals": RULE
            + 'then = "N"\nall = ["hurt", "not care"]\n'
            + RULE.replace("X", "Y")
            + 'then = "N"\nall = ["hurt", "age is old"]\n'
            + books.REFERRALS.split("[[rule]]")[2].join(["[[rule]]", ""])
        },
        "Y",
        "together",
    ),
    "contradictory rule": (
        {"referrals": RULE + 'then = "N"\nall = ["hurt", "not hurt"]\n' + books.REFERRALS},
        "X",
        "exclude each other",
    ),
    "not total": ({"referrals": books.REFERRALS.replace("all = []", 'all = ["hurt"]')}, "rules", "nothing is known"),
    "order against precedence": (
        {
            "tracks": books.TRACKS.replace('then = "investigation"', 'then = "N"')
            + RULE
            + 'then = "investigation"\nall = ["care", "age is old"]\n'
        },
        "X",
        "stands after INV",
    ),
    "broken invariant": (
        {"invariants": books.NEVER.replace('"care", ', "")},
        "S1",
        "care = no",
    ),
    "not monotone": (
        {
            "facts": books.FACTS + FACT + 'allegation = true\nwhy = "w"\n',
            "tracks": books.TRACKS.replace('["harm", "care"]', '["harm", "care", "not x"]'),
            "invariants": "",
        },
        "x",
        "weakens the response",
    ),
    "unprotective unknown": ({"facts": books.FACTS.replace('unknown = "yes"', 'unknown = "no"')}, "care", "give `why`"),
    "unprotective beyond its bounds": (
        {"facts": books.FACTS.replace('unknown = "yes"', 'unknown = "no"\nwhy = "w"\nunless = ["age is old"]')},
        "care",
        "beyond `unless`",
    ),
    "condition that cannot be met": (
        {
            "pathway": books.PATHWAY
            + '[[condition]]\nid = "H-2"\ntext = "t"\nground = "harm"\nall = ["hurt", "not hurt"]\n'
        },
        "H-2",
        "never be met",
    ),
    "ground that leads nowhere": ({"tracks": books.TRACKS + '[[ground]]\nid = "lost"\n'}, "lost", "lead nowhere"),
    "fact without a question": (
        {"facts": books.FACTS + FACT.replace('ask = "x?"', "") + 'note = "n"\n'},
        "x",
        "write `ask`",
    ),
    "missing source": (
        {"referrals": books.REFERRALS.replace('id = "DOC"', 'id = "DOC"\ncite = ""')},
        "DOC",
        "without a source",
    ),
    "until before from": ({"facts": books.FACTS + FACT + "until = 2019-01-01\n"}, "x", "until is not after from"),
    "gap between versions": (
        {"facts": books.FACTS + FACT + "until = 2021-01-01\n" + FACT + "from = 2021-06-01\n"},
        "x",
        "gap between",
    ),
    "gap that leaves a rule without its fact": (
        {"facts": books.FACTS.replace('id = "hurt"', 'id = "hurt"\nuntil = 2021-01-01')},
        "loading",
        "unknown name 'hurt'",
    ),
    "overlapping versions": (
        {"facts": books.FACTS + FACT + "until = 2024-01-01\n" + FACT + "from = 2023-01-01\n"},
        "x",
        "overlap between",
    ),
    "two versions on one day": ({"facts": books.FACTS + FACT + FACT}, "loading", "stands twice on one day"),
    "unknown name": ({"tracks": books.TRACKS.replace('"care"]', '"cars"]')}, "loading", "unknown name 'cars'"),
    "unknown value": (
        {"facts": books.FACTS.replace("age is young", "age is younger")},
        "loading",
        "no value 'younger'",
    ),
    "listed fact without value": ({"facts": books.FACTS.replace("age is young", "age")}, "loading", "not a yes-or-no"),
    "value of a definition": ({"tracks": books.TRACKS.replace('"harm",', '"harm is yes",')}, "loading", "unknown name"),
    "cycle": (
        {"facts": books.FACTS.replace('"H-1"', '"H-1", "young and hurt"')},
        "loading",
        "young and hurt > young and hurt",
    ),
    "unknown outcome": ({"tracks": books.TRACKS.replace('then = "inv', 'then = "x')}, "loading", "unknown outcome"),
    "rule on the outcome": (
        {"tracks": books.TRACKS.replace('"care"]', '"outcome is N"]')},
        "loading",
        "depends on the outcome",
    ),
    "condition on the outcome": (
        {
            "pathway": books.PATHWAY.replace('["hurt"]\n[[c', '["hurt"]\n[[c').replace(
                'all = ["hurt"]', 'all = ["outcome is N"]'
            )
        },
        "loading",
        "depends on the outcome",
    ),
    "unknown ground": (
        {"pathway": books.PATHWAY.replace('ground = "harm"', 'ground = "h"')},
        "loading",
        "unknown ground",
    ),
    "unknown sole ground": (
        {"priority": '[[priority]]\nid = "p"\ntext = "t"\nlevel = "l"\nhours = 1\nsole_ground = "h"\nall = []\n'},
        "loading",
        "unknown ground 'h'",
    ),
    "pathway asks what is no fact": (
        {"pathway": books.PATHWAY.replace('ask = ["hurt"]', 'ask = ["h"]')},
        "loading",
        "'h'",
    ),
    "unknown group": (
        {"pathway": books.PATHWAY.replace('plain = "Hurt"', 'plain = "Hurt"\ngroup = "weather"')},
        "loading",
        "unknown group 'weather'",
    ),
    "no condition": ({"pathway": books.PATHWAY.replace('all = ["hurt"]', "")}, "loading", "no condition"),
    "unreadable condition": (
        {"pathway": books.PATHWAY.replace('all = ["hurt"]', "all = [1]")},
        "loading",
        "cannot read 1",
    ),
    "unreadable list": (
        {"pathway": books.PATHWAY.replace('all = ["hurt"]', 'all = [{any = "hurt"}]')},
        "loading",
        "cannot read",
    ),
    "no text": ({"pathway": books.PATHWAY.replace('text = "Hurt."', "")}, "loading", "no text"),
    "name taken": ({"facts": books.FACTS + FACT.replace('"x"', '"harm"')}, "loading", "also a"),
    "name with a meaning": ({"facts": books.FACTS + FACT.replace('"x"', '"not x"')}, "loading", "has a meaning"),
    "no scope": ({"facts": books.FACTS + FACT.replace("child", "town")}, "loading", "scope is not stated"),
    "assumed value that is none": (
        {"facts": books.FACTS + FACT + 'unknown = "maybe"\n'},
        "loading",
        "none of its values",
    ),
    "unknown as a value": (
        {"facts": books.FACTS + FACT + 'values = ["unknown", "no"]\n'},
        "loading",
        "always an answer",
    ),
    "outcome without kind": (
        {"tracks": books.TRACKS.replace('kind = "report"', 'kind = "r"')},
        "loading",
        "kind is not",
    ),
    "unknown key": ({"facts": books.FACTS + FACT + "criticl = true\n"}, "loading", "unknown key 'criticl'"),
    "unknown kind of entry": ({"actions": "[[acton]]\nid = 1\n"}, "loading", "no kind of entry"),
    "no id": ({"actions": '[[action]]\ntext = "t"\n'}, "loading", "no id"),
    "no date": ({"head": books.HEAD.replace("from = 2020-01-01", "")}, "loading", "no date"),
    "no provenance": ({"head": books.HEAD.replace("published", "heard")}, "loading", "provenance"),
    "no TOML": ({"actions": "[[action]\n"}, "loading", "not readable as TOML"),
}


@pytest.mark.parametrize(("texts", "item", "words"), PLANTED.values(), ids=list(PLANTED))
def test_planted_fault_is_found(tmp_path: Path, texts: dict[str, str], item: str, words: str) -> None:
    found = errors(books.write(tmp_path, **texts))
    assert item in found, found
    assert words in found[item]


def test_what_is_named_rightly_is_no_fault(tmp_path: Path) -> None:
    offence = OFFENCE + 'conditions = ["H-1"]\nall = ["care"]\n'
    hole = HOLE + 'items = ["H-1", "harm", "young and hurt", "RSMo 1", "MONOTONE", "S1", "hurt", "N"]\n'
    assert protocol.examine(books.write(tmp_path, offences=offence, holes=hole), ON) == []


def test_the_manuals_holes_and_offences_are_all_there() -> None:
    book = protocol.in_force(ON).engine.book
    assert [hole.id for hole in book.holes] == [f"H{number}" for number in range(1, 37)]
    listed = {offence.id.removeprefix("RSMo ") for offence in book.offences}
    assert len(listed) == 44
    assert sum(name.startswith("566.") for name in listed) == 27
    assert {"565.020", "565.024", "567.050", "568.020", "568.060", "573.040"} <= listed


def test_the_fourteen_factors_are_facts_and_reasons_of_haste() -> None:
    """13 CSR 35-31.020(2)(A)-(N) are the fourteen of manual 2.1.1."""
    law = protocol.in_force(ON)
    for letter in "ABCDEFGHIJKLMN":
        reasons = [rule for rule in law.engine.book.priorities if letter in letters(rule.cite)]
        assert reasons, letter
        assert all(leaves(rule.tree) for rule in reasons), letter
        assert [fact.id for fact in law.facts.values() if letter in letters(fact.cite)], letter


def letters(cite: str) -> set[str]:
    """The factors that a citation names."""
    found = re.search(r"35-31\.020\(2\)((?:\([A-N]\)(?:, )?)+)", cite)
    return set(re.findall(r"[A-N]", found[1])) if found else set()


def test_no_haste_and_no_outcome_reads_what_is_suspected_of_a_caller() -> None:
    law = protocol.in_force(ON)
    assert law.facts["harassment suspected"].never_decides
    told = {"call": {"harassment suspected": "yes"}, "children": {"A": {"worst injury": "serious"}}}
    one, other = law.decide(protocol.Case(**told)), law.decide(protocol.Case({}, told["children"]))
    assert (one.outcome, one.priority) == (other.outcome, other.priority)
    assert {action.id for action in one.actions} - {action.id for action in other.actions} == {"HARASSMENT-SUSPECTED"}


def test_a_fault_names_file_and_entry(tmp_path: Path) -> None:
    text = errors(books.write(tmp_path, tracks=books.TRACKS.replace('"care"]', '"cars"]')))["loading"]
    assert re.match(r"tracks\.toml:\d+: rule 'INV': ", text)


def test_missing_file_is_named(tmp_path: Path) -> None:
    (books.write(tmp_path) / "actions.toml").unlink()
    assert "actions.toml: missing" in errors(tmp_path)["loading"]


@pytest.mark.parametrize(
    ("texts", "item", "words"),
    [
        ({"facts": books.FACTS + FACT}, "x", "nothing reads"),
        ({"facts": books.FACTS + FACT + 'note = "n"\nwhy = "w"\n'}, "x", "not needed"),
        (
            {
                "tracks": books.TRACKS.replace('["harm", "care"]', '["harm", "care", "not void"]')
                + '[[ground]]\nid = "void"\n'
            },
            "void",
            "no condition has this ground",
        ),
        (
            {
                "facts": books.FACTS + FACT,
                "referrals": RULE + 'then = "N"\nall = ["young and hurt", "not x"]\n' + books.REFERRALS,
            },
            "X",
            "no outcome",
        ),
        ({"head": books.HEAD.replace("published", "authored")}, "INV", "approved by whom"),
    ],
)
def test_what_only_wants_reading_is_a_warning(tmp_path: Path, texts: dict[str, str], item: str, words: str) -> None:
    folder = books.write(tmp_path, **texts)
    assert errors(folder) == {}
    assert words in warnings(folder)[item]


def test_a_diagram_that_grows_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oscr.law.protocol.proofs.checking.NODE_CAP", 3)
    assert "at most 3" in errors(books.write(tmp_path))["diagram"]


def test_an_engine_refuses_a_diagram_that_is_too_large() -> None:
    with pytest.raises(diagram.TooLarge):
        engine.Engine(protocol.in_force(ON).engine.book, cap=100)


def test_dates_choose_the_rules(tmp_path: Path) -> None:
    facts = books.FACTS + FACT + "from = 2022-01-01\nuntil = 2024-01-01\n"
    folder = books.write(tmp_path, facts=facts)
    days = {date(2021, 12, 31): False, date(2022, 1, 1): True, date(2023, 12, 31): True, date(2024, 1, 1): False}
    assert {day: "x" in inforce.opened(folder, day).facts for day in days} == days


def test_versions_that_follow_each_other_are_sound(tmp_path: Path) -> None:
    facts = books.FACTS + FACT + 'note = "n"\nuntil = 2024-01-01\n' + FACT + 'note = "n"\nfrom = 2024-01-01\n'
    assert protocol.examine(books.write(tmp_path, facts=facts), ON) == []


def test_no_protocol_before_the_first_day() -> None:
    with pytest.raises(ValueError, match="no protocol was in force on 2020-08-27"):
        protocol.in_force(date(2020, 8, 27))


def test_the_hash_is_that_of_the_text(tmp_path: Path) -> None:
    one, two = books.write(tmp_path / "1"), books.write(tmp_path / "2", facts=books.FACTS + "# another word\n")
    hashes = {protocol.opened(folder, ON).hash for folder in (one, two)}
    assert len(hashes) == 2
    assert all(len(text) == 64 for text in hashes)
