"""`oscr people`: files are read whole or refused by line and reason; the figures are what the truth says."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from bench.people.__main__ import draw
from bench.people.asking import KINDS, questions
from bench.people.population import peopled
from oscr.config import cli
from oscr.config.people import evaluating, files

ROW = "role,first,middle,last,suffix,dob,age,age_asof,sex,phone,num,street,unit,city,zip,school"
PEOPLE = f"person_id,household_id,{ROW}\n"
ASKED = f"query_id,{ROW}\n"
ROBERT = "child,Robert,,Quigley,,2018-03-05,,,M,,12,Oak St,,Columbia,65201,"
BOBBY = "child,Bobby,,Quigly,,2018-05-03,,,M,,,,,,,"


@pytest.fixture
def three(tmp_path: Path):
    """Writes the three files and gives the words of the command line that name them."""

    def write(**texts: str | bytes) -> list[str]:
        told = {
            "persons": f"{PEOPLE}p1,h1,{ROBERT}\np2,h1,child,Emma,,Quigley,,2018-03-05,,,F,,,,,,,\n",
            "queries": f"{ASKED}q1,{BOBBY}\nq2,child,Zoe,,Winter,,,,,,,,,,,,\n",
            "truth": "query_id,person_id,must_not_ids\nq1,p1,p2\nq2,,\n",
        } | texts
        words = ["people", "evaluate", "--on", "2026-03-03"]
        for name, text in told.items():
            path = tmp_path / f"{name}.csv"
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
            words += [f"--{name}", str(path)]
        return words

    return write


def test_who_is_found_is_counted(three, capsys: pytest.CaptureFixture):
    assert cli.main([*three(), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["persons"], figures["queries"], figures["in the list"]) == (2, 2, 1)
    assert figures["recall@1"] == figures["recall@5"] == figures["recall@10"] == 1.0
    assert figures["must-not pairs"] == 1 and figures["must-not pairs suggested first"] == 0
    assert figures["guarded rule wrong"] == 0 and figures["p50 ms"] >= 0


def test_who_is_not_found_is_listed(three, capsys: pytest.CaptureFixture):
    queries = f"{ASKED}q1,child,Xavier,,Novak,,,,,,,,,,,,\n"
    truth = "query_id,person_id,must_not_ids\nq1,p1,p2\n"
    assert cli.main([*three(queries=queries, truth=truth), "--missed"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "missed q1"
    assert any(line.split() == ["recall@10", "0.0"] for line in lines)
    assert any(line.split() == ["precision", "of", "suggestions", "-"] for line in lines)


def test_a_suggestion_that_must_not_be_is_counted(three, capsys: pytest.CaptureFixture):
    truth = "query_id,person_id,must_not_ids\nq1,p2,p1\nq2,,\n"
    assert cli.main([*three(truth=truth), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["must-not pairs suggested first"] == 1 and figures["precision of suggestions"] == 0.0


BAD = [
    ("persons", "", "line 1: no column 'person_id'"),
    ("persons", PEOPLE.replace(",dob", ",born"), "line 1: no column 'dob'"),
    ("persons", PEOPLE.replace("school", "school,school"), "line 1: column 'school' stands twice"),
    ("persons", f"{PEOPLE}p1,h1,{ROBERT}\np1,h1,{ROBERT}\n", "line 3: person_id 'p1' stands twice"),
    ("persons", f"{PEOPLE},h1,{ROBERT}\n", "line 2: person_id is empty"),
    ("persons", f"{PEOPLE}p1,h1,Robert\n", "line 2: 3 fields, the first line has 18"),
    ("persons", f"{PEOPLE}p1,h1,{ROBERT}\n".encode() + b"p2,h1,\xff\n", "line 3: byte 7 is not UTF-8"),
    ("persons", f"{PEOPLE}p1,h1,{ROBERT}".encode("utf-16"), "line 1: byte 1 is not UTF-8"),
    ("persons", PEOPLE + f"p1,h1,{'A' * 200_000}\n", "line 2: longer than 100000 bytes"),
    ("persons", PEOPLE + f"p1,h1,{ROBERT.replace('2018-03-05', '05/03/2018')}\n", "line 2: dob '05/03/2018' is no date"),
    ("persons", f'{PEOPLE}p1,h1,"{ROBERT}\n', "line 2: unexpected end of data"),
    ("queries", f"{ASKED}q1,child,Ann,,,,,eight,2026-01-01,,,,,,,,\n", "line 2: age 'eight' is no whole number"),
    ("queries", f"{ASKED}q1,child,Ann,,,,,8,,,,,,,,,\n", "line 2: age without age_asof"),
    ("truth", "query_id,person_id,must_not_ids\nq1,p9,p8;p2\nq2,,\n", "line 2: no person 'p8'"),
    ("truth", "query_id,person_id,must_not_ids\nq1,,\nq2,,\nq3,,\n", "line 4: no query 'q3'"),
    ("truth", "query_id,person_id,must_not_ids\nq1,,\n", "query 'q2' has no line"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "fault"), BAD, ids=[fault for _, _, fault in BAD])
def test_a_bad_file_is_refused_by_line_and_reason(three, capsys: pytest.CaptureFixture, name: str, text, fault: str):
    assert cli.main(three(**{name: text})) == 2
    told = capsys.readouterr()
    assert f"{name}.csv: {fault}" in told.err and told.out == ""


def test_every_faulty_line_is_said_up_to_a_limit(three, capsys: pytest.CaptureFixture):
    lines = "".join(f"q{number},child,Ann,,,,,x,2026-01-01,,,,,,,,\n" for number in range(50))
    assert cli.main(three(queries=ASKED + lines)) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == files.MOST_FAULTS + 1 and "reading stopped here" in told[-1]


def test_a_file_that_is_too_large_is_not_begun(three, capsys: pytest.CaptureFixture):
    assert cli.main([*three(), "--largest", "0.0000001"]) == 2
    assert "persons.csv: larger than 1e-07 GB: split it, or allow more" in capsys.readouterr().err


@pytest.mark.parametrize("size", ["0", "-1", "much", "inf", "nan"])
def test_a_size_that_is_none(three, size: str):
    with pytest.raises(SystemExit, match="2"):
        cli.main([*three(), f"--largest={size}"])


def test_what_is_not_there_or_no_weights(three, capsys: pytest.CaptureFixture, tmp_path: Path):
    words = three()
    assert cli.main([*words, "--truth", str(tmp_path / "none.csv")]) == 2
    (tmp_path / "w.toml").write_text('name = "half"\n')
    assert cli.main([*words, "--weights", str(tmp_path / "w.toml")]) == 2
    told = capsys.readouterr().err
    assert "none.csv: cannot be read: No such file" in told and "w.toml: first.exact: untrained" in told


def test_columns_in_any_order_and_a_mark_at_the_beginning(three):
    turned = "must_not_ids,person_id,query_id\np2,p1,q1\n,,q2\n"
    assert cli.main(three(truth=b"\xef\xbb\xbf" + turned.encode())) == 0


def test_invented_people_are_found_again(tmp_path: Path, capsys: pytest.CaptureFixture):
    """The floor under the search, on people of an unused seed: what is below it is a defect of keys or weights."""
    world = peopled(4711, 4000)
    draw(world, questions(world, 600), tmp_path)
    words = [word for name in ("persons", "queries", "truth") for word in (f"--{name}", str(tmp_path / f"{name}.csv"))]
    assert cli.main(["people", "evaluate", *words, "--on", "2026-11-22", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["recall@10"] >= 0.975 and figures["recall@1"] >= 0.93
    assert figures["guarded rule wrong"] == 0 and figures["guarded rule recall"] >= 0.2
    assert figures["must-not pairs joined by the guarded rule"] == 0


def test_the_same_seed_is_the_same_people():
    one, other = peopled(3, 500), peopled(3, 500)
    assert one.filed == other.filed and questions(one, 50) == questions(other, 50)
    assert peopled(4, 500).filed != one.filed


def test_every_kind_of_question_can_be_asked():
    world = peopled(8, 6000)
    asked = questions(world, 3000)
    assert len({question.kind for question in asked}) == len(KINDS)
    assert all(question.person not in question.must_not for question in asked)
    assert all(question.person is None for question in asked if question.kind.startswith("nobody"))


def test_figures_of_nothing():
    weights = evaluating.weights.load()
    found = evaluating.figures([], weights)
    assert found["recall@10"] is None and found["p95 ms"] is None


@pytest.mark.django_db
def test_the_database_finds_whom_memory_finds(three, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(evaluating.database, "running", nullcontext)
    assert cli.main([*three(), "--json", "--database"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["in"], figures["persons"], figures["recall@1"]) == ("database", 2, 1.0)
