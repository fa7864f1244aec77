"""Who is to be sent what: every recipient's message, made from their own cut of the book.

A recipient's scope filters the Book before anything is computed, so that what a mail doesn't say
was never there to be said. The workbook itself is never attached. Recipients of one scope and
language share what was made for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.deliver.mail.message import Attachment, Inline, Letter, wire_address
from kpireport.model.book import Book, Language, Recipient
from kpireport.model.errors import OutputError, UsageError, WorkbookError
from kpireport.model.period import Period
from kpireport.model.problem import Problem, has_errors
from kpireport.model.scope import Scope
from kpireport.pipeline.choices import FORMATS, Format, Progress, no_progress
from kpireport.pipeline.computing import build_scorecard, run_hash
from kpireport.pipeline.mail_part import Part
from kpireport.pipeline.mail_plan import Headline, MailPlan, PlannedMail, Withheld, together
from kpireport.pipeline.outputs import own_templates
from kpireport.pipeline.reading import read_books
from kpireport.pipeline.remembering import reported_before
from kpireport.pipeline.reporting import Failure
from kpireport.uncollected import uncollected

if TYPE_CHECKING:
    from kpireport.deliver.deliveries import Delivery
    from kpireport.model.reported import Reported
    from kpireport.present.mail_view import MailView
    from kpireport.render.own_templates import OwnTemplates

STOPPING = ("W815", "W816", "W870", "W871", "W872", "W873")
"""What keeps somebody on the sheet Recipients from getting their report."""


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What was asked for besides the workbooks."""

    formats: Sequence[Format] | None
    templates: OwnTemplates | None
    progress: Progress


@uncollected()
def plan_mails(
    paths: Sequence[Path],
    *,
    period: Period | None = None,
    formats: Sequence[Format] | None = None,
    mapping: Path | None = None,
    history: str | Path | None = None,
    templates: Path | OwnTemplates | None = None,
    progress: Progress = no_progress,
) -> MailPlan:
    """Make every recipient's message for the workbooks; nothing is sent or written.

    Recipients get the formats their row asks for, of which ``formats`` may leave only some.
    ``history`` is what earlier reports are remembered in, for restatements; ``templates`` are those
    of ``make_report``, with pieces for the body of mails. Raises ``UsageError``
    (``no_workbook``, ``period_without_data``) and ``OutputError`` where a format can't be made.
    """
    from kpireport.deliver.naming import file_stems

    if not paths:
        raise UsageError("no_workbook")
    own = own_templates(templates) if isinstance(templates, Path) else templates
    wishes = _Wishes(formats, own, progress)
    plans: list[MailPlan] = []
    entities: set[str] = set()
    for path, stem in zip(paths, file_stems(paths), strict=True):
        progress(path, "read")
        books, found = read_books(path, mapping)
        if not books or has_errors(found):
            language = books[0].settings.language if books else None
            plans.append(MailPlan(failures=(Failure(path, WorkbookError(found, language)),)))
            continue
        stops = tuple(problem for problem in found if problem.code in STOPPING)
        entities |= {book.settings.entity for book in books}
        unaddressed = () if stops or any(book.recipients for book in books) else (path,)
        plans.append(MailPlan(problems={path: stops} if stops else {}, unaddressed=unaddressed))
        for book in books:
            beside = tuple(b.settings.entity for b in books if b is not book)
            named = f"{stem}-{book.settings.entity}" if beside else stem
            office = _Office(path, named, book, found, beside, wishes)
            plans.append(office.plan(period, history))
    return together(plans, entities)


class _Office:
    """The mails of one book."""

    def __init__(
        self,
        path: Path,
        stem: str,
        book: Book,
        problems: Sequence[Problem],
        beside: tuple[str, ...],
        wishes: _Wishes,
    ) -> None:
        from kpireport.deliver.naming import safe_name

        self._path = path
        self._stem = safe_name(stem)
        self._book = book
        self._problems = tuple(problems)
        self._beside = beside
        self._wishes = wishes
        self._parts: dict[tuple[Scope, Language], Part | str] = {}
        self._reported: Reported | None = None

    def plan(self, period: Period | None, history: str | Path | None) -> MailPlan:
        """Every recipient's message, or why there is none."""
        from kpireport.compute.actuals import Actuals
        from kpireport.compute.reporting_period import choose_period

        chosen = choose_period(self._book, Actuals(self._book), period)
        if history is not None:
            self._reported = reported_before(history, self._book)
        mails: list[PlannedMail] = []
        withheld: list[Withheld] = []
        for recipient in self._recipients():
            made = self._mail(recipient, chosen, mails)
            if isinstance(made, PlannedMail):
                mails.append(made)
            else:
                entity = self._book.settings.entity
                withheld.append(Withheld(self._path, entity, recipient, made))
        return MailPlan(tuple(mails), tuple(withheld), tuple(self._headline(mails, chosen)))

    def _recipients(self) -> tuple[Recipient, ...]:
        """Who is thought of: of Eliminations beside the entities only those who ask for them."""
        from kpireport.compute.consolidate_entities import is_eliminations
        from kpireport.compute.scope import of_entity

        entity, everybody = self._book.settings.entity, self._book.recipients
        if not self._beside or not is_eliminations(entity):
            return everybody
        asked = [each for each in everybody if each.limits and each.limits.entities]
        return tuple(each for each in asked if each.limits and of_entity(entity, each.limits))

    def _mail(
        self, recipient: Recipient, period: Period, planned: Sequence[PlannedMail]
    ) -> PlannedMail | str:
        scope = recipient.limits
        if scope is None:
            return "scope"
        address = wire_address(recipient.email)
        if address is None:
            return "address"
        delivery = self._delivery(recipient.email, recipient.name, scope, period)
        for mail in planned:  # by the address on the wire: it may be spelt in two ways
            known = wire_address(mail.recipient.email) or ""
            if known.lower() == address.lower() and mail.delivery.scope == delivery.scope:
                return "twice"
        language = recipient.language or self._book.settings.language or "en"
        part = self._part(scope, language, period)
        if isinstance(part, str):
            return part
        letter = self._letter(recipient, part, scope, period)
        return PlannedMail(self._path, recipient, delivery, letter, language, part.view.run)

    def _delivery(self, address: str, name: str, scope: Scope, period: Period) -> Delivery:
        from kpireport.deliver.deliveries import Delivery

        source, entity = self._book.source, self._book.settings.entity
        parts = [source.sha256, source.mapping_sha256, entity, str(period)]
        run = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        scoped = json.dumps([scope.entities, scope.categories, scope.owners, scope.kpis])
        return Delivery(run, address, name, scoped, source.name, entity, str(period))

    def _part(self, scope: Scope, language: Language, period: Period) -> Part | str:
        key = (scope, language)
        if key not in self._parts:
            self._parts[key] = self._made(scope, language, period)
        return self._parts[key]

    def _made(self, scope: Scope, language: Language, period: Period) -> Part | str:
        from kpireport.compute.scope import scoped
        from kpireport.present.assemble import build_view
        from kpireport.workbook.logo import logo_data

        cut = scoped(self._book, scope, period, self._problems, beside=self._beside)
        if cut is None:
            return "nothing"
        self._wishes.progress(self._path, "compute")
        try:
            card = build_scorecard(cut.book, period, cut.problems, reported=self._reported)
        except UsageError as error:
            if error.code not in ("period_without_data", "no_actuals"):
                raise
            return "no_figures"
        run = run_hash(card, language, self._wishes.templates)
        if cut.book is not self._book:
            run = hashlib.sha256(f"{run} {scope!r}".encode()).hexdigest()[:12]
        view = build_view(card, language, run)
        logo = logo_data(self._path.parent, self._book.settings.logo)
        view = replace(view, logo=logo, options={**view.options, "paper": "a4"})
        return Part(card, view, cut.book)

    def _letter(self, recipient: Recipient, part: Part, scope: Scope, period: Period) -> Letter:
        from kpireport.present.mail_view import ROWS_AT_MOST, mail_view
        from kpireport.render.email import render_email

        files = tuple(self._attachments(recipient, part, period))
        names, own = tuple(file.name for file in files), self._wishes.templates
        told = "" if scope.everything else recipient.scope

        def made(rows: int) -> MailView:
            return mail_view(part.view, files=names, scope=told, rows=rows)

        try:
            body = render_email(made, ROWS_AT_MOST, part.draw, own)
        except OutputError:  # Without the library that lays text out there are no pictures.
            body = render_email(made, ROWS_AT_MOST, templates=own)
        pictures = tuple(Inline(each.cid, each.data) for each in body.pictures)
        return Letter(
            recipient.name,
            recipient.email,
            body.subject,
            body.html,
            body.text,
            pictures,
            files,
            {"X-Kpireport-Run": part.view.run, "Content-Language": part.view.language},
        )

    def _attachments(
        self, recipient: Recipient, part: Part, period: Period
    ) -> Iterator[Attachment]:
        asked = [each for each in FORMATS if not recipient.formats or each in recipient.formats]
        allowed = self._wishes.formats
        wanted = [each for each in asked if allowed is None or each in allowed]
        if part.view.events:
            wanted.append("ics")
        for each in wanted:
            self._wishes.progress(self._path, each)
            data = part.rendered(each, self._wishes.templates)
            yield Attachment(f"{self._stem}-{period}.{each}", data)

    def _headline(self, mails: Sequence[PlannedMail], period: Period) -> Iterator[Headline]:
        """The sentences for other channels, where somebody may see the whole book."""
        whole = [mail for mail in mails if mail.recipient.limits == Scope()]
        if not whole:
            return
        language = self._book.settings.language or whole[0].language
        part = self._part(Scope(), language, period)
        if isinstance(part, str):
            return
        view = part.view
        names = (view.organisation, view.entity, view.title, view.period_label)
        title = " – ".join(name for name in names if name)
        delivery = self._delivery("", "", Scope(), period)
        yield Headline(self._path, delivery, title, view.headlines[0] if view.headlines else "")
