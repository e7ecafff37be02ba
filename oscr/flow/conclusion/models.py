"""Conclusions with their findings, how a supervisor answered; flags of the registry, letters, appeals, suspicions of harassment."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.assignment.models import Alert
from oscr.flow.report.models import Involvement, Report
from oscr.law import conclusions, languages

APPROVED, RETURNED = "approved", "returned"


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    """Which conclusions."""

    def waiting(self) -> "ConclusionQuerySet":
        """Those that no supervisor has answered, of alerts that stand."""
        return self.filter(reply=None, alert__in=Alert.objects.current())

    def standing(self) -> "ConclusionQuerySet":
        """Those that were approved and that no later one replaced."""
        return self.filter(reply__result=APPROVED, reply__replaced_by=None)


class Conclusion(models.Model):
    """How a worker proposes to conclude a response. It counts when a supervisor approves; a later finding is another row."""

    class Because(models.TextChoices):
        """Why what was concluded is found otherwise (RSMo 210.145.17(3))."""

        ADMINISTRATIVE = "administrative", _("An administrative hearing or review")
        JUDICIAL = "judicial", _("A court")
        EVIDENCE = "evidence", _("New evidence, or an error")

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="conclusions")
    kind = models.CharField(max_length=32, help_text="Id in law/data/conclusions.toml")
    said = models.JSONField(help_text="What was filled in: id of a field to its text")
    jurisdiction = models.CharField(
        max_length=200, blank=True, help_text="Court and case of a custody proceeding that took jurisdiction"
    )
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    because = models.CharField(max_length=14, choices=Because, blank=True, help_text="Why it replaces another one")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="conclusion_replaces_because",
                condition=Q(replaces__isnull=True, because="") | (Q(replaces__isnull=False) & ~Q(because="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert} as {self.kind}"

    @property
    def law(self) -> conclusions.Conclusion:
        """What the law says of this conclusion."""
        return conclusions.one(self.kind)

    @property
    def filled(self) -> list[tuple[str, str]]:
        """What was filled in: the field's words and its text."""
        return [(conclusions.fields()[name].label, text) for name, text in self.said.items()]


class Finding(models.Model):
    """What a conclusion finds of one child, one allegation and one person; nobody, where nobody can be named."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="findings")
    child = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    allegation = models.CharField(max_length=40, help_text="A pathway of the protocol")
    suspect = models.ForeignKey(Involvement, on_delete=models.PROTECT, null=True, related_name="+")
    custodian = models.BooleanField(help_text="The person is the child's parent, guardian or custodian")
    result = models.CharField(max_length=16, help_text="Id of a result in law/data/conclusions.toml")

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["conclusion", "child", "allegation", "suspect"], name="finding_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="finding_names_somebody",
                condition=~Q(result__in=["preponderance", "court"]) | Q(suspect__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conclusion}: {self.result}"

    @property
    def label(self) -> str:
        """The result in words."""
        return conclusions.results()[self.result].label


class Explanation(models.Model):
    """Why a duty was not done and cannot be any more. It counts when the conclusion is approved."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="explanations")
    duty = models.CharField(max_length=24, help_text="Id of a duty in law/data/conclusions.toml")
    text = models.TextField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "duty"], name="explanation_once"),
            models.CheckConstraint(name="explanation_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.conclusion}: {self.duty}"


class ConclusionReply(models.Model):
    """A supervisor's answer: approved, which concludes the response, or sent back with a reason."""

    class Result(models.TextChoices):
        """Which."""

        APPROVED = APPROVED, _("Approved")
        RETURNED = RETURNED, _("Sent back")

    conclusion = models.OneToOneField(Conclusion, on_delete=models.PROTECT, related_name="reply")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="conclusion_replies")
    result = models.CharField(max_length=8, choices=Result)
    reason = models.TextField(blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.UniqueConstraint(
                fields=["report"], name="concluded_first_once", condition=Q(result=APPROVED, replaces__isnull=True)
            ),
            models.CheckConstraint(name="conclusion_two_people", condition=~Q(by=F("proposed_by"))),
            models.CheckConstraint(
                name="conclusion_returned_with_reason",
                condition=Q(result=APPROVED) | (~Q(reason="") & Q(replaces__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conclusion}: {self.result}"


class Flag(models.Model):
    """Whether an approved conclusion puts a person into the registry, and why."""

    class State(models.TextChoices):
        """What became of it."""

        FLAGGED = "flagged", _("Flagged for the registry")
        BARRED = "barred", _("Not entered: the law bars it")
        REMOVED = "removed", _("Taken out: found otherwise since")

    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="flags")
    person = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="registry_flags")
    result = models.CharField(max_length=16, help_text="The weightiest finding that names the person")
    state = models.CharField(max_length=7, choices=State)
    why = models.TextField()
    cite = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "person"], name="flag_once"),
            models.CheckConstraint(
                name="flag_for_findings_only",
                condition=~Q(state__in=["flagged", "barred"]) | Q(result__in=["preponderance", "court"]),
            ),
            models.CheckConstraint(name="flag_has_reason", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.conclusion}: {self.state}"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Which letters."""

    def to_print(self) -> "LetterQuerySet":
        """Those that nobody has posted."""
        return self.filter(posted=None)

    def visible_to(self, user: User) -> "LetterQuerySet":
        """Those of the alerts that somebody answers for."""
        return self.filter(conclusion__alert__in=Alert.objects.in_hand_of(user))


def read_by(law: conclusions.Letter, report: Report, person: Involvement | None) -> str:
    """In which language somebody is written to: their own, as told; else that of a child whom the report is about, unless they are
    somebody whom a finding names. A prosecutor reads English."""
    if law.to == "prosecutor":
        return languages.ENGLISH
    if person and (person.participant.language or person.suspect):
        return languages.read_by(person.participant.language)
    told = report.involved.filter(victim=True).exclude(participant__language="")
    return languages.read_by(told.values_list("participant__language", flat=True).first() or "")


class Letter(models.Model):
    """One letter of the office about a conclusion: to whom and where. Its text is made of the conclusion when it is printed."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="letters")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="letters")
    place = models.PositiveSmallIntegerField(help_text="Which letter of the report it is, by its turn")
    kind = models.CharField(max_length=24, help_text="Id in law/data/conclusions.toml")
    person = models.ForeignKey(Involvement, on_delete=models.PROTECT, null=True, related_name="letters")
    to = models.CharField(max_length=200)
    address = models.TextField(blank=True, help_text="As told; empty where it is not known")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "place"], name="letter_place_once"),
            models.UniqueConstraint(fields=["conclusion", "kind", "person"], name="letter_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.report} letter {self.place}"

    @property
    def law(self) -> conclusions.Letter:
        """What the law says of this kind of letter."""
        return conclusions.letters()[self.kind]

    @property
    def language(self) -> str:
        """The language in which it was sent; until then the one that its reader is said to read."""
        posted = getattr(self, "posted", None)
        return posted.language if posted else read_by(self.law, self.report, self.person)


class Posted(models.Model):
    """A letter was printed and sent. From this notice the time for an appeal runs."""

    class How(models.TextChoices):
        """By which means."""

        POST = "post", _("Post")
        HANDED = "handed", _("Handed over")
        EMAIL = "e-mail", _("E-mail to the address of record")

    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="posted")
    how = models.CharField(max_length=6, choices=How)
    language = models.CharField(max_length=5, default=languages.ENGLISH, help_text="Id in law/data/languages.toml")
    sent_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="posted_before_entered", condition=Q(sent_at__lte=F("at")))]

    def __str__(self) -> str:
        return f"{self.letter} sent"


class Charges(models.Model):
    """Criminal charges against a person whom a conclusion names: pending, or ended on a day. The last row counts."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="charges")
    person = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, help_text="Of their final disposition; empty while they are pending")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.conclusion}: charges"


class Appeal(models.Model):
    """A person whom a finding names asked for it to be reviewed: which way, on which day."""

    conclusion = models.ForeignKey(Conclusion, on_delete=models.PROTECT, related_name="appeals")
    person = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, help_text="Id of a way in law/data/conclusions.toml")
    filed_on = models.DateField()
    late = models.BooleanField(help_text="Filed after its last day")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "person", "way"], name="appeal_once"),
            models.UniqueConstraint(
                fields=["conclusion", "person"], name="appeal_either_or", condition=Q(way__in=["board", "court"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conclusion}: {self.way}"

    @property
    def law(self) -> conclusions.Way:
        """What the law says of this way."""
        return conclusions.ways()[self.way]


class AppealResult(models.Model):
    """What became of an appeal. Where the finding does not stand, a conclusion that replaces it follows."""

    class Result(models.TextChoices):
        """What."""

        UPHELD = "upheld", _("The finding stands")
        REVERSED = "reversed", _("The finding does not stand")
        DISMISSED = "dismissed", _("Dismissed or withdrawn")

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="result")
    result = models.CharField(max_length=9, choices=Result)
    decided_on = models.DateField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.appeal}: {self.result}"


class Suspicion(models.Model):
    """After an unsubstantiated conclusion: the report is suspected to have been made to harass, and is referred to the prosecutor."""

    conclusion = models.OneToOneField(Conclusion, on_delete=models.PROTECT, related_name="suspicion")
    indicators = models.JSONField(help_text="Ids of signs in law/data/conclusions.toml")
    evidence = models.TextField()
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="suspicion")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="suspicion_has_evidence", condition=~Q(evidence=""))]

    def __str__(self) -> str:
        return f"{self.conclusion} referred"

    @property
    def signs(self) -> list[str]:
        """The signs in words."""
        return [conclusions.indicators()[one] for one in self.indicators]


def to_approve(user: User) -> models.QuerySet[Conclusion]:
    """What waits for a supervisor's approval at the offices that somebody answers for, the oldest first; not their own."""
    if not can(user, Permission.APPROVE_CONCLUSION):
        return Conclusion.objects.none()
    waiting = Conclusion.objects.waiting().filter(alert__in=Alert.objects.in_hand_of(user))
    return waiting.exclude(by=user.pk).order_by("at", "pk")


def standing_of(report: Report) -> Conclusion | None:
    """The conclusion of a report that counts, if it is concluded."""
    return (
        Conclusion.objects.standing().filter(alert__classification__report=report).select_related("reply__by").first()
    )
