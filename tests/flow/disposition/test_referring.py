"""An unsubstantiated investigation goes to the advocate when its reporter asks; nothing else does (RSMo 210.145.18; OCA's own page)."""

import pytest
from django.db import transaction

from oscr.flow.disposition import referring
from oscr.flow.disposition.models import AdvocateReferral
from oscr.law import conclusions
from oscr.law.refusal import Refused
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.disposition.asking import ASKED, DONE, answered, asked, by_phone, concluded, online, staff, verified
from tests.making import MINUTE

pytestmark = pytest.mark.django_db
LATER = DONE + 10 * MINUTE
OTHERS = [one.id for one in conclusions.every() if not one.unsubstantiated]


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def alert(people):
    return online(people.office)


def refer(alert, by=None, **how) -> AdvocateReferral:
    report = alert.classification.report
    return referring.refer(report=report, by=by or report.owner, at=LATER, **how)


def refusal(alert, **how) -> str:
    with pytest.raises(Refused) as caught, transaction.atomic():
        refer(alert, **how)
    return str(caught.value)


def told(alert, people, kind="unsubstantiated"):
    request = asked(alert)
    row = concluded(alert, people, kind)
    answered(request, people.worker)
    return row


@pytest.mark.parametrize("kind", ["unsubstantiated", "unsubstantiated-services"])
def test_an_unsubstantiated_investigation_is_referred_and_confirmed(alert, people, kind):
    conclusion = told(alert, people, kind)
    assert referring.may_refer(alert.classification.report)
    row = refer(alert)
    assert (row.conclusion, str(row)) == (conclusion, f"{alert.number} referred to the advocate")
    notice = Notice.objects.get(kind="advocate_referred")
    assert (notice.to, notice.context) == (row.report.owner.email, {"number": alert.number})
    assert Entry.objects.get(act="advocate.referred").details == {}
    assert "already" in refusal(alert)
    assert not referring.may_refer(alert.classification.report)


def test_until_it_was_told_nobody_learns_by_asking_what_was_concluded(people):
    pending, unsubstantiated, found = (online(people.office) for _n in range(3))
    concluded(unsubstantiated, people)
    told(found, people, "preponderance")
    heard = {refusal(one) for one in (pending, unsubstantiated, found)}
    assert len(heard) == 1
    assert not any(referring.may_refer(one.classification.report) for one in (pending, unsubstantiated, found))


@pytest.mark.parametrize("kind", OTHERS)
def test_a_family_assessment_and_every_other_conclusion_is_not(alert, people, kind):
    told(alert, people, kind)
    assert "unsubstantiated" in refusal(alert)


def test_nor_what_was_found_otherwise_since(alert, people):
    first = told(alert, people)
    concluded(alert, people, "preponderance", DONE + 5 * MINUTE, replaces=first, because="judicial")
    assert "unsubstantiated" in refusal(alert)


def test_by_phone_once_verified(people):
    alert = by_phone(people)
    request = asked(alert, by=people.screener, verification=verified(alert, people.screener))
    concluded(alert, people)
    answered(request, people.worker, how="calls")
    assert "Verify first" in refusal(alert, by=people.screener)
    sure = verified(alert, people.screener, at=LATER)
    assert refer(alert, by=people.screener, verification=sure).verification == sure
    assert not Notice.objects.filter(kind="advocate_referred").exists()


def test_by_nobody_else(alert, people):
    told(alert, people)
    assert "role" in refusal(alert, by=making.reporter())
    assert ASKED < LATER
