"""The training's pages: marked on every one, walked without scripts, scored with the reason."""

import pytest

from oscr.flow.quality.models import Score, Walk
from oscr.law import training

pytestmark = pytest.mark.django_db
MARK = "TRAINING: everybody in this call is invented"


def told(answer):
    return " ".join(answer.content.decode().split())


def test_a_call_is_walked_and_explained(mine):
    assert MARK in told(mine.get("/hotline/training/"))
    began = mine.post("/hotline/training/", {"example": "gray-sweater"})
    address = began.headers["Location"]
    page = told(mine.get(address))
    assert MARK in page
    assert "Bartholomew Samplebird" in page
    mine.post(f"{address}ask/", {"pathway": "clothing"})
    question = training.law().facts["shut out for dirt"]
    assert question.ask in told(mine.get(address))
    mine.post(f"{address}ask/", {"fact": "shut out for dirt"})
    assert '<span class="hl-said">Yes</span>' in told(mine.get(address))
    mine.post(f"{address}decide/", {})
    assert not Score.objects.exists()
    done = mine.post(f"{address}decide/", {"outcome": "documented call", "hours": "", "actions": ["OHI"]})
    assert done.status_code == 302
    page = told(mine.get(address))
    assert MARK in page
    for words in ("of 100 points", "✕ it is:", "FA-LESSER", "CWM", "✕ missed:", "✕ not needed:", "✕ not asked"):
        assert words in page, words
    assert "The gray sweater" in told(mine.get("/hotline/training/"))


def test_another_s_walk_is_not_there(mine, others, boss):
    mine.post("/hotline/training/", {"example": "gray-sweater"})
    address = f"/hotline/training/{Walk.objects.get().pk}/"
    assert others.get(address).status_code == 404
    assert boss.get(address).status_code == 404
    assert others.post(f"{address}ask/", {"pathway": "clothing"}).status_code == 404


def test_a_supervisor_sees_the_group_and_a_screener_does_not(mine, boss, staff):
    mine.post("/hotline/training/", {"example": "gray-sweater"})
    walk = Walk.objects.get()
    mine.post(f"/hotline/training/{walk.pk}/decide/", {"outcome": "family assessment", "hours": "24"})
    assert staff.me.name in told(boss.get("/hotline/training/"))
    assert "The group" not in told(mine.get("/hotline/training/"))


def test_an_example_that_does_not_exist_begins_nothing(mine):
    assert mine.post("/hotline/training/", {"example": "none"}).status_code == 409
    assert not Walk.objects.exists()
