"""ReportViews made by hand: what a layout must cope with, without any other room.

``shop(language)`` is a web shop's board report with fourteen KPIs; ``crowd()`` has sixty;
``bare()`` one KPI without any figure; ``hostile()`` texts that try to break a page.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from kpireport.model.book import Language
from kpireport.present.charts import sparkline, timeline
from kpireport.present.view import (
    ActionView,
    CategoryView,
    Chart,
    CommentView,
    Detail,
    MeasureView,
    ReportView,
)
from tests.render.view_writer import NONE, Plan, ViewWriter

SHOP: dict[tuple[str, str], tuple[Plan, ...]] = {
    ("Customers", "Clients"): (
        Plan(
            "CONV",
            "Conversion rate",
            "Taux de conversion",
            "%",
            2.4,
            -0.12,
            0.12,
            2,
            headline=True,
            status="at_risk",
        ),
        Plan(
            "CART",
            "Cart abandonment",
            "Abandon de panier",
            "%",
            68.2,
            1.9,
            1.1,
            1,
            higher=False,
            headline=True,
            status="off_track",
        ),
        Plan("NPS", "Net promoter score", "Net promoter score", "", 46, 3, 3, 0),
        Plan("VIS", "Visits", "Visites", "k", 412, 6, 18, 0, bars=True, season=0.25),
    ),
    ("Team", "Équipe"): (
        Plan(
            "TURN",
            "Staff turnover, twelve months",
            "Rotation du personnel sur douze mois",
            "%",
            11.2,
            -0.8,
            0.5,
            1,
            higher=False,
        ),
        Plan(
            "ABS", "Absence", "Absentéisme", "%", 4.1, 0.1, 0.4, 1, higher=False, status="at_risk"
        ),
        Plan("TRAIN", "Training hours", "Heures de formation", "h", 210, 12, 25, 0, bars=True),
    ),
    ("Operations", "Opérations"): (
        Plan(
            "OTD", "On-time delivery", "Livraisons à l’heure", "%", 96.4, 0.4, 0.7, 1, headline=True
        ),
        Plan("STOCK", "Stock cover", "Couverture de stock", "d", 41, -2, 3, 0, higher=False),
        Plan("RET", "Returns", "Retours", "%", 8.9, 0.6, 0.5, 1, higher=False, status="off_track"),
    ),
    ("Finance", "Finance"): (
        Plan(
            "REV",
            "Revenue",
            "Chiffre d’affaires",
            "k€",
            1840,
            -62,
            70,
            0,
            bars=True,
            headline=True,
            season=0.3,
            status="at_risk",
        ),
        Plan("GM", "Gross margin", "Marge brute", "%", 38.6, 0.5, 0.6, 1, headline=True),
        Plan("AOV", "Average order", "Panier moyen", "€", 84.2, 1.1, 1.6, 2, headline=True),
        Plan("CASH", "Cash", "Trésorerie", "k€", 920, 0, 60, 0, status="neutral"),
    ),
}


@cache
def shop(language: Language = "en") -> ReportView:
    """A web shop in October 2026: fourteen KPIs in four categories, six of them headline ones."""
    writer = ViewWriter(language)
    categories = []
    for number, ((english, french), plans) in enumerate(SHOP.items(), start=1):
        name = french if writer.french else english
        kpis = tuple(writer.kpi(plan, name) for plan in plans)
        status = "at_risk" if number in (1, 4) else "on_track"
        note = writer.say(
            "Held at “At risk” while a headline KPI is off track: Cart abandonment.",
            "Plafonnée à « À surveiller » tant qu’un indicateur clé est hors objectif : "
            "Abandon de panier.",
        )
        categories.append(
            CategoryView(
                anchor=f"category-{number}",
                name=name,
                score=writer.share(0.93 + number / 100),
                status=writer.mark(status),
                coverage=writer.say(
                    f"{len(kpis)} of {len(kpis)} KPIs scored",
                    f"{len(kpis)} indicateurs notés sur {len(kpis)}",
                ),
                kpis=kpis,
                note=note if number == 1 else "",
            )
        )
    return writer.report(tuple(categories))


@cache
def small(language: Language = "en") -> ReportView:
    """The shop with two KPIs in each of two categories: every part of a page, few of each."""
    view = shop(language)
    categories = tuple(replace(c, kpis=c.kpis[1:3]) for c in view.categories[:1])
    categories += tuple(replace(c, kpis=c.kpis[:2]) for c in view.categories[3:])
    kept = tuple(kpi for category in categories for kpi in category.kpis)
    return replace(view, categories=categories, cards=tuple(kpi for kpi in kept if kpi.headline))


@cache
def crowd(count: int = 60, language: Language = "en") -> ReportView:
    """Many KPIs, with long names and long units, in six categories."""
    writer = ViewWriter(language)
    base = [plan for plans in SHOP.values() for plan in plans]
    categories = []
    for number in range(6):
        plans = [
            replace(
                base[i % len(base)],
                id=f"K{number}-{i}",
                en=f"{base[i % len(base)].en} of the northern regions and overseas, {number}.{i}",
                level=base[i % len(base)].level * 10 ** (i % 4),
                headline=i == 0,
            )
            for i in range(count // 6)
        ]
        kpis = tuple(writer.kpi(plan, f"Category {number}") for plan in plans)
        categories.append(
            CategoryView(
                f"category-{number}",
                f"Category {number}",
                writer.share(0.9),
                writer.mark("at_risk"),
                "10 of 10",
                kpis,
            )
        )
    return writer.report(tuple(categories))


@cache
def bare(language: Language = "en") -> ReportView:
    """One KPI without figures, target, text or category score."""
    writer = ViewWriter(language)
    plan = Plan("ONE", "Something", "Quelque chose", "", 1, 0, 0, status="no_data")
    empty = MeasureView("Oct 2026", NONE, NONE, NONE, NONE, NONE, writer.mark("no_data"))
    full = writer.kpi(plan, "")
    kpi = replace(
        full,
        category="",
        month=empty,
        year_to_date=empty,
        measures=(),
        comparisons=(),
        sparkline=sparkline([], [], alt="Something: no figures yet."),
        chart=timeline(
            [],
            title="",
            alt="Something: no figures yet.",
            words=writer.words,
            tick_text=writer.tick,
            bars=False,
        ),
        history=(),
        details=(),
        notes=(),
        comments=(),
        actions=(),
        variation=None,
        verdict="",
        headline=False,
    )
    category = CategoryView("category-1", "Other", NONE, writer.mark("no_data"), "", (kpi,))
    view = writer.report((category,))
    return replace(
        view,
        organisation="",
        entity="",
        prepared_by="",
        confidentiality="",
        headlines=(),
        cards=(),
        comments=(),
        actions=(),
        problems=(),
        method=(),
        overall_score=None,
        overall_status=None,
        period_note="",
    )


@cache
def hostile(language: Language = "en") -> ReportView:
    """Texts from a workbook that would be markup, script, style or endless if a page let them."""
    bad = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{ 7*7 }}</style>'
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3
    view = shop(language)
    first = view.categories[0]
    kpi = replace(
        first.kpis[0],
        name=bad,
        verdict=bad + " " + long,
        comments=(CommentView(bad, bad, bad, bad + long),),
        actions=(ActionView(bad, bad, bad, bad, bad),),
        details=(Detail(bad, long),),
    )
    second = replace(first.kpis[1], name=long, unit=long)
    category = replace(first, name=bad, kpis=(kpi, second, *first.kpis[2:]))
    return replace(
        view,
        organisation=bad,
        title=bad,
        entity=bad,
        confidentiality=bad,
        prepared_by=bad,
        source_name=bad,
        accent_colour="red;}</style><script>alert(3)</script>",
        headlines=(bad, long),
        categories=(category, *view.categories[1:]),
        cards=(kpi, second),
    )


def charts(view: ReportView) -> tuple[Chart, ...]:
    """Every chart of a report."""
    return tuple(chart for kpi in view.kpis for chart in (kpi.sparkline, kpi.chart))
