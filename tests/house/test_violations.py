"""Each guard, run on a deliberate mistake: a guard that cannot fail guards nothing."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from django.db import models
from django.test.utils import isolate_apps

from tests.house import guards, page_guards, tree_guards
from tests.house.source import ROOT, Source

LONG_FUNCTION = "def act():\n" + "    x = 1\n" * 40
ATOMIC = "@transaction.atomic\n"

CODE_MISTAKES: Sequence[tuple[Callable, str, str, str]] = [
    (guards.files_too_long, "oscr/agency/models.py", "x = 1\n" * 401, "401 lines"),
    (guards.functions_too_long, "oscr/agency/chain.py", LONG_FUNCTION, "act has 41 lines"),
    (guards.attics, "oscr/flow/report/services.py", "", "no services"),
    (guards.attics, "oscr/utils/times.py", "", "no utils"),
    (
        guards.inner_imports,
        "oscr/agency/chain.py",
        "def act():\n    from oscr.agency import models\n",
        "imported inside act",
    ),
    (guards.signals, "oscr/flow/call/actions.py", "from django.dispatch import receiver\n", "no signals"),
    (guards.signals, "oscr/flow/call/actions.py", "from django.db.models.signals import post_save\n", "no signals"),
    (guards.class_views, "oscr/desks/county/views.py", "from django.views.generic import ListView\n", "functions"),
    (
        guards.class_views,
        "oscr/desks/county/urls.py",
        "from oscr.desks.county.views import Board\nx = Board.as_view()\n",
        "functions",
    ),
    (
        guards.generic_keys,
        "oscr/record/models.py",
        "from django.contrib.contenttypes.fields import GenericForeignKey\n",
        "generic",
    ),
    (guards.save_overrides, "oscr/flow/report/models.py", "class Report:\n    def save(self): pass\n", "Report.save"),
    (guards.wall_clocks, "oscr/flow/call/actions.py", "at = timezone.now()\n", "time is an argument"),
    (guards.wall_clocks, "oscr/flow/call/actions.py", "at = datetime.datetime.now(UTC)\n", "time is an argument"),
    (guards.wall_clocks, "oscr/law/clocks.py", "on = date.today()\n", "time is an argument"),
    (guards.wall_clocks, "oscr/flow/call/models.py", "at = models.DateTimeField(auto_now_add=True)\n", "auto_now_add"),
    (guards.wall_clocks, "oscr/flow/call/models.py", "at = models.DateTimeField(db_default=Now())\n", "Now()"),
    (
        guards.wall_clocks,
        "oscr/desks/county/views.py",
        "cursor.execute('SELECT 1 WHERE at < now()')\n",
        "database's clock",
    ),
    (
        guards.wall_clocks,
        "oscr/record/migrations/0001.py",
        "sql = 'at timestamptz DEFAULT CURRENT_TIMESTAMP'\n",
        "database's clock",
    ),
    (guards.loose_actions, "oscr/flow/call/actions.py", ATOMIC + "def claim(report, *, by, at): pass\n", "by place"),
    (guards.loose_actions, "oscr/flow/call/actions.py", ATOMIC + "def claim(*, report, by): pass\n", "not told when"),
    (guards.loose_actions, "oscr/flow/call/actions.py", ATOMIC + "def claim(*, report, at): pass\n", "not told who"),
    (
        guards.loose_actions,
        "oscr/flow/call/actions.py",
        "def finish(report):\n    report.waiting.delete()\n",
        "by place",
    ),
    (
        guards.writing_desks,
        "oscr/desks/county/views/alert.py",
        "Assignment.objects.create(alert=alert)\n",
        "call an action",
    ),
    (guards.writing_desks, "oscr/desks/county/views/alert.py", "clock.save()\n", "call an action"),
    (guards.impure_law, "oscr/law/clocks.py", "from django.utils import timezone\n", "the law imports django"),
    (guards.impure_law, "oscr/law/clocks.py", "from oscr.agency.models import Office\n", "the law imports oscr.agency"),
    (guards.impure_law, "oscr/law/clocks.py", "import time\n", "the law imports time"),
    (guards.unexplained_html, "oscr/ui/forms.py", "x = mark_safe(name)\n", "unescaped"),
    (guards.silenced_checks, "oscr/agency/chain.py", "x = 1  # noqa: S101\n", "without a reason"),
    (guards.silenced_checks, "oscr/agency/chain.py", "x = 1  # type: ignore[misc]\n", "without a reason"),
    (
        guards.skipped_tests,
        "tests/law/test_x.py",
        "@pytest.mark.skip(reason='later')\ndef test_x(): pass\n",
        "runs or does not",
    ),
    (guards.skipped_tests, "tests/law/test_x.py", "def test_x():\n    pytest.skip('later')\n", "runs or does not"),
    (page_guards.unmarked_strings, "oscr/flow/call/actions.py", "raise Refused('Claim this first.')\n", "unmarked"),
    (page_guards.unmarked_strings, "oscr/desks/county/forms.py", "x = forms.CharField(label='Worker')\n", "unmarked"),
    (
        page_guards.unmarked_strings,
        "oscr/desks/county/views.py",
        "messages.success(request, f'Done: {x}')\n",
        "unmarked",
    ),
]

PAGE_MISTAKES = [
    (page_guards.unmarked_text, "<p>Call the county</p>", "Call the county"),
    (page_guards.unmarked_text, '<a aria-label="Close the box" href="/">{{ x }}</a>', "Close the box"),
    (page_guards.unsafe_templates, "{{ narrative|safe }}", "unescaped"),
    (page_guards.unsafe_templates, "{% autoescape off %}{{ narrative }}{% endautoescape %}", "unescaped"),
    (page_guards.unsafe_templates, "<script>go()</script>", "inside the page"),
    (page_guards.unsafe_templates, '<p style="color:red">', "inside the page"),
    (page_guards.unsafe_templates, '<p onclick="go()">', "inside the page"),
    (page_guards.unsafe_templates, '{% now "H:i" %}', "reads the clock"),
]


@pytest.mark.parametrize(("guard", "path", "text", "found"), CODE_MISTAKES)
def test_a_mistake_in_code_is_found(guard: Callable, path: str, text: str, found: str):
    assert any(found in finding for finding in guard([Source(path, text)]))


@pytest.mark.parametrize(("guard", "text", "found"), PAGE_MISTAKES)
def test_a_mistake_in_a_page_is_found(guard: Callable, text: str, found: str):
    assert any(found in finding for finding in guard([Source("oscr/desks/county/templates/county/board.html", text)]))


def test_what_is_right_is_left_alone():
    action = ATOMIC + "def claim(*, report, by, at): pass\n"
    assert list(guards.loose_actions([Source("oscr/flow/call/actions.py", action)])) == []
    assert (
        list(
            guards.loose_actions(
                [Source("oscr/flow/call/actions.py", ATOMIC + "def ring(*, at):\n    write(by=None, at=at)\n")]
            )
        )
        == []
    )
    assert list(guards.wall_clocks([Source("oscr/desks/doors.py", "at = timezone.now()\n")])) == []
    assert (
        list(guards.silenced_checks([Source("oscr/x.py", "x = 1  # noqa: S101 - the law states its invariants\n")]))
        == []
    )
    assert list(guards.unexplained_html([Source("oscr/x.py", "x = mark_safe(svg)  # numbers only\n")])) == []
    text = '<p title="{% translate "Close" %}">{% blocktranslate %}Call us{% endblocktranslate %} 911</p>'
    page = Source("oscr/x/templates/x.html", text)
    assert list(page_guards.unmarked_text([page])) == []


def test_a_template_that_nobody_shows_is_found():
    page = Source("oscr/desks/county/templates/county/board.html", "")
    part = Source("oscr/desks/county/templates/county/part.html", '{% extends "county/board.html" %}')
    assert list(page_guards.unused_templates([page, part], [], set())) == [part.at(1, "nobody shows county/part.html")]


def test_a_template_that_does_not_exist_is_found():
    code = [Source("oscr/x.py", 'render(request, "county/gone.html#rows")\nleave(kind="lost")\n')]
    page = Source("oscr/desks/county/templates/county/board.html", '{% include "county/part.html" %}')
    found = "\n".join(page_guards.missing_templates([page], code, set()))
    assert "county/gone.html" in found
    assert "notices/lost.txt" in found
    assert "county/part.html" in found


@pytest.mark.parametrize("arguments", [{"surname": "slug"}, {"page": "path"}, {"key": "str"}])
def test_a_name_in_an_address_is_found(arguments: dict[str, str]):
    assert list(page_guards.talkative_addresses([("county:alert", arguments)]))


@isolate_apps("oscr.flow.report", "oscr.flow.classification", "oscr.notices")
def test_a_foreign_key_that_points_down_the_stream_is_found():
    class Premature(models.Model):  # noqa: DJ008 - never shown
        classification = models.ForeignKey(
            "classification.Classification", on_delete=models.PROTECT
        )  # a text: no import shows it

        class Meta:
            app_label = "report"

    class Nosy(models.Model):  # noqa: DJ008 - never shown
        report = models.ForeignKey("report.Report", on_delete=models.PROTECT)

        class Meta:
            app_label = "notices"

    Premature.__module__, Nosy.__module__ = "oscr.flow.report.models", "oscr.notices.models"
    found = list(tree_guards.keys_downstream([Premature, Nosy], tree_guards.rooms()))
    assert [finding.split()[0] for finding in found] == ["report.Premature.classification", "notices.Nosy.report"]


def test_a_word_that_no_glossary_explains_is_found():
    assert list(tree_guards.words_unexplained(["Report", "SafetyPlan"], {"report"})) == [
        "safety plan: not in the glossary (oscr/ui/data/glossary.toml)"
    ]


def test_a_dependency_without_a_purpose_is_found():
    assert list(tree_guards.dependencies_unexplained('dependencies = [\n    "leftpad>=1",\n]\n'))


@pytest.mark.parametrize("line", ["see /ho" + "me/ann/notes.txt", "written by an assist" + "ant"])
def test_a_place_or_a_maker_is_found(line: str):
    assert list(tree_guards.places_and_makers([Source("docs/tour.md", line)]))


RUFF_MISTAKES = [
    ("oscr/flow/report/actions.py", "from django.http import HttpResponse\n", "TID251"),
    ("oscr/flow/report/actions.py", "from django.dispatch import Signal\n", "TID251"),
    ("oscr/law/clocks.py", "from datetime import datetime\n\nx = datetime.now()\n", "TID251"),
    ("oscr/agency/chain.py", "from .models import Office\n", "TID252"),
    ("oscr/agency/chain.py", "def act():\n    import json\n    return json\n", "PLC0415"),
    ("oscr/agency/chain.py", "x = 1\n", "D100"),
    ("oscr/agency/chain.py", "# TODO: later\n", "FIX002"),
    (
        "oscr/agency/chain.py",
        "def act(a):\n" + "".join(f"    if a == {n}:\n        print(a)\n" for n in range(9)),
        "C901",
    ),
    ("oscr/agency/chain.py", "def act():\n" + "    print()\n" * 31, "PLR0915"),
    ("oscr/agency/chain.py", "try:\n    x = 1\nexcept Exception:\n    pass\n", "BLE001"),
]


@pytest.mark.parametrize(("path", "text", "rule"), RUFF_MISTAKES)
def test_ruff_is_set_to_find_it(path: str, text: str, rule: str):
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=concise",
        "--stdin-filename",
        path,
        "-",
    ]
    done = subprocess.run(command, input=text, cwd=ROOT, capture_output=True, text=True, check=False)
    assert rule in done.stdout


IMPORT_MISTAKES = {  # file, line that is added, the contract that must break
    "oscr/flow/report/telling.py": (
        "from oscr.flow.classification import models",
        "Flow runs from the report to the docket",
    ),
    "oscr/notices/actions.py": (
        "from oscr.flow.report.models import Report",
        "The house has three layers and one direction",
    ),
    "oscr/desks/county/urls.py": ("from oscr.desks.hotline import urls as theirs", "Desks do not know each other"),
    "oscr/law/calendar.py": ("import django", "The law is pure Python"),
    "oscr/agency/models.py": ("import allauth", "Below the desks nobody speaks HTTP"),
    "oscr/agency/permissions.py": ("from oscr.agency import chain", "No room imports in a circle"),
}


def contracts_broken_in(root: Path) -> set[str]:
    """The contracts that import-linter calls broken in a tree."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", "pyproject.toml"]
    done = subprocess.run(command, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, text=True, check=False)
    return {line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The rooms in a folder of their own, to be spoiled."""
    shutil.copytree(
        ROOT / "oscr", tmp_path / "oscr", ignore=shutil.ignore_patterns("__pycache__", "static", "templates", "locale")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(copy: Path):
    assert contracts_broken_in(copy) == set()


@pytest.mark.parametrize("path", IMPORT_MISTAKES)
def test_an_import_against_the_stream_is_found(copy: Path, path: str):
    line, contract = IMPORT_MISTAKES[path]
    spoiled = copy / path
    spoiled.write_text(f"{spoiled.read_text('utf-8')}\n{line}\n", "utf-8")
    assert contract in contracts_broken_in(copy)


@pytest.mark.parametrize("room", ["oscr/misc", "oscr/flow/misc", "oscr/desks/misc"])
def test_a_stray_room_is_found(copy: Path, room: str):
    (copy / room).mkdir()
    (copy / room / "__init__.py").touch()
    assert contracts_broken_in(copy)
