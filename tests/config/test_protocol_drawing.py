"""`oscr protocol draw`: SVG on standard output, or the same in words."""

import io
import json
from xml.etree import ElementTree as ET

import pytest

from oscr.config import cli

DIED = json.dumps({"children": {"A": {"child died": "yes", "abuse ruled out": "no"}}})


def draw(*words: str) -> int:
    return cli.main(["protocol", "draw", *words])


@pytest.mark.parametrize(
    ("words", "said"), [((), "INV-FATALITY"), (("--rule", "P9"), "P9"), (("--pathway", "hungry"), "yes")]
)
def test_what_is_asked_for_is_drawn(words, said, capsys: pytest.CaptureFixture):
    assert draw(*words) == 0
    root = ET.fromstring(capsys.readouterr().out)
    assert root.tag.endswith("svg")
    assert said in [one.text for one in root.iter() if one.tag.endswith("text")]


def test_one_rule_alone(capsys: pytest.CaptureFixture):
    assert draw("--rule", "P9", "--text") == 0
    told = capsys.readouterr().out
    assert "P9 -> Preventive Services referral" in told
    assert "INV-" not in told


def test_a_call_shows_what_became_of_every_rule(capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(DIED))
    assert draw("--case", "-", "--text", "--on", "2026-03-02") == 0
    told = capsys.readouterr().out
    assert "INV-FATALITY -> Investigation: applies" in told
    assert "DOCUMENTED -> Documented call: not reached" in told


def test_a_call_is_drawn_by_the_law_of_its_day(capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch):
    early = json.dumps({"received_at": "2021-01-04T12:00:00-06:00", **json.loads(DIED)})
    monkeypatch.setattr("sys.stdin", io.StringIO(early))
    assert draw("--case", "-", "--text") == 0
    assert "NCA-BIRTH-MATCH" not in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "known"), [("rule", "INV-FATALITY"), ("pathway", "hungry")])
def test_what_there_is_not_is_named_with_what_there_is(kind, known, capsys: pytest.CaptureFixture):
    assert draw(f"--{kind}", "nothing") == 2
    told = capsys.readouterr().err
    assert f"there is no {kind} 'nothing'" in told
    assert known in told
