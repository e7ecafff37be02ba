"""The demonstration's finished responses: each way to end is there to be looked at."""

import tomllib
from random import Random

import pytest

from oscr.demo import concluding, seed, staff
from oscr.flow.conclusion.models import Appeal, Conclusion, Letter, Suspicion
from tests.making import NOW


@pytest.mark.thorough
@pytest.mark.django_db
def test_one_waits_others_are_concluded_appealed_and_referred():
    staff.hire(at=NOW - seed.SPAN)
    stories, draw = tomllib.loads(seed.STORIES.read_text("utf-8"))["story"], Random(1)
    concluding.seed(send=lambda *call: seed._sent_now(*call, draw), stories=stories, at=NOW)
    kinds = {row.kind for row in Conclusion.objects.standing()}
    assert {"preponderance", "unsubstantiated"} <= kinds and len(kinds) == 3
    assert Conclusion.objects.waiting().count() == 1
    assert Appeal.objects.exists() and Suspicion.objects.exists() and Letter.objects.to_print().exists()
