"""Stories with the outcome that statute and manual give them, in scenarios/*.toml for lawyers to read."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from oscr.law import protocol

FOLDER = Path(__file__).parent / "scenarios"
TODAY = date(2026, 3, 2)
STORIES = [story for path in sorted(FOLDER.glob("*.toml")) for story in tomllib.loads(path.read_text("utf-8"))["story"]]


def case_of(story: dict, book: protocol.Protocol) -> protocol.Case:
    """The case a story tells: flat `facts` are about child A and suspect 1; dates give their bands as the desks do."""
    if "facts" not in story:
        pairs = {tuple(key.split("/")): facts for key, facts in story.get("pairs", {}).items()}
        return protocol.Case(
            story.get("call", {}), story.get("children", {}), story.get("suspects", {}), pairs, story.get("pathways")
        )
    by_scope: dict[str, dict[str, str]] = {"call": {}, "child": {}, "suspect": {}, "pair": {}}
    for name, value in (story["facts"] | dated(story)).items():
        by_scope[book.facts[name].scope][name] = value
    return protocol.Case(
        by_scope["call"],
        {"A": by_scope["child"]},
        {"1": by_scope["suspect"]},
        {("A", "1"): by_scope["pair"]},
        story.get("pathways"),
    )


def dated(story: dict) -> dict[str, str]:
    """What birth dates and the day of the incident amount to on the day of the call."""
    on, found = story.get("on", TODAY), {}
    if "child_born" in story:
        found["child age"] = protocol.child_age(story["child_born"], None, None, on)
    if "suspect_born" in story:
        found["suspect age"] = protocol.suspect_age(story["suspect_born"], None, on)
    if "last_happened" in story:
        found["time since incident"] = protocol.since_incident(story["last_happened"], on)
    return found


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["title"])
def test_story(story: dict) -> None:
    book = protocol.in_force(story.get("on", TODAY))
    decision = book.decide(case_of(story, book))
    assert (decision.outcome, decision.rule.id) == (story["outcome"], story["rule"])
    if "unit" in story:
        assert tuple(part or "" for part in decision.unit) == tuple(story["unit"])
    assert set(story.get("actions", ())) <= {action.id for action in decision.actions}
    assert not set(story.get("without_actions", ())) & {action.id for action in decision.actions}
    if "beside" in story:
        assert list(decision.co_referrals) == story["beside"]
    assert decision.priority.hours == story.get("hours", decision.priority.hours)
    assert decision.priority.level == story.get("level", decision.priority.level)
    reasons = {reason.id for reason in decision.priority.reasons}
    assert set(story.get("reasons", ())) <= reasons
    assert not set(story.get("without_reasons", ())) & reasons
    assert decision.rule.text == story.get("text", decision.rule.text)
    assert not set(story.get("unknown_facts", ())) & set(book.facts)


@pytest.mark.thorough
def test_every_rule_and_condition_has_a_story() -> None:
    """Each shipped rule decides some story, and each condition is met in one."""
    book = protocol.in_force(TODAY)
    decisions = [book.decide(case_of(story, book)) for story in STORIES if "on" not in story]
    assert {rule.id for rule in book.engine.rules} == {decision.rule.id for decision in decisions}
    met = {condition for decision in decisions for yes, _ in decision.conditions.values() for condition in yes}
    assert {one.id for pathway in book.pathways.values() for one in pathway.conditions} == met
