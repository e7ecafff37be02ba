"""The guards, run on the tree: nothing may be found. That each of them can find is shown in test_violations."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.core.management import call_command
from django.template.utils import get_app_template_dirs

from oscr.ui.glossary import glossary
from tests.house import guards, page_guards, tree_guards
from tests.house.source import ROOT, Source, sources, tree

CODE = sources(".py")
WRITTEN = [file for file in CODE if "/migrations/" not in file.path]  # by hand, not by makemigrations
TESTS = [*sources(".py", under="tests"), *sources(".py", under="bench")]
BENCH = [
    file for file in sources(".py", under="bench") if file.path != "bench/handwritten.py"
]  # a yardstick, long on purpose
TEMPLATES = [file for file in sources(".html", ".txt", ".svg") if "/templates/" in file.path]
TRANSLATED = [
    file for file in TEMPLATES if not file.path.startswith("oscr/demo/")
]  # the demonstration speaks to developers
OURS = [model for model in apps.get_models() if model.__module__.startswith("oscr.")]


def nothing(findings: Iterable[str]) -> None:
    """Fail with every finding on a line of its own."""
    found = list(findings)
    assert not found, "\n" + "\n".join(found)


DJANGO_LOOKS_FOR = {"400.html", "403.html", "404.html", "500.html"}

ON_CODE = [
    guards.attics,
    guards.inner_imports,
    guards.signals,
    guards.class_views,
    guards.generic_keys,
    guards.save_overrides,
    guards.wall_clocks,
    guards.loose_actions,
    guards.writing_desks,
    guards.impure_law,
    guards.unexplained_html,
    guards.functions_too_long,
    page_guards.unmarked_strings,
]
ON_EVERYTHING_WRITTEN = [guards.files_too_long, guards.silenced_checks, guards.skipped_tests]


def library_templates() -> set[str]:
    """Templates that libraries bring, by name: ours of the same name stand in for them."""
    folders = [
        Path(folder) for folder in get_app_template_dirs("templates") if not Path(folder).is_relative_to(ROOT / "oscr")
    ]
    folders.append(Path(forms.__file__).with_name("templates"))
    return {path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("guard", ON_CODE, ids=lambda guard: guard.__name__)
def test_code(guard: Callable):
    nothing(guard(WRITTEN))


@pytest.mark.parametrize("guard", ON_EVERYTHING_WRITTEN, ids=lambda guard: guard.__name__)
def test_code_and_tests(guard: Callable):
    nothing(guard([*WRITTEN, *TESTS]))


@pytest.mark.django_db
def test_the_tables_are_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_ask_no_clock():
    nothing(guards.wall_clocks([file for file in CODE if "/migrations/" in file.path]))


def test_every_template_is_shown():
    nothing(page_guards.unused_templates(TEMPLATES, CODE, library_templates() | DJANGO_LOOKS_FOR))


def test_every_template_that_is_named_exists():
    nothing(page_guards.missing_templates(TEMPLATES, CODE, library_templates()))


def test_every_word_of_a_page_can_be_translated():
    nothing(page_guards.unmarked_text(TRANSLATED))


def test_no_page_lets_text_out_unescaped_or_holds_a_script():
    nothing(page_guards.unsafe_templates(TEMPLATES))


def test_foreign_keys_point_upstream():
    nothing(tree_guards.keys_downstream(OURS, tree_guards.rooms()))


def test_every_room_has_its_place_in_the_order():
    levels = tree_guards.rooms()
    homeless = [model._meta.label for model in OURS if tree_guards._room(model.__module__, levels) is None]
    assert homeless == []


def test_every_model_is_a_word_of_the_field():
    names = [model.__name__ for model in OURS]
    nothing(tree_guards.words_unexplained(names, glossary()))


def test_every_dependency_says_what_it_is_for():
    nothing(tree_guards.dependencies_unexplained((ROOT / "pyproject.toml").read_text("utf-8")))


def test_the_tree_speaks_of_its_subject():
    nothing(tree_guards.places_and_makers(tree()))


def test_every_test_file_mirrors_a_room():
    """tests/<room>/ stands for oscr/<room>/; what belongs to no one room has a name of its own."""
    free = {"house", "journeys", "chaos"}
    for file in sources(".py", under="tests"):
        first, *rest = Path(file.path).relative_to("tests").parts
        if rest and first not in free:
            assert (ROOT / "oscr" / first).is_dir(), f"{file.path}: there is no room oscr/{first}"


def _paths(files: list[Source]) -> list[str]:
    return [file.path for file in files]


def test_the_guards_see_the_tree():
    """A guard that reads nothing finds nothing: the lists hold what they are about."""
    assert "oscr/flow/report/actions.py" in _paths(WRITTEN)
    assert "oscr/ui/templates/ui/base.html" in _paths(TEMPLATES)
    assert "tests/house/guards.py" in _paths(TESTS)
    assert {"Report", "Alert", "Clock"} <= {model.__name__ for model in OURS}
