"""What a response leaves: one module for each noun."""

from oscr.flow.response.models.contacts import (
    Contact,
    ContactWithdrawn,
    Met,
    Part,
    Place,
    Precaution,
    ResponseFile,
    Result,
    Whereabouts,
)
from oscr.flow.response.models.family import AssessmentOutcome, Need, Risk, Service, ServiceStep
from oscr.flow.response.models.meetings import Invitation, Invitee, Meeting, ParentsWish, Told
from oscr.flow.response.models.safety import PlanStep, SafetyAssessment, SafetyDecision
from oscr.flow.response.models.telling import Informed, TeamMember, TeamUse

__all__ = [
    "AssessmentOutcome",
    "Contact",
    "ContactWithdrawn",
    "Informed",
    "Invitation",
    "Invitee",
    "Meeting",
    "Met",
    "Need",
    "ParentsWish",
    "Part",
    "Place",
    "PlanStep",
    "Precaution",
    "ResponseFile",
    "Result",
    "Risk",
    "SafetyAssessment",
    "SafetyDecision",
    "Service",
    "ServiceStep",
    "TeamMember",
    "TeamUse",
    "Told",
    "Whereabouts",
]
