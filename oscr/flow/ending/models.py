"""How calls ended, endings that wait for a supervisor, three-way call-outs, transmissions to other states."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.classification.models import Proposal
from oscr.flow.clock.models import Clock
from oscr.flow.report.models import Report
from oscr.law import call_kinds, states

TRANSMISSION = "transmission"  # the kind of clock that a transmission meets
TO_EARLIER = tuple(one.id for one in call_kinds.every() if one.to_earlier)


class Said(models.Model):
    """What a screener said of how a call ends."""

    kind = models.CharField(max_length=24, help_text="Id in law/data/call_kinds.toml")
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, related_name="+", help_text="Who is told, and reads the call"
    )
    state = models.CharField(max_length=2, blank=True, help_text="The other state, in law/data/states.toml")
    text = models.TextField(blank=True, help_text="What the call is, or why it is put to the earlier report")

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        """The kind in words."""
        return call_kinds.kind(self.kind).label

    @property
    def state_name(self) -> str:
        """The other state in words; "" where there is none."""
        return states.name_of(self.state) if self.state else ""


class EndingQuerySet(models.QuerySet["Ending"]):
    """Which endings."""

    def visible_to(self, user: User) -> "EndingQuerySet":
        """Those of which an office that somebody answers for was told; what is restricted for who may see that, as an alert is."""
        if not can(user, Permission.ACKNOWLEDGE):
            return self.none()
        free = Q(report__restriction=None) & (Q(earlier=None) | Q(earlier__restriction=None))
        seen = self if can(user, Permission.SEE_RESTRICTED) else self.filter(free)
        return seen.filter(office__in=Office.objects.overseen_by(user))

    def unread(self) -> "EndingQuerySet":
        """Those that the office has not marked as read."""
        return self.filter(noted=None, office__isnull=False)


class Ending(Said):
    """How one call ended. It stands beside the call's classification and takes nothing from it."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="ending")
    earlier = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, related_name="followers", help_text="The report it is put to"
    )
    answers = models.JSONField(default=dict, help_text="What was asked before: id of the question to yes or no")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = EndingQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="ending_put_to_earlier",
                condition=Q(kind__in=TO_EARLIER, earlier__isnull=False, office__isnull=False)
                | (~Q(kind__in=TO_EARLIER) & Q(earlier__isnull=True)),
            ),
            models.CheckConstraint(name="ending_not_to_itself", condition=~Q(earlier=models.F("report"))),
            models.CheckConstraint(
                name="ending_names_state",
                condition=(Q(kind="out-of-state") & ~Q(state="")) | (~Q(kind="out-of-state") & Q(state="")),
            ),
            models.CheckConstraint(
                name="ending_two_people", condition=Q(supervisor__isnull=True) | ~Q(supervisor=models.F("by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.kind}"

    @property
    def number(self) -> str:
        """The call number."""
        return self.report.number


class Wish(Said):
    """An ending below the protocol's outcome, as it takes effect where a supervisor approves the proposal."""

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="ending")

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.proposal} as {self.kind}"


class Check(models.Model):
    """One three-way call-out: law enforcement asked for a well-child check, with the caller on the line."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="checks")
    agency = models.CharField(max_length=200, help_text="Police or sheriff")
    officer = models.CharField(max_length=200, help_text="Name or badge")
    called_at = models.DateTimeField()
    result = models.CharField(max_length=12, help_text="Id of a result in law/data/call_kinds.toml")
    said = models.TextField(blank=True, help_text="What the officer said")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="check_names_agency", condition=~Q(agency="") & ~Q(officer="")),
            models.CheckConstraint(name="check_called_before", condition=Q(called_at__lte=models.F("at"))),
        ]

    def __str__(self) -> str:
        return f"well-child check of {self.report}"

    @property
    def label(self) -> str:
        """The result in words."""
        return call_kinds.result(self.result).label


class Transmission(models.Model):
    """A call told to another state: to whom, how, when. Sent again is another row."""

    class How(models.TextChoices):
        """By which means."""

        PHONE = "phone", _("Phone")
        FAX = "fax", _("Fax")
        EMAIL = "e-mail", _("Encrypted e-mail")
        PORTAL = "portal", _("The other state's own site")
        POST = "post", _("Post")

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="transmissions")
    state = models.CharField(max_length=2, help_text="Id in law/data/states.toml")
    to = models.CharField(max_length=200, help_text="Agency, and who took it")
    how = models.CharField(max_length=6, choices=How)
    sent_at = models.DateTimeField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="transmission_says_to_whom", condition=~Q(to="")),
            models.CheckConstraint(name="transmission_sent_before", condition=Q(sent_at__lte=models.F("at"))),
        ]

    def __str__(self) -> str:
        return f"{self.report} to {self.state}"

    @property
    def state_name(self) -> str:
        """The other state in words."""
        return states.name_of(self.state)


class Noted(models.Model):
    """An office has read a call of which it was told."""

    ending = models.OneToOneField(Ending, on_delete=models.PROTECT, related_name="noted")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.ending} read"


def to_transmit(user: User) -> models.QuerySet[Clock]:
    """The running clocks of calls that wait to be told to another state and that a user of the hotline may see."""
    visible = Report.objects.visible_to(user).filter(pk=OuterRef("report"))
    return Clock.objects.running().filter(Exists(visible), kind=TRANSMISSION).select_related("report")


def complete_or_open(report: Report, office: Office) -> str:
    """Whether an office is done with a report that it has: "complete" or "open", by the clocks of its response."""
    clocks = Clock.objects.filter(report=report, office=office)
    whole = clocks.filter(kind="complete")
    running = (whole if whole.exists() else clocks).running()
    return "open" if running.exists() else "complete"
