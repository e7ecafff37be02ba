"""The page behind a one-time link: opened once, read again on one device only, shut after 72 hours, every knock written down."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from oscr.agency.permissions import Role
from oscr.flow.enforcement import linking
from oscr.flow.enforcement.models import OneTimeLink, Opening
from oscr.law.refusal import Refused
from oscr.notices import one_time
from oscr.notices.actions import message
from oscr.notices.models import Notice
from oscr.record.models import Entry
from tests import making
from tests.flow.enforcement.telling import TOLD, notify
from tests.making import MINUTE

pytestmark = pytest.mark.django_db
SOON = TOLD + MINUTE


@pytest.fixture
def notice(db):
    return notify(making.alerted(), making.user(Role.WORKER), how="link", spoke_with="")


def secret_of(notice) -> str:
    """As the e-mail has it."""
    mail = message(Notice.objects.filter(kind="enforcement_told").latest("pk"))
    return mail.body.split("/county/agency/")[1].split("/")[0]


def knocks() -> list[str]:
    return list(Opening.objects.order_by("pk").values_list("result", flat=True))


def test_the_secret_is_in_the_mail_and_nowhere_else(notice):
    secret = secret_of(notice)
    assert len(secret) == 64 and linking.exists(secret)
    assert OneTimeLink.objects.get().hash == one_time.hashed(secret)
    left = Notice.objects.get(kind="enforcement_told")
    assert secret not in str(left.context) and "Cloverfield" not in message(left).body
    assert left.to == notice.agency.email
    assert not linking.exists(OneTimeLink.objects.get().hash)


def test_it_opens_once_and_again_on_the_same_device(notice):
    secret = secret_of(notice)
    assert linking.read_again(secret=secret, cookie="", at=SOON) is None
    first = linking.open_once(secret=secret, at=SOON)
    assert (first.result, first.notice) == ("opened", notice)
    again = linking.read_again(secret=secret, cookie=first.cookie, at=SOON + MINUTE)
    assert (again.result, again.notice, again.cookie) == ("again", notice, first.cookie)
    assert linking.read_again(secret=secret, cookie="0" * 64, at=SOON) is None
    second = linking.open_once(secret=secret, at=SOON + MINUTE)
    assert (second.result, second.notice, second.cookie, second.opened_at) == ("elsewhere", None, "", SOON)
    assert knocks() == ["opened", "again", "elsewhere"]
    assert Entry.objects.filter(act="enforcement.opened").count() == 2
    assert Entry.objects.filter(act="enforcement.turned_away").count() == 1


def test_after_seventy_two_hours_it_is_shut_for_everybody(notice):
    secret = secret_of(notice)
    last = TOLD + timedelta(hours=72)
    cookie = linking.open_once(secret=secret, at=last - MINUTE).cookie
    assert linking.read_again(secret=secret, cookie=cookie, at=last).result == "expired"
    late = linking.open_once(secret=secret, at=last)
    assert (late.result, late.notice, late.opened_at) == ("expired", None, last - MINUTE)


def test_an_expired_link_that_nobody_opened_says_so(notice):
    late = linking.open_once(secret=secret_of(notice), at=TOLD + timedelta(hours=73))
    assert (late.result, late.opened_at) == ("expired", None)


def test_a_secret_that_is_none_opens_nothing(notice):
    assert not linking.exists("nothing")
    assert linking.open_once(secret="nothing", at=SOON) is None
    assert linking.read_again(secret="nothing", cookie="x", at=SOON) is None


def test_a_new_link_is_another_one_with_its_own_device(notice):
    first = secret_of(notice)
    cookie = linking.open_once(secret=first, at=SOON).cookie
    linking.send_link(notice=notice, by=making.user(Role.WORKER), at=SOON)
    second = secret_of(notice)
    assert second != first
    assert linking.read_again(secret=second, cookie=cookie, at=SOON) is None
    assert linking.open_once(secret=second, at=SOON).result == "opened"
    with pytest.raises(Refused, match="role"):
        linking.send_link(notice=notice, by=making.user(Role.SCREENER), at=SOON)
    assert str(Opening.objects.latest("pk")).endswith("opened")


def test_the_database_lets_no_link_open_twice(notice):
    linking.open_once(secret=secret_of(notice), at=SOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.create(link=OneTimeLink.objects.get(), result="opened", at=SOON)
