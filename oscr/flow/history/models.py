"""Reports that a late discovery puts to a supervisor again, and what the supervisor found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oscr.agency.models import User
from oscr.agency.triggers import append_only
from oscr.flow.classification.models import Classification
from oscr.flow.report.models import Involvement, Report
from oscr.people.models import Person


class Why(models.TextChoices):
    """What nobody knew when the report was classified."""

    SECOND_INCIDENT = (
        "second incident",
        _("A second or subsequent incident: the chief investigator directs the response"),
    )
    PRIOR_REPORTS = "prior reports", _("Earlier reports about this child or person")


class ReopenedQuerySet(models.QuerySet["Reopened"]):
    """Which re-openings."""

    def visible_to(self, user: User) -> "ReopenedQuerySet":
        """Those of the reports that a user of the hotline may see."""
        return self.filter(report__in=Report.objects.visible_to(user)) if user.is_hotline else self.none()

    def open(self) -> "ReopenedQuerySet":
        """Those that nobody has answered."""
        return self.filter(answer=None)


class Reopened(models.Model):
    """A classified report of which something turned out otherwise: who is the same person, or what an earlier report became.

    The machine reclassifies nothing. One row for a telling and a reason; when that was answered and something else makes it hold
    again, another that follows it. Unlinking leaves it: whether it still holds is asked of the links when it is read (`grounds`).
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="reopened")
    why = models.CharField(max_length=16, choices=Why)
    involvement = models.ForeignKey(
        Involvement,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whom it is about, as this report told of them",
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Whom links said that is")
    links = models.JSONField(help_text="Keys of the links that were said then; none where a decision made it")
    decision = models.ForeignKey(
        Classification,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="The decision about an earlier report that made it, where no link did",
    )
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by", help_text="The answered one before it"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who said the links; nobody where a decision made it",
    )
    at = models.DateTimeField()

    objects = ReopenedQuerySet.as_manager()

    class Meta:
        triggers = append_only()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["involvement", "why"], name="reopened_first_once", condition=Q(follows__isnull=True)
            ),
            models.CheckConstraint(
                name="reopened_by_links_or_decision",
                condition=Q(decision__isnull=True, by__isnull=False)
                | Q(decision__isnull=False, by__isnull=True, links=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.why}"


class ReopenedAnswered(models.Model):
    """What a supervisor found when looking at it again."""

    reopened = models.OneToOneField(Reopened, on_delete=models.PROTECT, related_name="answer")
    finding = models.TextField()
    because = models.JSONField(help_text="What made it then: pairs of keys, a report and its classification (or null)")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only()
        constraints = [models.CheckConstraint(name="reopened_answer_says_what", condition=~Q(finding=""))]

    def __str__(self) -> str:
        return f"answer to {self.reopened}"
