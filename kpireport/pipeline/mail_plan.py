"""What would be sent, before anything is: every message, who gets nothing and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kpireport.deliver.deliveries import Delivery
from kpireport.deliver.mail.message import Letter
from kpireport.model.book import Language, Recipient
from kpireport.model.problem import Problem
from kpireport.pipeline.reporting import Failure


@dataclass(frozen=True, slots=True)
class PlannedMail:
    """One recipient's message. ``run`` is the hash that its files carry."""

    source: Path
    recipient: Recipient
    delivery: Delivery
    letter: Letter
    language: Language
    run: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A recipient who is sent nothing of a book, and why: ``code`` names the sentence under
    ``mail.withheld`` of the catalogues."""

    source: Path
    entity: str
    recipient: Recipient
    code: str


@dataclass(frozen=True, slots=True)
class Headline:
    """What other channels are told of a book that somebody may see whole."""

    source: Path
    delivery: Delivery
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class MailPlan:
    """Everything that would be sent, before anything is.

    ``failures`` are workbooks with errors, ``problems`` what in the sheet Recipients keeps
    somebody from getting theirs: with either nothing is sent to anybody. ``unaddressed`` are
    workbooks that name nobody to send to.
    """

    mails: tuple[PlannedMail, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    headlines: tuple[Headline, ...] = ()
    problems: Mapping[Path, tuple[Problem, ...]] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    unaddressed: tuple[Path, ...] = ()

    @property
    def stopped(self) -> bool:
        return bool(self.failures or self.problems)


def together(plans: Sequence[MailPlan], entities: Collection[str]) -> MailPlan:
    """The plans of several workbooks, which are those of the ``entities``, as one.

    A message that is in two, of one file given twice or under two names, is in it once. Who names
    entities of which none is there is told so: the name may be misspelt.
    """
    from kpireport.compute.scope import of_entity

    mails: dict[str, PlannedMail] = {}
    withheld: list[Withheld] = []
    for one in (one for plan in plans for one in plan.withheld):
        limits = one.recipient.limits if one.code == "nothing" else None
        misspelt = limits is not None and not any(of_entity(each, limits) for each in entities)
        withheld.append(replace(one, code="entity") if misspelt else one)
    for mail in (mail for plan in plans for mail in plan.mails):
        if mails.setdefault(mail.delivery.key, mail) is not mail:
            one = Withheld(mail.source, mail.delivery.entity, mail.recipient, "same_workbook")
            withheld.append(one)
    return MailPlan(
        mails=tuple(mails.values()),
        withheld=tuple(withheld),
        headlines=tuple(one for plan in plans for one in plan.headlines),
        problems={path: found for plan in plans for path, found in plan.problems.items()},
        failures=tuple(failure for plan in plans for failure in plan.failures),
        unaddressed=tuple(path for plan in plans for path in plan.unaddressed),
    )
