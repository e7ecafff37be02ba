"""What the letters of a conclusion say, in plain words, and the letter as a file.

Used by `views/letters`. A letter is made of the conclusion each time it is printed; nothing of it is kept but to whom it went and
when. Who reported stands in none, and no word of what a reporter told: only what was concluded. Each tells of the Office of Child
Advocate (RSMo 210.145.19). RSMo 210.183; 13 CSR 35-31.025.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from oscr.desks.can1.served import as_file
from oscr.flow.conclusion.models import Flag, Letter
from oscr.law import conclusions, languages
from oscr.law.calendar import local
from oscr.notices.pdf import letter_pdf
from oscr.people.words import full_name

ADVOCATE_PHONE = "866-457-2302"


@dataclass(frozen=True)
class Part:
    """One part of a letter: a heading, paragraphs, and steps that are numbered."""

    title: str
    paragraphs: tuple[str, ...]
    items: tuple[str, ...] = ()


def paper(letter: Letter, language: str, at: datetime) -> HttpResponse:
    """A letter as PDF/UA, to be printed, in a language. A copy of one that was sent bears the day on which it was."""
    posted = getattr(letter, "posted", None)
    with override(language):
        content = letter_pdf(data_of(letter, posted.sent_at if posted else at), letter.at)
    return as_file(content, f"letter-{letter.report.number}-{letter.place}.pdf")


def data_of(letter: Letter, on: datetime) -> dict[str, Any]:
    """The texts that letter.typ names."""
    office = letter.conclusion.alert.office
    language = languages.languages()[get_language() or languages.ENGLISH]
    return {
        "lang": language.id,
        "draft": "" if language.approved else draft(),
        "title": str(TITLES[letter.kind]()),
        "page": _("Page {page} of {pages}"),
        "boxes": _("A box stands for a letter that cannot be printed here."),
        "office": "\n".join(filter(None, (str(office), _("Missouri Children's Division"), office.phone))),
        "to": "\n".join(filter(None, (letter.to, letter.address))),
        "date": _day(on),
        "about": _("Call number %(number)s") % {"number": letter.report.number},
        "parts": [asdict(part) for part in parts_of(letter)],
        "closing": _("If you have a question about this letter, call our office at the number above."),
        "signed": _("For the Children's Division"),
        "advocate_title": _("If you are not satisfied"),
        "advocate": advocate(),
    }


def parts_of(letter: Letter) -> list[Part]:
    """What a letter says between its title and its end."""
    return SAYS[letter.kind](letter)


def draft() -> str:
    """That nobody has approved the texts of this language yet."""
    return _("This translation is a draft. The letter in English, which comes with it, is the one that counts.")


def advocate() -> str:
    """That somebody who is not satisfied may turn to the Office of Child Advocate: in every letter (RSMo 210.145.19)."""
    return _(
        "You can turn to the Office of Child Advocate. It is not part of the Children's Division. It can look at what we did, at no "
        "cost to you. Call %(phone)s, or go to oca.mo.gov."
    ) % {"phone": ADVOCATE_PHONE}


def _day(moment: datetime) -> str:
    return date_format(local(moment), _("F j, Y"))


def _opening(letter: Letter) -> str:
    received = _day(letter.report.received_at)
    return _("On %(day)s we got a report about a child. We have finished our work on it.") % {"day": received}


def _kept() -> str:
    return _("The law says how long we keep this record, and who may see it. It is not open to the public.")


def _children(letter: Letter, result: str = "") -> str:
    """The names of the children that findings are about, of this letter's person if it names one."""
    findings = letter.conclusion.findings.select_related("child__participant")
    if letter.person and letter.law.to == "perpetrator":
        findings = findings.filter(suspect=letter.person)
    chosen = [one.child for one in findings if result in ("", one.result)]
    names = [full_name(one.participant) or _("child %(code)s") % {"code": one.code} for one in chosen]
    return ", ".join(dict.fromkeys(names))


def _insufficient(letter: Letter) -> list[Part]:
    told = _("We did not find enough evidence that you abused or neglected this child: %(children)s.")
    return [
        Part("", (_opening(letter), told % {"children": _children(letter)})),
        Part(_("What this means"), (_("Your name is not put into the registry because of this report."), _kept())),
    ]


def _preponderance(letter: Letter) -> list[Part]:
    told = _(
        "We found that it is more likely than not that you abused or neglected this child: %(children)s. The law calls this a "
        "preponderance of the evidence."
    )
    steps = (
        _(
            "Ask the Child Abuse and Neglect Review Board. You have 60 days from the date of this letter. Send your request in "
            "writing to our office. If you are charged with a crime because of this, the 60 days start when that case is over. If the "
            "Board decides against you, you have 60 more days to ask a circuit court to hear the case from the start."
        ),
        _(
            "Ask a circuit court. You have 30 days from the date of this letter. If you choose the court first, you cannot go to the "
            "Board, and your name is put into the registry at once."
        ),
    )
    return [
        Part("", (_opening(letter), told % {"children": _children(letter, "preponderance")})),
        Part(_("What this means"), (_registry(letter), _kept())),
        Part(
            _("How to ask for a review"),
            (_("If you think that we are wrong, you can use one of these two ways. You cannot use both."),),
            steps,
        ),
        Part("", (_("You may have a lawyer help you. You may ask us for a copy of what the law lets you see."),)),
    ]


def _registry(letter: Letter) -> str:
    flag = Flag.objects.filter(conclusion=letter.conclusion, person=letter.person).first()
    if flag and flag.state == Flag.State.BARRED:
        return _("Because of a court case about custody, your name is not put into the registry.")
    return _("Your name can be put into the registry. Some employers may ask whether your name is there.")


def _court(letter: Letter) -> list[Part]:
    told = _("A court found that you abused or neglected this child: %(children)s. We follow what the court found.")
    known = _("The court: %(court)s") % {"court": letter.conclusion.said.get("court", "")}
    review = _(
        "The Review Board does not look at what a court found. Ask a lawyer how you can appeal to a higher court."
    )
    return [
        Part("", (_opening(letter), told % {"children": _children(letter, "court")}, known)),
        Part(_("What this means"), (_registry(letter), review, _kept())),
    ]


def _parents_insufficient(letter: Letter) -> list[Part]:
    told = _("We did not find enough evidence that this child was abused or neglected: %(children)s.")
    more = (_("We can still help your family with services. Ask us."),) if "services" in letter.conclusion.kind else ()
    return [Part("", (_opening(letter), told % {"children": _children(letter)}, *more)), Part("", (_kept(),))]


def _parents_found(letter: Letter) -> list[Part]:
    chief = letter.conclusion.law.chief
    told = _("We found that it is more likely than not that this child was abused or neglected: %(children)s.")
    if chief == "court":
        told = _("A court found that this child was abused or neglected: %(children)s.")
    help_told = _("We can tell you about services for your child and your family. Ask us.")
    return [
        Part("", (_opening(letter), told % {"children": _children(letter, chief)}, help_told)),
        Part("", (_kept(),)),
    ]


def _parents_closed(letter: Letter) -> list[Part]:
    told = _("We closed it without a finding. This means that nobody was found to have abused or neglected a child.")
    return [Part("", (_opening(letter), told, _kept()))]


def _assessed(letter: Letter) -> list[Part]:
    told = {
        "services-needed": _("We talked with you about services that may help your family."),
        "services-not-needed": _("We found no need for services."),
        "not-cooperating": _("You did not want services from us. You may still ask for them at any time."),
    }[letter.conclusion.kind]
    what = _("This was a family assessment. Nobody's name is put into a registry because of it.")
    return [Part("", (_opening(letter), told, what, _kept()))]


def _juvenile(letter: Letter) -> list[Part]:
    told = {
        "juvenile-services": _("We talked with you about services that may help your child."),
        "juvenile-no-services": _("We found no need for services."),
    }[letter.conclusion.kind]
    what = _(
        "This was an assessment of how one child acted toward another child. It asks what help is needed. Nobody's name is put into a "
        "registry because of it."
    )
    return [Part("", (_opening(letter), told, what, _kept()))]


def _prosecutor(letter: Letter) -> list[Part]:
    suspicion = letter.suspicion
    told = _(
        "We investigated a report of child abuse or neglect and did not find enough evidence. We suspect that the report was made "
        "maliciously or to harass. The law says that we refer it to you (RSMo 210.145.12)."
    )
    ask = _(
        "Identifying information may have to be removed 45 days after our conclusion of %(day)s. Please ask us for the record soon."
    )
    return [
        Part("", (told,)),
        Part(_("Signs"), (), tuple(suspicion.signs)),
        Part(_("Evidence"), (suspicion.evidence,)),
        Part("", (ask % {"day": _day(letter.conclusion.reply.at)},)),
    ]


SAYS: Mapping[str, Callable[[Letter], list[Part]]] = {
    "insufficient": _insufficient,
    "preponderance": _preponderance,
    "court": _court,
    "parents-insufficient": _parents_insufficient,
    "parents-found": _parents_found,
    "parents-closed": _parents_closed,
    "parents-assessed": _assessed,
    "juvenile": _juvenile,
    "prosecutor": _prosecutor,
}
TITLES: Mapping[str, Callable[[], str]] = {
    "insufficient": lambda: _("What we found: not enough evidence"),
    "preponderance": lambda: _("What we found, and how you can ask for a review"),
    "court": lambda: _("What a court found"),
    "parents-insufficient": lambda: _("What we found: not enough evidence"),
    "parents-found": lambda: _("What we found about your child"),
    "parents-closed": lambda: _("We closed a report"),
    "parents-assessed": lambda: _("Your family assessment is closed"),
    "juvenile": lambda: _("The assessment is closed"),
    "prosecutor": lambda: _("A report that may have been made to harass"),
}
assert set(SAYS) == set(TITLES) == set(conclusions.letters())
