"""`oscr protocol`: what a policy analyst sees without a browser."""

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from oscr.config import cli
from oscr.config.state import ROOT
from oscr.law import protocol
from oscr.law.protocol.inforce import FOLDER

DIED = {"children": {"A": {"child died": "yes"}}}
STARVED = {
    "received_at": "2026-03-01T22:30:00-06:00",
    "alerted_at": "2026-03-01T22:00:00-06:00",
    "mandated_reporter": "no",
    "children": {"A": {"child age": "4 to 6", "fails to grow": "yes"}},
    "suspects": {"1": {}},
    "pairs": {"A/1": {"suspect had care": "yes"}},
}


def ask(*words: str, case: object = None, monkeypatch: pytest.MonkeyPatch | None = None) -> int:
    if monkeypatch is not None:
        monkeypatch.setattr("sys.stdin", io.StringIO(case if isinstance(case, str) else json.dumps(case)))
    return cli.main(["protocol", *words])


def test_the_installed_data_is_sound(capsys: pytest.CaptureFixture):
    assert ask("check", "--on", "2026-03-02") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 errors")


def test_unsound_data_is_refused_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture):
    for path in FOLDER.rglob("*.toml"):
        copy = tmp_path / path.relative_to(FOLDER)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(path.read_text().replace('cite = "', 'site = "', 1))
    assert ask("check", "--folder", str(tmp_path)) == 1
    assert "error" in capsys.readouterr().out


def test_facts_tell_their_source(capsys: pytest.CaptureFixture):
    assert ask("facts") == 0
    told = capsys.readouterr().out
    assert "child died\n" in told
    assert "RSMo 210.145.4" in told


def test_a_call_is_decided_with_its_reasons(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    assert ask("decide", "--on", "2026-03-02", case=DIED, monkeypatch=monkeypatch) == 0
    told = capsys.readouterr().out
    assert told.startswith("INVESTIGATION\n")
    assert "fired" in told
    assert "not reached" not in told


def test_a_decision_can_be_had_whole(tmp_path: Path, capsys: pytest.CaptureFixture):
    (tmp_path / "case.json").write_text(json.dumps(DIED))
    assert ask("decide", str(tmp_path / "case.json"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "investigation"


@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("{", "no JSON: line 1, column 2: "),
        ('{"call": {},\n "call": {}}', "'call' stands twice in one object"),
        ('{"children": {"A": {}, "A": {}}}', "'A' stands twice in one object"),
        ("[]", "a case is an object with call, children"),
        ("3", "a case is an object with call, children"),
        ({"children": {"A": {"no such fact": "yes"}}}, "children A: 'no such fact' is no fact that the protocol of "),
        (
            {"children": {"A": {"child died": "dead"}}},
            "children A: 'child died' cannot be 'dead': use unknown, yes, no",
        ),
        ({"pairs": {"A/1": {}}}, "pairs 'A/1': there is no child 'A'"),
        ({"children": {"A": {"child died": "yes", "alone now": "yes"}}}, "A: A child who died cannot need a doctor"),
        ({"childs": {}}, "'childs' is no part of a case"),
        ({"received_at": "2026-03-02"}, "received_at: a time without a zone"),
        ({"received_at": "noon"}, "received_at: Invalid isoformat"),
        ({"alerted_at": "2026-03-02T09:30:00-06:00"}, "received_at: every clock of the law needs it"),
        ({"mandated_reporter": True}, "mandated_reporter: use yes or no"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_a_sentence_and_exit_code_two(
    case: object, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    assert ask("decide", case=case, monkeypatch=monkeypatch) == 2
    said = capsys.readouterr()
    assert f"oscr: {told}" in said.err
    assert said.out == ""


def test_every_fault_has_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    case = {"call": {"x": "yes"}, "pairs": {"A/1": {}}}
    assert ask("decide", case=case, monkeypatch=monkeypatch) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


def test_a_missing_file_is_a_sentence(capsys: pytest.CaptureFixture):
    assert ask("decide", "/no/such/file.json") == 2
    assert "/no/such/file.json" in capsys.readouterr().err


def test_facts_for_programs_tell_all_there_is(capsys: pytest.CaptureFixture):
    assert ask("facts", "--json", "--on", "2026-03-02") == 0
    told = json.loads(capsys.readouterr().out)
    law = protocol.in_force(date(2026, 3, 2))
    assert told["protocol"] == {"hash": law.hash, "as_of": "2026-03-02"}
    assert [fact["id"] for fact in told["facts"]] == list(law.facts)
    age = next(fact for fact in told["facts"] if fact["id"] == "time since incident")
    assert age["values"][0] == {"value": "happening now", "label": "It is happening now, or it still goes on"}
    assert told["facts"][0].keys() == documented("facts", "facts")


def test_a_decision_for_programs_is_what_the_page_says(tmp_path: Path, capsys: pytest.CaptureFixture):
    (tmp_path / "case.json").write_text(json.dumps(STARVED))
    assert ask("decide", str(tmp_path / "case.json"), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told.keys() == documented("decide")
    assert told["outcome"] == "investigation"
    assert told["protocol"]["as_of"] == "2026-03-01"
    assert told["about"] == {"child": "A", "suspect": "1"}
    assert told["rule"]["id"] in {step["rule"] for step in told["trace"] if step["verdict"] == "fired"}
    assert told["sub_reason"] is None
    assert {question["fact"] for question in told["questions"]} >= {"child tie"}
    assert [one["id"] for one in told["conditions"][0]["met"]] == ["HUN-1"]
    due = {one["clock"]: one["due_at"] for one in told["deadlines"]}
    assert due["initiate"] == "2026-03-03T04:30:00+00:00"
    assert due["law-enforcement"] == "2026-03-02T05:00:00+00:00"
    assert due["respond"] is None
    assert "reporter-contact" not in due


def test_a_referral_names_its_sub_reason_and_what_is_recorded_beside(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    case = {"children": {"A": {"child age": "7 to 13", "self-harm": "yes", "self-harm at once": "yes"}}}
    assert ask("decide", "--json", case=case, monkeypatch=monkeypatch) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["outcome"], told["sub_reason"]["id"]) == ("P", "P9")
    hurt = {"A": {"worst injury": "moderate", "hurt by somebody": "yes", "in licensed residential facility": "yes"}}
    assert ask("decide", "--json", case={"children": hurt}, monkeypatch=monkeypatch) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["outcome"], [rule["id"] for rule in one["rules"]]) for one in told["co_referrals"]] == [("P", ["P7"])]


def test_deadlines_are_told_in_words_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    assert ask("decide", case=STARVED, monkeypatch=monkeypatch) == 0
    told = capsys.readouterr().out
    assert "due: Response initiated: 24 h after it was received, by 2026-03-02 22:30 [RSMo" in told
    assert "due: Level one response: safety assured: 3 h after it was screened in [CWM" in told
    assert "due: Completed and entered: end of day 45 after it was received, by 2026-04-16 00:00" in told


def test_a_day_that_is_none_is_refused(capsys: pytest.CaptureFixture):
    with pytest.raises(SystemExit) as left:
        ask("facts", "--on", "yesterday")
    assert left.value.code == 2
    assert "'yesterday' is no day" in capsys.readouterr().err


def documented(verb: str, part: str = "") -> set[str]:
    """The keys that docs/protocol-cli.md promises for the object of a verb, or for the entries of a list in it."""
    text = (ROOT / "docs" / "protocol-cli.md").read_text("utf-8")
    section = text.split(f"## `oscr protocol {verb}")[1].split("\n## ")[0]
    table = (section.split(f"### {part}\n")[1] if part else section).split("\n### ")[0]
    return {
        key
        for line in table.splitlines()
        if line.startswith("| `")
        for key in re.findall(r"`(\w+)`", line.split("|")[1])
    }
