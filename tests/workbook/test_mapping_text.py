"""The mapping file that is written for the user to edit: it says what the arrangement says."""

from __future__ import annotations

import tomllib

from hypothesis import given, settings
from hypothesis import strategies as st

from kpireport.i18n.messages import get_messages
from kpireport.workbook.arrangement import NOWHERE, Arrangement, KpiMap, Role, TableMap, Told
from kpireport.workbook.kpi_names import folded_id
from kpireport.workbook.mapping_file import mapping_of
from kpireport.workbook.mapping_text import mapping_text
from kpireport.workbook.schema_definitions import KPIS, SETTINGS


def say(key: str, **words: str) -> str:
    return get_messages("en").text(f"mapping.{key}", **words)


# Whatever a cell or a sheet may be called, quotation marks, signs of TOML and line ends included.
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
words = st.lists(texts, max_size=2).map(tuple)
rows = st.integers(1, 1_048_576)
addresses = st.from_regex(r"[A-Z]{1,3}[1-9][0-9]{0,3}", fullmatch=True)


@st.composite
def told(draw: st.DrawFn, meanings: st.SearchStrategy[str] = texts) -> Told:
    way = draw(st.sampled_from(["columns", "rows", "sheet", "cell"]))
    return Told(
        columns=tuple(draw(st.lists(texts, min_size=1, max_size=2))) if way == "columns" else (),
        rows=tuple(draw(st.lists(rows, min_size=1, max_size=2))) if way == "rows" else (),
        sheet=way == "sheet",
        cell=draw(addresses) if way == "cell" else "",
        words=draw(st.dictionaries(texts | st.just(""), meanings, min_size=1, max_size=2)),
        without=draw(words),
        down=draw(st.booleans()),
    )


stated = texts.map(lambda text: Told(stated=text))
role_words = st.sampled_from([role.value for role in Role])
kpi_columns = st.sampled_from([column.key for column in KPIS.columns])
limits = st.dictionaries(texts, st.lists(texts, min_size=1, max_size=2).map(tuple), max_size=2)


@st.composite
def tables(draw: st.DrawFn) -> TableMap:
    header = draw(st.just(0) | rows)
    return TableMap(
        sheet=draw(texts),
        values=tuple(draw(st.lists(texts, min_size=1, max_size=2))),
        kpi=draw(told() | stated),
        period=draw(told() | stated),
        role=draw(told(role_words) | role_words.map(lambda role: Told(stated=role))),
        header=header,
        first_row=draw(st.just(header + 1) | rows),
        last_row=draw(st.just(0) | rows),
        entity=draw(st.just(NOWHERE) | told() | stated),
        fiscal_year=draw(st.sampled_from(["", "2026", "2025/26", "FY26"])),
        attributes=draw(st.dictionaries(kpi_columns, told() | stated, max_size=2)),
        keep=draw(limits),
        drop=draw(limits),
        add_up=draw(st.booleans()),
    )


kpis = st.builds(
    KpiMap, name=texts, said=st.dictionaries(kpi_columns, texts | st.just(""), max_size=3)
)
arrangements = st.builds(
    Arrangement,
    tables=st.lists(tables(), min_size=1, max_size=2).map(tuple),
    kpis=st.lists(kpis, max_size=3, unique_by=lambda kpi: folded_id(kpi.name)).map(tuple),
    settings=st.dictionaries(
        st.sampled_from([column.key for column in SETTINGS.columns]), texts, max_size=2
    ),
)


@settings(max_examples=100)
@given(arrangements, texts)
def test_what_is_written_is_read_again(arrangement: Arrangement, book: str) -> None:
    text = mapping_text(arrangement, book, say)
    assert mapping_of(text, "m.toml") == (arrangement, ())


TABLE = TableMap("S", ("B:C",), Told(columns=("A",)), Told(rows=(1,)), Told(stated="actual"))


def written(arrangement: Arrangement) -> str:
    return mapping_text(arrangement, "book.xlsx", say)


def test_a_guess_is_a_comment_that_can_be_taken_over() -> None:
    kpi = KpiMap("Calls", {}, {"direction": "lower"})
    text = written(Arrangement((TABLE,), (kpi,)))
    assert "kpi" in tomllib.loads(text)
    assert tomllib.loads(text)["kpi"] == [{"name": "Calls"}]
    assert '# direction = "lower"  # guessed: check it' in text
    taken = text.replace("# direction", "direction")
    assert tomllib.loads(taken)["kpi"] == [{"name": "Calls", "direction": "lower"}]


def test_what_is_missing_stands_ready_in_the_order_of_the_kpis_sheet() -> None:
    """Each with a word that could stand there, which is no guess."""
    text = written(Arrangement((TABLE,), (KpiMap("Calls", {"unit": "calls"}),)))
    lines = text[text.index("[[kpi]]") :].splitlines()
    assert lines == [
        "[[kpi]]",
        'name = "Calls"',
        'unit = "calls"',
        '# direction = "higher"  # one of: higher, lower, range, neutral',
        '# aggregation = "sum"  # one of: sum, mean, last, min, max, ratio, none',
    ]


def test_what_the_table_tells_is_not_missing() -> None:
    about = {"unit": Told(columns=("U",)), "aggregation": Told(columns=("V",))}
    table = TableMap("S", ("B",), Told(columns=("A",)), Told(rows=(1,)), TABLE.role, 0, 1)
    told_of = TableMap(
        "T", ("B",), table.kpi, table.period, table.role, attributes=about, first_row=1
    )
    every = written(Arrangement((told_of,), (KpiMap("Calls"),)))
    assert "# direction" in every
    assert "# unit" not in every
    assert "# aggregation" not in every
    # Where another table doesn't tell it, it may be missing.
    some = written(Arrangement((table, told_of), (KpiMap("Calls"),)))
    assert "# unit" in some


def test_a_guess_on_a_table_is_said_beside_it() -> None:
    guessed = TableMap(
        "S",
        ("B",),
        TABLE.kpi,
        TABLE.period,
        TABLE.role,
        fiscal_year="2026",
        guessed=("fiscal_year",),
    )
    assert 'fiscal_year = "2026" # guessed: check it' in written(Arrangement((guessed,)))


def test_the_comments_are_in_the_language_asked_for() -> None:
    french = get_messages("fr")
    text = mapping_text(
        Arrangement((TABLE,), (KpiMap("Appels"),)),
        "classeur.xlsx",
        lambda key, **words: french.text(f"mapping.{key}", **words),
    )
    assert text.startswith(f"# {french.text('mapping.head', book='classeur.xlsx').splitlines()[0]}")
    assert mapping_of(text, "m.toml")[1] == ()
