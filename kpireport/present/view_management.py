"""What turns figures into management, as a reader sees it: goals, landing, benchmarks, reviews."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.present.view_pieces import Chart, Detail, Figure, StatusMark, Tone


@dataclass(frozen=True, slots=True)
class GoalView:
    """A KPI's goal: the promise in a sentence, and how far it has come.

    ``promise`` says what was promised (``+40 % from Nov 2026 to Oct 2027, month by month over
    the year before``), ``progress`` how far it is (``60 % of the way at 50 % of the time``, or
    why that can't be said). ``facts`` are its figures as rows: baseline, end target…
    """

    promise: str
    progress: str
    facts: tuple[Detail, ...] = ()
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class LandingRow:
    """``against`` is the row's distance from the year's target, signed and toned."""

    label: str
    value: Figure
    against: Figure
    note: str = ""
    interval: str = ""


@dataclass(frozen=True, slots=True)
class LandingView:
    """Where the fiscal year will land: a row each for management's forecast, the statistical
    check, the target, the budget and the year before.

    ``sentence`` says the landing, the chance of the target and what it takes in words;
    ``method`` how the statistical figure was found and how wrong it was before. A figure that
    doesn't exist has its reason as the row's note.
    """

    title: str
    sentence: str
    rows: tuple[LandingRow, ...] = ()
    method: str = ""
    run_rate: str = ""


@dataclass(frozen=True, slots=True)
class BenchmarkView:
    """A KPI among others: the sentence, the picture, and everything the source asks to be said.

    ``sentence`` says the position, ``facts`` the figure's basis, statistic, cohort, sample,
    source, as-of date and address, in words. ``dated`` is the mark of an old figure, else empty.
    ``reason`` says why there is no comparison; then nothing else but ``facts`` may be filled.
    """

    anchor: str
    name: str
    metric: str
    actual: Figure
    value: Figure
    statistic: str
    gap: Figure
    percentile: Figure
    sentence: str
    basis: str
    source: str
    as_of: str
    url: str
    chart: Chart | None = None
    facts: tuple[Detail, ...] = ()
    dated: str = ""
    reason: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class HighlightView:
    """A line of the summary's lists: the KPI, its status and what is to be said of it.

    ``sentence`` begins in small letters: it follows the name, after a colon or a space.
    """

    anchor: str
    name: str
    status: StatusMark
    sentence: str


@dataclass(frozen=True, slots=True)
class CheckInView:
    """A row of the review calendar. Dates are ISO in ``…_iso`` (empty without one)."""

    anchor: str
    name: str
    owner: str
    cadence: str
    next_check_in: str
    next_iso: str
    due: str
    due_iso: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventView:
    """One day of the review calendar as a calendar program takes it: all day, in words.

    ``uid`` stays the same as long as organisation, entity, KPI, kind and day do.
    """

    uid: str
    day_iso: str
    summary: str
    description: str


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion of a KPI's review. ``met`` None: it can't be told. ``mark`` is ✓, ✗ or ?."""

    code: str
    label: str
    met: bool | None
    mark: str
    state: str
    advice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdviceView:
    """One thing to write: the criteria that want it by name, and the worst of their answers."""

    answer: CriterionView
    criteria: str
    sentence: str


@dataclass(frozen=True, slots=True)
class KpiReviewView:
    anchor: str
    name: str
    criteria: tuple[CriterionView, ...]
    summary: str

    @property
    def to_write(self) -> tuple[AdviceView, ...]:
        """What is to be written, each sentence once with all the criteria that want it."""
        sentences = dict.fromkeys(text for row in self.criteria for text in row.advice)
        return tuple(self._advice(sentence) for sentence in sentences)

    def _advice(self, sentence: str) -> AdviceView:
        rows = [row for row in self.criteria if sentence in row.advice]
        worst = next((row for row in rows if row.met is False), rows[0])
        return AdviceView(worst, ", ".join(row.label for row in rows), sentence)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The review of the KPIs themselves: what the workbook lacks, then every KPI."""

    findings: tuple[str, ...]
    kpis: tuple[KpiReviewView, ...]
