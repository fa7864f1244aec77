"""What would be sent, before anything is: every message, who gets nothing and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    somebody from getting theirs: with either nothing is sent to anybody.
    """

    mails: tuple[PlannedMail, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    headlines: tuple[Headline, ...] = ()
    problems: Mapping[Path, tuple[Problem, ...]] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()

    @property
    def stopped(self) -> bool:
        return bool(self.failures or self.problems)
