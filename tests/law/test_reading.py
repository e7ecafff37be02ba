"""Every fault of a protocol's text says in which file, on which line, in which entry, and what to do."""

from datetime import date
from pathlib import Path

import pytest

from oscr.law import protocol
from oscr.law.protocol import inforce
from oscr.law.protocol.text.reading import files_of, read
from tests.law import books

ON = date(2026, 3, 2)


def files(tmp_path: Path, **texts: str) -> dict[str, str]:
    """A small sound protocol as text by file name, with some files replaced."""
    return files_of(books.write(tmp_path, **texts))


def line_of(text: str, words: str) -> int:
    """The line on which some words stand."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if words in line)


def fault_of(texts: dict[str, str]) -> protocol.ProtocolFault:
    """The fault that keeps these files from being a protocol."""
    with pytest.raises(protocol.ProtocolFault) as caught:
        inforce.of_day(read(texts), ON)
    return caught.value


FAULTS = {  # file, what is put in the place of what, the line by words that stand on it, item, problem, remedy
    "unknown fact": (
        "tracks.toml",
        '"care"]',
        '"cars"]',
        "[[rule]]",
        "rule 'INV'",
        "unknown name 'cars'",
        "add the fact",
    ),
    "cycle": (
        "facts.toml",
        '"H-1", "age is young"',
        '"young and hurt"',
        "[[define]]",
        "define 'young and hurt'",
        "defined by itself: young and hurt > young and hurt",
        "take one of them out",
    ),
    "unknown key": (
        "facts.toml",
        "allegation",
        "alegation",
        "[[fact]]",
        "fact 'hurt'",
        "key 'alegation'",
        "allegation",
    ),
    "no id": ("pathways/hurt.toml", 'id = "H-1"', "", "[[condition]]", "condition '?'", "no id", "add id"),
    "no plain words": ("pathways/hurt.toml", 'plain = "Hurt"', "", "[[pathway]]", "pathway 'Hurt'", "no plain", "add"),
    "number as a text": (
        "tracks.toml",
        "rank = 0",
        'rank = "0"',
        "[[outcome]]",
        "outcome 'in",
        "'rank' is not",
        "whole",
    ),
    "mark as a text": (
        "facts.toml",
        "allegation = true",
        'allegation = "y"',
        "[[fact]]",
        "fact 'hurt'",
        "not true",
        "true",
    ),
    "list as a text": (
        "pathways/hurt.toml",
        'ask = ["hurt"]',
        'ask = "hurt"',
        "[[pathway]]",
        "pathway",
        "not a list",
        "as",
    ),
    "text as a list": (
        "pathways/hurt.toml",
        'text = "Hurt."',
        'text = ["H"]',
        "[[condition]]",
        "cond",
        "not a text",
        "as",
    ),
    "tree as a text": (
        "pathways/hurt.toml",
        'all = ["hurt"]',
        'all = "hurt"',
        "[[condition]]",
        "cond",
        "not a list",
        "as",
    ),
    "labels as a list": (
        "facts.toml",
        'ask = "How',
        'labels = ["x"]\nask = "How',
        "",
        "fact 'age'",
        "texts by name",
        "as",
    ),
    "end as a text": (
        "facts.toml",
        'ask = "How',
        'until = "x"\nask = "How',
        "",
        "fact 'age'",
        "not a date",
        "as a date",
    ),
    "begin with an hour": (
        "facts.toml",
        'ask = "How',
        'from = 2020-01-01T00:00:00\nask = "How',
        "",
        "fact 'age'",
        "date",
        "",
    ),
    "kind of entry": ("actions.toml", "cite", "cite", "[[acton]]", "", "'acton' is no kind of entry", "action"),
    "one table only": ("actions.toml", "cite", "cite", "[action]", "", "'action' is not a table", "write [[action]]"),
    "defaults as a list": (
        "actions.toml",
        "[defaults]",
        "[[defaults]]",
        "",
        "",
        "'defaults' is not a table",
        "[defaults]",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_says_where_and_what_to_do(tmp_path: Path, name: str) -> None:
    file, old, new, words, item, problem, remedy = FAULTS[name]
    texts = files(tmp_path, actions=f"{words}\nid = 1\n" if file == "actions.toml" and words else "")
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new)
    fault = fault_of(texts)
    line = line_of(texts[file], words) if words else fault.line
    assert (fault.file, fault.line) == (file, line)
    assert item in fault.item
    assert problem in fault.problem
    assert remedy in fault.remedy
    assert all(part in str(fault) for part in (f"{file}:{line}: " if line else file, fault.problem, fault.remedy))


def test_the_line_is_that_of_the_entry_and_not_of_its_neighbour(tmp_path: Path) -> None:
    texts = files(tmp_path, referrals=books.REFERRALS.replace('then = "documented call"', 'then = "nothing"'))
    assert fault_of(texts).line == line_of(texts["referrals.toml"], 'id = "DOC"') - 1


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ('[[rule]]\nid = "A\n', 2),
        ("[[rule]\n", 1),
        ('[[rule]]\nid = "A"\nall = [\n', 3),
    ],
    ids=["open quote", "open bracket", "never closed"],
)
def test_a_line_that_is_no_toml_is_named(tmp_path: Path, written: str, line: int) -> None:
    fault = fault_of(files(tmp_path, actions=written))
    assert (fault.file, fault.line) == ("actions.toml", books.HEAD.count("\n") + line)
    assert "not readable as TOML" in fault.problem
    assert "(at " not in str(fault)


def test_a_header_within_a_long_text_is_no_entry(tmp_path: Path) -> None:
    note = '[[fact]]\nid = "x"\nscope = "town"\nask = "x?"\nnote = """\n[[fact]]\n[[fact]]\n"""\n'
    texts = files(tmp_path, facts=books.FACTS + note)
    assert fault_of(texts).line == line_of(texts["facts.toml"], 'id = "x"') - 1


def test_entries_written_in_one_line_are_found_by_their_kind(tmp_path: Path) -> None:
    inline = 'ground = [{id = "other", cite = "x", wrong = 1}]\n'
    texts = files(tmp_path)
    texts["actions.toml"] = inline + texts["actions.toml"]
    assert (fault_of(texts).line, fault_of(texts).item) == (1, "ground 'other'")


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    folder = books.write(tmp_path)
    (folder / "facts.toml").write_bytes(b"# one\n# \xff\n")
    with pytest.raises(protocol.ProtocolFault, match=r"facts\.toml:2: not readable as UTF-8"):
        files_of(folder)


@pytest.mark.parametrize("name", ["more.toml", "pathways/../x.toml", "pathways/Big.toml", "pathways/x.txt"])
def test_a_file_that_belongs_to_no_protocol_is_refused(tmp_path: Path, name: str) -> None:
    fault = fault_of(files(tmp_path) | {name: ""})
    assert (fault.file, fault.line) == (name, 0)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    texts = files(tmp_path)
    del texts["actions.toml"]
    assert str(fault_of(texts)).startswith("actions.toml: missing; a protocol needs")


def test_a_folder_and_its_files_are_the_same_protocol(tmp_path: Path) -> None:
    folder = books.write(tmp_path)
    assert inforce.of_day(read(files_of(folder)), ON).hash == protocol.opened(folder, ON).hash
    assert protocol.examine(files_of(folder), ON) == protocol.examine(folder, ON) == []


def test_a_finding_says_where_its_item_is_written(tmp_path: Path) -> None:
    texts = files(tmp_path, referrals=books.REFERRALS.replace("all = []", 'all = ["hurt", "not hurt"]'))
    (dead, _) = sorted(
        (one for one in protocol.examine(texts, ON) if one.severity == "error"), key=lambda one: one.item
    )
    assert (dead.item, dead.file) == ("DOC", "referrals.toml")
    assert dead.line == line_of(texts["referrals.toml"], 'id = "DOC"') - 1
    assert str(dead).startswith(f"error: referrals.toml:{dead.line}: DOC: never decides")


def test_a_gap_is_found_at_the_version_after_it(tmp_path: Path) -> None:
    fact = '[[fact]]\nid = "x"\nscope = "child"\nask = "x?"\nnote = "n"\n'
    texts = files(tmp_path, facts=books.FACTS + fact + "until = 2021-01-01\n" + fact + "from = 2021-06-01\n")
    (gap,) = (one for one in protocol.examine(texts, ON) if one.severity == "error")
    assert gap.line == line_of(texts["facts.toml"], "from = 2021-06-01") - 5
    assert "gap between" in gap.text


def test_a_missing_citation_is_found_at_its_entry(tmp_path: Path) -> None:
    texts = files(tmp_path, referrals=books.REFERRALS.replace('id = "DOC"', 'id = "DOC"\ncite = ""'))
    (bare,) = (one for one in protocol.examine(texts, ON) if one.severity == "error")
    assert (bare.file, bare.line) == ("referrals.toml", line_of(texts["referrals.toml"], 'id = "DOC"') - 1)
    assert bare.text == "rule without a source: add cite"


def test_the_day_before_the_first_is_a_finding(tmp_path: Path) -> None:
    (none,) = protocol.examine(files(tmp_path), date(2019, 12, 31))
    assert none.text == "no protocol was in force on 2019-12-31"
    assert str(none) == "error: loading: no protocol was in force on 2019-12-31"
