"""A message's body as plain text: the same sentences and figures, for who reads no HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from kpireport.present.mail_view import MailLine, MailRow, MailView
from kpireport.present.view import Figure, MeasureView

_WIDTH = 76


def render_text(mail: MailView) -> str:
    """The message as lines of no more than 76 letters, where words allow it."""
    return "\n".join(_lines(mail)) + "\n"


def _lines(mail: MailView) -> Iterator[str]:
    heading = (mail.confidentiality, mail.sender, mail.title, mail.period)
    yield from (part for part in heading if part)
    for sentence in mail.headlines:
        yield ""
        yield from _wrapped(sentence)
    yield from _list(mail, mail.labels["attention"], mail.attention, mail.attention_more)
    yield from _list(mail, mail.labels["wins"], mail.wins, mail.wins_more)
    if mail.rows:
        yield from _headed(mail.labels["all_kpis"])
        for row in mail.rows:
            yield from _row(mail, row)
        if mail.more_rows:
            yield mail.more_rows
    yield ""
    yield "--"
    for sentence in mail.closing:
        yield from _wrapped(sentence)


def _headed(title: str) -> Iterator[str]:
    yield from ("", title, "-" * len(title))


def _list(mail: MailView, title: str, lines: Sequence[MailLine], more: str) -> Iterator[str]:
    if not lines:
        return
    yield from _headed(title)
    for line in lines:
        said = f"{line.name}{mail.colon} {line.sentence}"
        yield from _wrapped(f"{line.status.shape} {line.status.label} – {said}", "  ")
    if more:
        yield more


def _row(mail: MailView, row: MailRow) -> Iterator[str]:
    yield from _wrapped(f"{row.status.shape} {row.status.label} – {row.name}", "  ")
    yield from _wrapped(f"  {_figures(mail, mail.period, row.month, row.month.actual)}", "    ")
    if row.year is not None:
        year = _figures(mail, mail.labels["year_to_date_short"], row.year, row.year.beside_target)
        yield from _wrapped(f"  {year}", "    ")
    if row.note:
        yield from _wrapped(f"  {row.note}", "    ")


def _figures(mail: MailView, when: str, measure: MeasureView, actual: Figure) -> str:
    share, whole = measure.variance_pct, measure.variance
    variance = whole if share.excel_value is None else share
    named = (("actual", actual), ("target", measure.target), ("variance", variance))
    said = [f"{mail.labels[key]} {figure.text}" for key, figure in named if _is_there(figure)] or [
        "–"
    ]
    return f"{when}{mail.colon} {' · '.join(said)}"


def _is_there(figure: Figure) -> bool:
    return figure.text not in ("", "–")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(
        text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
