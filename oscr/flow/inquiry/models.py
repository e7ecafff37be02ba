"""Inquiries of courts and requests of agencies elsewhere, how each was answered; and to whom outside a reporter was named."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.assignment.models import Alert
from oscr.law import inquiries, releases, states


class CourtInquiryQuerySet(models.QuerySet["CourtInquiry"]):
    """Which inquiries of courts."""

    def visible_to(self, user: User) -> "CourtInquiryQuerySet":
        """Those of the offices that somebody answers for, for whoever may answer a court; for nobody else, not even who wrote one
        down."""
        if not can(user, Permission.ANSWER_COURT):
            return self.none()
        return self.filter(office__in=Office.objects.overseen_by(user))

    def open(self) -> "CourtInquiryQuerySet":
        """Those of courts that nobody answered, the oldest first. Nobody else is owed an answer."""
        return self.filter(asker=inquiries.COURT, answer=None).order_by("pk")


class CourtInquiry(models.Model):
    """Somebody asks, for a custody proceeding, whether a report was made (RSMo 210.145.20). Off the record: it refers to no report."""

    asker = models.CharField(max_length=10, help_text="Id in law/data/inquiries.toml")
    court = models.CharField(max_length=200, blank=True)
    case_number = models.CharField(max_length=60, blank=True, help_text="The court's own")
    judge = models.CharField(max_length=120, blank=True)
    spoke_with = models.CharField(max_length=120, blank=True, help_text="Who asked, for the judge")
    verified = models.CharField(
        max_length=200, blank=True, help_text="How it was made sure that it is the court, as by calling it back"
    )
    about = models.TextField(help_text="Which children and which parties, as the court names them")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="court_inquiries")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CourtInquiryQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        indexes = [models.Index(fields=["office", "-at"], name="inquiry_of_office")]
        constraints = [
            models.CheckConstraint(
                name="inquiry_of_court_is_whole",
                condition=~Q(asker="court")
                | (~Q(court="") & ~Q(case_number="") & ~Q(judge="") & ~Q(verified="") & ~Q(about="")),
            )
        ]

    def __str__(self) -> str:
        return self.known_as

    @property
    def known_as(self) -> str:
        """How people and e-mails refer to it: its own number, which names no report."""
        return f"C-{self.pk:05}"

    @property
    def law(self) -> inquiries.Asker:
        """What the law says of whoever asks."""
        return inquiries.askers()[self.asker]


class CourtAnswer(models.Model):
    """What a lead told the court: whether a report was made, and nothing more. The number of a report stays in the house."""

    inquiry = models.OneToOneField(CourtInquiry, on_delete=models.PROTECT, related_name="answer")
    made = models.BooleanField(help_text="Whether a report was made")
    number = models.CharField(
        max_length=20, blank=True, help_text="The call number a yes rests on: for the stay, not for the court"
    )
    searched = models.TextField(help_text="How it was looked for")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="court_answer_rests_on_a_report",
                condition=Q(made=False, number="") | (Q(made=True) & ~Q(number="")),
            ),
            models.CheckConstraint(name="court_answer_was_searched_for", condition=~Q(searched="")),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry} answered"


class Stay(models.Model):
    """The court stayed the custody proceeding until the Division completes its investigation (RSMo 210.145.20)."""

    answer = models.OneToOneField(CourtAnswer, on_delete=models.PROTECT, related_name="stay")
    stayed_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.answer}: stayed"


class StateRequestQuerySet(models.QuerySet["StateRequest"]):
    """Which requests of agencies elsewhere."""

    def visible_to(self, user: User) -> "StateRequestQuerySet":
        """Those of the offices that somebody answers for, for whoever may decide about them."""
        if not can(user, Permission.SHARE_ELSEWHERE):
            return self.none()
        return self.filter(office__in=Office.objects.overseen_by(user))

    def open(self) -> "StateRequestQuerySet":
        """Those that nobody decided, the oldest first."""
        return self.filter(answer=None).order_by("pk")


class StateRequest(models.Model):
    """An agency of another state, territory, tribe or nation asks for what is on record, or to investigate together (RSMo 210.145.21)."""

    class Place(models.TextChoices):
        """Of what kind of place."""

        STATE = "state", _("Another state or a territory")
        TRIBE = "tribe", _("A tribe")
        NATION = "nation", _("Another nation")

    agency = models.CharField(max_length=11, help_text="Id in law/data/inquiries.toml")
    name = models.CharField(max_length=200, help_text="Of the agency")
    place = models.CharField(max_length=6, choices=Place)
    where = models.CharField(max_length=120, help_text="The state's postal code, or the tribe's or nation's name")
    person = models.CharField(max_length=120, help_text="Who asks there")
    contact = models.CharField(max_length=200, help_text="The agency's own number or address, at which it was reached")
    authority = models.CharField(max_length=200, blank=True, help_text="The law under which it acts")
    purpose = models.TextField()
    about = models.TextField(help_text="About whom it asks")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="state_requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = StateRequestQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        indexes = [models.Index(fields=["office", "-at"], name="state_request_of_office")]
        constraints = [
            models.CheckConstraint(
                name="state_request_is_whole",
                condition=~Q(name="") & ~Q(where="") & ~Q(person="") & ~Q(contact="") & ~Q(purpose="") & ~Q(about=""),
            )
        ]

    def __str__(self) -> str:
        return self.known_as

    @property
    def known_as(self) -> str:
        """How people and e-mails refer to it: its own number, which names no report."""
        return f"S-{self.pk:05}"

    @property
    def law(self) -> inquiries.Asker:
        """What the law says of the agency."""
        return inquiries.agencies()[self.agency]

    @property
    def where_name(self) -> str:
        """The place in words."""
        return states.name_of(self.where) if self.place == self.Place.STATE else self.where


class StateAnswer(models.Model):
    """What a lead decided: what of which reports was shared and why that is appropriate, or why nothing was."""

    request = models.OneToOneField(StateRequest, on_delete=models.PROTECT, related_name="answer")
    shared = models.BooleanField()
    numbers = ArrayField(models.CharField(max_length=20), default=list, help_text="Call numbers of the reports")
    what = ArrayField(models.CharField(max_length=16), default=list, help_text="Ids in law/data/inquiries.toml")
    standard = models.TextField(blank=True, help_text="Why it is appropriate: the standard of RSMo 210.150.4")
    reason = models.TextField(blank=True, help_text="Why nothing is shared")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(
                name="state_answer_is_whole",
                condition=Q(shared=True, reason="", numbers__len__gt=0, what__len__gt=0) & ~Q(standard="")
                | Q(shared=False, standard="", numbers__len=0, what__len=0) & ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} decided"

    @property
    def things(self) -> list[str]:
        """What was shared, in words."""
        return [inquiries.shareable()[one] for one in self.what]


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Which releases."""

    def visible_to(self, user: User) -> "ReleaseQuerySet":
        """Those of alerts that somebody answers for, for whoever may disclose a reporter; nobody else learns that there is one."""
        if not can(user, Permission.DISCLOSE_REPORTER):
            return self.none()
        return self.filter(alert__in=Alert.objects.in_hand_of(user))


class Release(models.Model):
    """A supervisor named the reporter to somebody outside the Division whom the law names (RSMo 210.150).

    To whom, what for, and how it was made sure that it is them; the identity itself stays where it is sealed.
    """

    class How(models.TextChoices):
        """How it was told."""

        PAPER = "paper", _("On paper, under the CA/N Records Cover Sheet")
        SPOKEN = "spoken", _("In words")

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="releases")
    recipient = models.CharField(max_length=16, help_text="Id in law/data/releases.toml")
    agency = models.CharField(max_length=200)
    person = models.CharField(max_length=120, help_text="Who receives it there")
    verified = models.CharField(max_length=200, help_text="How it was made sure that it is them")
    need = models.TextField(help_text="For which investigation or proceeding")
    how = models.CharField(max_length=6, choices=How)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="release_is_whole", condition=~Q(agency="") & ~Q(person="") & ~Q(verified="") & ~Q(need="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert} to {self.recipient}"

    @property
    def law(self) -> releases.Recipient:
        """What the law says of the recipient."""
        return releases.recipients()[self.recipient]
