"""A KPI among others: the sentence, the picture, and what its source asks to be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kpireport.i18n.precision import telling_decimals
from kpireport.i18n.values import shown_share
from kpireport.model.benchmark import Benchmark, BenchmarkWords
from kpireport.model.kpi import Direction
from kpireport.model.period import Period
from kpireport.model.standing import KnownPoint, Position, Standing, StandingBasis
from kpireport.present.benchmark_words import in_words, value_text
from kpireport.present.charts.benchmark_gap import GAP_TICKS, benchmark_gap, share_of
from kpireport.present.charts.quartile_band import Ours, PublishedPoint, quartile_band
from kpireport.present.figures import NO_FIGURE, tone
from kpireport.present.verdict import Speaker
from kpireport.present.view import BenchmarkView, Chart, Detail, Figure, Tone

_ISO = re.compile(r"(?<![\d-])(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?:-\d{2})?(?![\d-])")
_MONTH_LENGTH = len("2025-01")
_REMARK = re.compile(
    r"^(?:last )?updated?\b:?|\bupdate$|^(?:dernière )?mise à jour\b(?: du\b)?\s*:?", re.IGNORECASE
)
_QUANTILES = {0.25: "lower_quartile", 0.5: "median", 0.75: "upper_quartile"}
_BEATEN = {
    Position.AT_OR_BEYOND_BEST: "beaten_at_least",
    Position.AT_OR_BEYOND_WORST: "beaten_at_most",
}


def benchmark_view(speaker: Speaker, anchor: str) -> BenchmarkView | None:
    """Where the KPI stands; None where the workbook asks for no benchmark."""
    standing = speaker.result.standing
    return None if standing is None else _Told(speaker, standing).view(anchor)


@dataclass(frozen=True, slots=True)
class _Told:
    """A standing on its way into words."""

    speaker: Speaker
    standing: Standing

    def view(self, anchor: str) -> BenchmarkView:
        standing, figures = self.standing, self.speaker.figures
        row, words = standing.benchmark, self._words()
        reason = self.speaker.messages.reason(standing.reason) if standing.reason else ""
        compared = standing.actual is not None
        gap = figures.change(standing.gap, standing.favourable_gap, self._decimals())
        return BenchmarkView(
            anchor=anchor,
            name=figures.kpi.name,
            metric=words.metric or figures.kpi.benchmark,
            actual=figures.level(standing.actual, self._decimals()),
            value=self._value(),
            statistic=words.statistic,
            gap=gap if compared else NO_FIGURE,
            percentile=self._percentile(),
            sentence=self.sentence() if compared else "",
            basis=self._basis(),
            source="" if row is None else row.source,
            as_of=self._as_of(words),
            url="" if row is None else row.url,
            chart=self._chart() if compared else None,
            facts=tuple(self._facts(words)),
            dated=self._age(),
            reason=reason,
            tone=self._tone(),
        )

    def sentence(self) -> str:
        """Our figure over its months, how many it beats, and how far the benchmark is."""
        clauses = [clause for clause in (self._beaten(), self._gap()) if clause]
        words = self._words()
        about = [part for part in (self._named(words), words.industry) if part]
        said = self._text("separator").join(clauses)
        if about:
            said = self._text("about", said=said, about=", ".join(about))
        said = self._text("sentence", actual=self._spelt(self.standing.actual), said=said) + "."
        return " ".join(part for part in (said, self._stand_in(words)) if part)

    def _stand_in(self, words: BenchmarkWords) -> str:
        """Whom we are compared with where no figure is of our industry."""
        industry = self.standing.lacks_industry
        if not industry:
            return ""
        key = "stand_in_of" if words.geography else "stand_in"
        told = {"industry": industry, "cohort": words.industry, "geography": words.geography}
        return self._text(key, **told)

    def _named(self, words: BenchmarkWords) -> str:
        """The statistic, unless the sentence has named the median already."""
        median = self.standing.value is not None and self._is_median()
        return "" if median else words.statistic

    def _is_median(self) -> bool:
        row = self.standing.benchmark
        return row is not None and row.quantile == 0.5

    def _beaten(self) -> str:
        """The share of peers beaten."""
        standing = self.standing
        if standing.percentile is None or standing.position is None:
            return ""
        return self._text(_BEATEN.get(standing.position, "beaten"), share=self._share())

    def _gap(self) -> str:
        """How far the central figure is, and on which side."""
        standing = self.standing
        if standing.gap is None or standing.value is None:
            return ""
        value = self._spelt(standing.value)
        what = self._text("the_median" if self._is_median() else "the_benchmark", value=value)
        if standing.position is Position.EQUAL or not standing.gap:
            return self._text("equal", what=what)
        if standing.favourable_gap is not None:
            key = "better" if standing.favourable_gap > 0 else "worse"
        else:
            key = "above" if standing.gap > 0 else "below"
        size = self.speaker.figures.spelt_size(standing.gap, self._decimals())
        return self._text(key, size=size, what=what)

    def _basis(self) -> str:
        """The months that our figure covers."""
        standing = self.standing
        if standing.basis is None or standing.start is None or standing.end is None:
            return ""
        span = self.speaker.messages.formats.span(standing.start, standing.end)
        if standing.basis is StandingBasis.MONTH:
            return span
        return self._text(f"basis_{standing.basis.value}", span=span)

    def _facts(self, words: BenchmarkWords) -> Iterator[Detail]:
        """What isn't in the picture; source, date and address stand in their own fields."""
        row = self.standing.benchmark
        if row is None:
            return
        own = value_text(self.speaker.messages, row)
        facts = (
            ("metric", words.metric),
            ("basis", self._basis()),
            ("statistic", words.statistic),
            ("published", own if self._differs(row) else ""),
            ("quantiles", self._quantiles()),
            ("cohort", words.industry),
            ("sample", words.sample_size),
            ("geography", words.geography),
            ("origin", self._text("from_catalogue" if row.cell is None else "from_sheet")),
        )
        for key, text in facts:
            if text:
                label = self.speaker.messages.text(f"label.benchmark_{key}")
                yield Detail(label, text)

    def _differs(self, row: Benchmark) -> bool:
        """Whether the figure was published in other words or another scale than it is shown."""
        return bool(row.unit_basis) or self.standing.value != row.value

    def _quantiles(self) -> str:
        return " · ".join(self._point(point) for point in self.standing.points)

    def _point(self, point: KnownPoint) -> str:
        return f"{self._quantile(point.share)} {self._spelt(point.value)}"

    def _quantile(self, share: float) -> str:
        key = _QUANTILES.get(share)
        return self._text(key) if key else self._text("centile", number=str(round(share * 100)))

    def _chart(self) -> Chart | None:
        standing, kpi = self.standing, self.speaker.figures.kpi
        if standing.actual is None:
            return None
        known = f" {self._quantiles()}." if standing.points else ""
        sided = kpi.direction in (Direction.HIGHER, Direction.LOWER)
        told = Ours(
            ours_text=self._text("ours", value=self._spelt(standing.actual)),
            alt=f"{kpi.name} – {self.sentence()}{known}",
            title=self._text("title", name=kpi.name),
            tone=self._tone(),
            better=self._text("better_side"),
            higher_is_better=kpi.direction is Direction.HIGHER if sided else None,
        )
        points = [
            PublishedPoint(p.value, self._point(p), central=p.share == 0.5) for p in standing.points
        ]
        if len(points) > 1:
            return quartile_band(points, standing.actual, told)
        if standing.value is None:
            one = points[0] if points else None
        else:
            name = self._text("median") if self._is_median() else self._words().statistic
            one = PublishedPoint(standing.value, f"{name} {self._spelt(standing.value)}")
        share = None if one is None else share_of(standing.actual, one.value)
        if one is None or share is None:
            return None
        formats = self.speaker.messages.formats
        ticks = [shown_share(formats, tick, 0, signed=tick != 0).text for tick in GAP_TICKS]
        return benchmark_gap(share, ticks, one.text, self._text("gap_scale"), told)

    def _value(self) -> Figure:
        return self.speaker.figures.level(self.standing.value, self._decimals())

    def _percentile(self) -> Figure:
        standing = self.standing
        if standing.percentile is None or standing.position is None:
            return NO_FIGURE
        shown = shown_share(self.speaker.messages.formats, standing.percentile, 0)
        key = {"beaten_at_least": "≥ ", "beaten_at_most": "≤ "}.get(
            _BEATEN.get(standing.position, ""), ""
        )
        return Figure(key + shown.text, shown.excel_value, shown.excel_format, self._tone())

    def _share(self) -> str:
        return shown_share(self.speaker.messages.formats, self.standing.percentile, 0).text

    def _tone(self) -> Tone:
        """Good or bad news by the central figure, without one by the half of the peers."""
        standing = self.standing
        if standing.favourable_gap is None and standing.percentile is not None:
            return tone(standing.percentile - 0.5)
        return tone(standing.favourable_gap)

    def _age(self) -> str:
        """The mark beside the date: too old, or of a period after the report's."""
        if self.standing.later:
            return self._text("later")
        return self._text("dated") if self.standing.dated else ""

    def _as_of(self, words: BenchmarkWords) -> str:
        """The date in the reader's own form, without the publisher's "last updated"."""
        text = _REMARK.sub("", words.as_of).strip() or words.as_of
        return _ISO.sub(self._spelt_date, text)

    def _spelt_date(self, found: re.Match[str]) -> str:
        formats = self.speaker.messages.formats
        try:
            if len(found[0]) > _MONTH_LENGTH:
                return formats.day(date.fromisoformat(found[0]))
            return formats.month(Period.parse(found[0]))
        except ValueError:
            return found[0]

    def _decimals(self) -> int:
        """Enough to tell our figure from the benchmark."""
        standing, least = self.standing, self.speaker.figures.decimals
        if standing.actual is None or standing.value is None:
            return least
        return telling_decimals(least, [(standing.actual, standing.value)])

    def _spelt(self, value: float | None) -> str:
        return "" if value is None else self.speaker.figures.spelt(value, self._decimals())

    def _words(self) -> BenchmarkWords:
        row = self.standing.benchmark
        return BenchmarkWords() if row is None else in_words(self.speaker.messages, row)

    def _text(self, key: str, **params: str) -> str:
        return self.speaker.messages.text(f"benchmark.{key}", **params)
