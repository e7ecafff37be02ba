"""Which role may do which act. Read by every action; the pages a role may open are in desks/authorization.toml.

`require` raises, `can` answers: a button and a refusal never disagree.
"""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from oscr.law.refusal import Refused


class Role(TextChoices):
    """Who somebody is to OSCR (DESIGN 1). A person has one."""

    REPORTER = "reporter", _("Mandated reporter")
    SCREENER = "screener", _("Hotline screener")
    HOTLINE_SUPERVISOR = "hotline_supervisor", _("Hotline supervisor")
    WORKER = "worker", _("County worker")
    COUNTY_SUPERVISOR = "county_supervisor", _("County supervisor")
    CIRCUIT_MANAGER = "circuit_manager", _("Circuit manager")
    REGIONAL_DIRECTOR = "regional_director", _("Regional director")
    ANALYST = "analyst", _("Policy analyst")


HOTLINE_ROLES = (Role.SCREENER, Role.HOTLINE_SUPERVISOR)
COUNTY_ROLES = (Role.WORKER, Role.COUNTY_SUPERVISOR, Role.CIRCUIT_MANAGER, Role.REGIONAL_DIRECTOR)
STAFF_ROLES = (*HOTLINE_ROLES, *COUNTY_ROLES, Role.ANALYST)


class Permission(StrEnum):
    """An act that needs leave."""

    REPORT = "report online"
    TAKE_CALL = "take a report at the hotline"
    VERIFY_CALLER = "find out whether a caller is the reporter, and hear them"
    CLASSIFY = "classify a report"
    LOWER = "approve a classification below what the protocol recommends"
    RELEASE_OTHERS = "release a report that somebody else holds"
    ALERT = "send an alert to an office"
    CORRECT = "correct a report that an office has and send it again"
    ANSWER_DISPUTE = "answer an office that disputes how a report was screened"
    ACKNOWLEDGE = "acknowledge an alert"
    ASSIGN = "assign a worker"
    KEEP_ROSTER = "enter who is on call for an office"
    DISPUTE = "dispute how the hotline screened a report"
    TRANSFER = "hand a report over to another office, or take one over"
    ASK_HELP = "ask another office to help with a report"
    CHANGE_TRACK = "change the track of a report, or its response priority"
    NOTIFY_ENFORCEMENT = "notify law enforcement, and write down its answer"
    KEEP_AGENCIES = "enter a law enforcement agency"
    NAME_CHIEF = "name the chief investigator of an office"
    MEET_CLOCK = "mark a clock as met"
    RESPOND = "write down what was done about a report"
    EXTEND = "document good cause for an investigation that takes longer"
    CONCLUDE = "propose a conclusion, and post its letters"
    APPROVE_CONCLUSION = "approve a conclusion that somebody else proposed"
    LINK_PEOPLE = "say who is the same person"
    VERIFY_BIRTHS = "verify who on a birth certificate meets the Birth Match criteria"
    EXCHANGE_BIRTHS = "exchange lists and birth records with the Registrar"
    ANSWER_REOPENED = "answer for a report that a late discovery re-opened"
    REVIEW_CALLS = "review three or more calls about the same child"
    ANSWER_REPORTERS = "answer a reporter's question about a classification"
    ANSWER_DISPOSITION = "tell a reporter how a report ended"
    RELEASE_FINDINGS = "decide whether a reporter learns the findings"
    TAKE_INQUIRY = "write down what a court or another state asks"
    ANSWER_COURT = "tell a court whether a report was made"
    SHARE_ELSEWHERE = "share records with an agency of another state, tribe or nation"
    READ_AGAIN = "read a call a second time"
    ANSWER_DOUBTS = "answer for a decision that a second reader found too low"
    OVERSEE = "see how the whole hotline works"
    TRAIN = "walk through calls of the training"
    SEE_RESTRICTED = "see and restrict reports that concern employees or are sealed"
    DISCLOSE_REPORTER = "disclose the identity of a reporter"
    WRITE_PROTOCOL = "write a version of the protocol and propose it"
    PUBLISH_PROTOCOL = "publish a version of the protocol that somebody else proposed"


_HOTLINE = frozenset(
    {
        Permission.TAKE_CALL,
        Permission.VERIFY_CALLER,
        Permission.CLASSIFY,
        Permission.ALERT,
        Permission.CORRECT,
        Permission.LINK_PEOPLE,
        Permission.VERIFY_BIRTHS,
        Permission.REVIEW_CALLS,
        Permission.READ_AGAIN,
        Permission.TRAIN,
    }
)
_COUNTY = frozenset(
    {
        Permission.ACKNOWLEDGE,
        Permission.VERIFY_CALLER,
        Permission.ANSWER_DISPOSITION,
        Permission.TAKE_INQUIRY,
        Permission.MEET_CLOCK,
        Permission.RESPOND,
        Permission.CONCLUDE,
        Permission.LINK_PEOPLE,
        Permission.NOTIFY_ENFORCEMENT,
    }
)
_HOTLINE_LEAD = _HOTLINE | {
    Permission.LOWER,
    Permission.ANSWER_DISPUTE,
    Permission.RELEASE_OTHERS,
    Permission.SEE_RESTRICTED,
    Permission.EXCHANGE_BIRTHS,
    Permission.ANSWER_REOPENED,
    Permission.ANSWER_REPORTERS,
    Permission.ANSWER_DOUBTS,
    Permission.OVERSEE,
}
_COUNTY_LEAD = _COUNTY | {
    Permission.ASSIGN,
    Permission.DISCLOSE_REPORTER,
    Permission.REVIEW_CALLS,
    Permission.KEEP_ROSTER,
    Permission.DISPUTE,
    Permission.TRANSFER,
    Permission.APPROVE_CONCLUSION,
    Permission.ASK_HELP,
    Permission.CHANGE_TRACK,
    Permission.KEEP_AGENCIES,
    Permission.EXTEND,
    Permission.ANSWER_COURT,
    Permission.SHARE_ELSEWHERE,
}

ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.REPORTER: frozenset({Permission.REPORT}),
    Role.SCREENER: _HOTLINE,
    Role.HOTLINE_SUPERVISOR: _HOTLINE_LEAD,
    Role.WORKER: _COUNTY,
    Role.COUNTY_SUPERVISOR: _COUNTY_LEAD,
    Role.CIRCUIT_MANAGER: _COUNTY_LEAD | {Permission.SEE_RESTRICTED, Permission.NAME_CHIEF},
    Role.REGIONAL_DIRECTOR: _COUNTY_LEAD
    | {Permission.SEE_RESTRICTED, Permission.NAME_CHIEF, Permission.RELEASE_FINDINGS},
    Role.ANALYST: frozenset({Permission.WRITE_PROTOCOL, Permission.PUBLISH_PROTOCOL}),
}


def can(user, permission: Permission) -> bool:
    """Whether this user's role allows the act. Anonymous and inactive users may do nothing."""
    return bool(user and user.is_authenticated and user.is_active and permission in ALLOWED[Role(user.role)])


def require(user, permission: Permission) -> None:
    """Raise Refused unless the user may do the act."""
    if not can(user, permission):
        raise Refused(_("Your role does not allow you to %(act)s.") % {"act": permission.value})
