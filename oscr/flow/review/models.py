"""Reviews, the calls in them, what was asked and found, and how each ended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import Office, User
from oscr.agency.permissions import Permission, can
from oscr.agency.triggers import append_only
from oscr.flow.report.models import Involvement, Report, Restriction


class ReviewQuerySet(models.QuerySet["Review"]):
    """Which reviews."""

    def visible_to(self, user: User) -> "ReviewQuerySet":
        """The hotline sees a review of which it may see a call; an office sees those that were sent to it."""
        if not can(user, Permission.REVIEW_CALLS):
            return self.none()
        calls = Call.objects.filter(review=models.OuterRef("pk"))
        free = calls.filter(report__restriction=None)
        if can(user, Permission.SEE_RESTRICTED):
            free = calls.exclude(report__restriction__in=Restriction.objects.naming_others(user))
        seen = self.filter(models.Exists(free))
        return seen if user.is_hotline else seen.filter(sent__office__in=Office.objects.overseen_by(user))

    def open(self) -> "ReviewQuerySet":
        """Those that nobody has closed."""
        return self.filter(result=None)

    def at_hotline(self) -> "ReviewQuerySet":
        """Those that were not sent to an office."""
        return self.filter(sent=None)


class Review(models.Model):
    """Three or more calls about one child that must be looked at together. The child is who the calls' tellings are about.

    A window is named by the telling that completes it. `turn` counts the reviews that this telling has opened: a second one only
    where the first was closed already and a call was found late that it did not have, or where it had been taken apart.
    """

    completed_by = models.ForeignKey(
        Involvement,
        on_delete=models.PROTECT,
        related_name="reviews",
        help_text="The child as the last of the calls told",
    )
    turn = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(help_text="When it was opened")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["completed_by", "turn"], name="review_once")]

    def __str__(self) -> str:
        return f"review {self.pk}"


class Call(models.Model):
    """One call of a review, with the telling of the child in it; `at` is when it was put there."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="calls")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="reviews")
    involvement = models.ForeignKey(Involvement, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["report__received_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "report"], name="review_call_once")]

    def __str__(self) -> str:
        return f"{self.report} in {self.review}"


class Standing(models.Model):
    """What links say today of the calls of a review, written down whenever it changes; the last row counts.

    `out` are the calls that are about somebody else now. A review whose other calls are fewer than three, or too far apart, no
    longer holds: it says so, and a person closes it.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="standings")
    holds = models.BooleanField()
    out = models.JSONField(default=list, help_text="Keys of the reports that fell out")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review} {'holds' if self.holds else 'no longer holds'}"


class Considered(models.Model):
    """A report or a link that was looked at for windows; what has no such row is looked at by the next beat."""

    class Kind(models.TextChoices):
        """Of what."""

        REPORT = "report", _("Report")
        LINK = "link", _("Link")

    kind = models.CharField(max_length=6, choices=Kind)
    key = models.BigIntegerField(help_text="Of the report or the link")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="review_considered_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} considered"


class Contact(models.Model):
    """What came of the duty to contact the reporter of a call (RSMo 210.145.6). It serves every review that has the call."""

    class How(models.TextChoices):
        """What came of it."""

        REACHED = "reached", _("Reached")
        TRIED = "tried", _("Tried, not reached yet")
        IMPOSSIBLE = "impossible", _("Impossible: the reporter is anonymous and left no way to be reached")

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="contacts")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="review_contacts")
    how = models.CharField(max_length=10, choices=How)
    said = models.TextField(blank=True, help_text="What they said, or how it was tried")
    again_by = models.DateTimeField(null=True, help_text="By when it is tried again")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="review_contact_tells",
                condition=Q(how="impossible") | (Q(how__in=("reached", "tried")) & ~Q(said="")),
            ),
            models.CheckConstraint(
                name="review_contact_again",
                condition=Q(how="tried", again_by__isnull=False) | (~Q(how="tried") & Q(again_by__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.how}"


class Answer(models.Model):
    """One fact of the calls taken together, as a reviewer settled it over what the calls say. The latest row of a fact counts.

    Whom it is about is named by a telling: the letters and numbers of the calls together change when a call is added.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="settled")
    child = models.ForeignKey(
        Involvement, on_delete=models.PROTECT, null=True, related_name="+", help_text="Any telling"
    )
    suspect = models.ForeignKey(Involvement, on_delete=models.PROTECT, null=True, related_name="+")
    fact = models.CharField(max_length=80)
    value = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.fact}: {self.value}"


class Sent(models.Model):
    """At least one of the calls is with an office already: all of them go to its supervisor, who does the review there."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="sent")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="reviews")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+", help_text="The call it has already")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.review} to {self.office}"


class Identified(models.Model):
    """A supervisor let one person of the office see who the reporters are, to contact them for a review (RSMo 210.150)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="identified")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.UniqueConstraint(fields=["review", "to"], name="review_identified_once")]

    def __str__(self) -> str:
        return f"reporters of {self.review} to {self.to}"


class Ending(models.TextChoices):
    """How a review ended."""

    COMBINED = "combined", _("One report made of all calls")
    DOCUMENTED = "documented", _("The calls stay documented")
    HARASSMENT = "harassment", _("The calls stay documented; harassment or retaliation is suspected")
    OFFICE_REPORT = "office report", _("The office found that the calls warrant a report, and made it")
    OFFICE_NONE = "office none", _("The office found that the calls warrant no report")
    LAPSED = "lapsed", _("Closed: the calls are no longer about one child")


class Combined(models.Model):
    """The one report that was made of all calls of a review. It does not wait for the contacts: a child may be in danger now."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="combined")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="combined_from")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.report} made of {self.review}"


class Result(models.Model):
    """How a review ended, said by a person. No result changes what a call was classified as."""

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="result")
    ending = models.CharField(max_length=13, choices=Ending)
    reason = models.TextField()
    told = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, related_name="+", help_text="Whose manager was told of harassment"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [
            models.CheckConstraint(name="review_result_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="review_result_tells_manager",
                condition=Q(ending="harassment", told__isnull=False) | (~Q(ending="harassment") & Q(told__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.ending}"
