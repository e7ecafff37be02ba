"""The headings under which a reporter finds the pathways."""

from datetime import date
from pathlib import Path

import pytest

from oscr.law import protocol
from oscr.law.protocol.text.reading import GROUPS
from tests.law import books

DAY = date(2026, 3, 3)


def test_every_pathway_stands_under_one_of_few_headings():
    law = protocol.in_force(DAY)
    assert [heading for heading, _ways in law.groups] == list(GROUPS)
    found = [way.slug for _heading, ways in law.groups for way in ways]
    assert sorted(found) == sorted(law.pathways)
    assert max(len(ways) for _heading, ways in law.groups) <= 7


def test_a_pathway_without_a_heading_comes_last(tmp_path: Path):
    law = protocol.opened(books.write(tmp_path), DAY)
    assert [(heading, len(ways)) for heading, ways in law.groups] == [("", 1)]


def test_a_heading_nobody_knows_is_refused_with_those_there_are(tmp_path: Path):
    folder = books.write(tmp_path)
    for path in (folder / "pathways").iterdir():
        path.write_text(path.read_text().replace("[[pathway]]", '[[pathway]]\ngroup = "Misc"', 1))
    with pytest.raises(protocol.ProtocolFault, match=r"unknown group 'Misc'; use one of Hurt, or has died"):
        protocol.opened(folder, DAY)
