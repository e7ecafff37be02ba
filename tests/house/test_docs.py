"""The documents say what the code says: generated pages are fresh, links lead somewhere, decisions have their four parts."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from oscr.config import docs
from oscr.flow.docket import STAGES
from tests.house.source import ROOT, Source, sources

WRITTEN_BY_HAND = [*sources(".md", under="docs"), Source("README.md", (ROOT / "README.md").read_text("utf-8"))]
DECISIONS = sources(".md", under="docs/decisions")
PARTS = ("**Context.**", "**Decision.**", "**Why not**", "**What it costs.**")


def stale(written: dict[str, str], folder: Path) -> Iterator[str]:
    """Generated pages that differ from what would be written now, or that nothing writes any more."""
    for name, text in written.items():
        path = folder / name
        if not path.is_file() or path.read_text("utf-8") != text:
            yield f"docs/{name} is not what the code says: run `oscr docs`"
    for path in sorted((folder / "generated").iterdir()):
        if f"generated/{path.name}" not in written:
            yield f"docs/generated/{path.name} is written by nothing"


def dead_links(pages: Iterable[Source], root: Path = ROOT) -> Iterator[str]:
    """Links, and paths of our own tree in backticks, that lead nowhere."""
    for page in pages:
        folder = (root / page.path).parent
        for number, line in enumerate(page.lines, 1):
            links = [folder / found for found in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", line)]
            named = [root / found for found in re.findall(r"`((?:oscr|tests|docs|bench)/[\w./-]+)`", line)]
            for target in (*links, *named):
                if not target.exists():
                    yield page.at(
                        number, f"{target.relative_to(root) if target.is_relative_to(root) else target} does not exist"
                    )


def dead_commands(pages: Iterable[Source]) -> Iterator[str]:
    """Commands that a page tells people to type and that do not exist."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    verbs = set(re.findall(r"\bverb\(\"([a-z]+)\"", (ROOT / "oscr/config/cli.py").read_text("utf-8")))
    for page in pages:
        for number, line in enumerate(page.lines, 1):
            told = [("make", word, targets) for word in re.findall(r"(?:`|^ {4})make ([a-z]+)", line)]
            told += [("oscr", word, verbs) for word in re.findall(r"(?:`|bin/)oscr ([a-z]+)", line)]
            yield from (
                page.at(number, f"there is no {command} {word}") for command, word, there in told if word not in there
            )


def malformed(decisions: Iterable[Source]) -> Iterator[str]:
    """Decisions that are not one page of context, decision, alternatives and costs, numbered one after another."""
    for number, page in enumerate(decisions, 1):
        missing = [part for part in PARTS if part not in page.text]
        if missing:
            yield f"{page.path} lacks {', '.join(missing)}"
        if not 14 <= len(page.lines) <= 45:
            yield f"{page.path} has {len(page.lines)} lines; a decision is one page"
        if not page.path.rpartition("/")[2].startswith(f"{number:04}-") or not page.text.startswith(f"# {number}. "):
            yield f"{page.path} is not number {number}"


def test_generated_pages_are_fresh():
    assert list(stale(docs.pages(), ROOT / "docs")) == []


def test_a_stale_page_is_found(tmp_path: Path):
    docs.write(tmp_path)
    (tmp_path / "generated/clocks.md").write_text("as it was last year")
    (tmp_path / "generated/older.md").write_text("")
    found = "\n".join(stale(docs.pages(), tmp_path))
    assert "docs/generated/clocks.md is not what the code says" in found
    assert "older.md is written by nothing" in found


def test_every_stage_is_explained():
    assert set(docs.REACHED_BY) == {name for name, _label in STAGES}


def test_links_lead_somewhere():
    assert list(dead_links(WRITTEN_BY_HAND)) == []


def test_a_dead_link_is_found():
    page = Source("docs/x.md", "[gone](nowhere.md) and `oscr/flow/nothing.py` and [there](tour.md)")
    assert [finding.split(": ")[1] for finding in dead_links([page])] == [
        "docs/nowhere.md does not exist",
        "oscr/flow/nothing.py does not exist",
    ]


def test_commands_exist():
    assert list(dead_commands(WRITTEN_BY_HAND)) == []


def test_a_command_that_does_not_exist_is_found():
    page = Source("README.md", "Type `make run`, `make coffee` or `.venv/bin/oscr sing`.")
    assert [finding.split(": ")[1] for finding in dead_commands([page])] == [
        "there is no make coffee",
        "there is no oscr sing",
    ]


def test_decisions_are_one_page_each():
    assert list(malformed(DECISIONS)) == []


def test_a_decision_without_its_costs_is_found():
    text = "# 1. Free lunch\n" + "\n" * 14 + "**Context.** **Decision.** **Why not**"
    assert list(malformed([Source("docs/decisions/0001-x.md", text)])) == [
        "docs/decisions/0001-x.md lacks **What it costs.**"
    ]
    assert list(malformed([Source("docs/decisions/0007-x.md", text + PARTS[3])])) == [
        "docs/decisions/0007-x.md is not number 1"
    ]
