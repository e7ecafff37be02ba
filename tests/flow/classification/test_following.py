"""What a decision leaves for those who follow it, and who sees nobody's family."""

import pytest

from oscr.agency.permissions import Role
from oscr.flow.classification.models import Classification, Unfollowed
from oscr.flow.report.models import Involvement, Report
from tests import making


def test_what_is_to_be_followed_says_so():
    made = Classification(report=Report(number="26062-00001"), outcome="N")
    assert str(Unfollowed(classification=made)) == "26062-00001: N to be followed"


@pytest.mark.django_db
def test_who_may_not_say_who_is_the_same_sees_nobody_of_a_report():
    making.sent()
    assert Involvement.objects.exists() and not Involvement.objects.visible_to(making.user(Role.ANALYST)).exists()
