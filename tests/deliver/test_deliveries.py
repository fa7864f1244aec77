"""What was sent to whom, on both kinds of database: each delivery begins once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from kpireport.deliver.deliveries import Deliveries, Delivery, Noted, State
from kpireport.deliver.history.database import Database

NOW = datetime(2026, 7, 3, 8, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ADA = Delivery("run", "Ada@example.com", "Ada", "[]", "kpis.xlsx", "Lyon", "2026-06")


def test_a_delivery_from_plan_to_sent(place: str) -> None:
    kept = Deliveries(Database(place))
    assert kept.known([ADA.key]) == {}
    kept.plan([(ADA, "id@example.com")], NOW)
    assert kept.known([ADA.key]) == {ADA.key: Noted(State.PLANNED, "", NOW.isoformat(), 0)}
    assert kept.begin(ADA.key, NOW)
    assert not kept.begin(ADA.key, NOW)
    kept.settle(ADA.key, State.SENT, "250 taken", LATER)
    kept.plan([(ADA, "id@example.com")], LATER)
    other = Deliveries(Database(place))
    sent = Noted(State.SENT, "250 taken", LATER.isoformat(), 1)
    assert other.known([ADA.key, "nobody"]) == {ADA.key: sent}
    assert not other.begin(ADA.key, LATER)
    assert other.begin(ADA.key, LATER, again=True)
    assert other.known([ADA.key])[ADA.key].attempts == 2


def test_many_at_once_are_begun_once(place: str) -> None:
    Deliveries(Database(place)).plan([(ADA, "id@example.com")], NOW)

    def begun(_: int) -> bool:
        return Deliveries(Database(place)).begin(ADA.key, NOW)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(begun, range(8))) == [False] * 7 + [True]


def test_what_makes_it_the_same_delivery() -> None:
    assert replace(ADA, address="ada@EXAMPLE.com", name="A.", source="b.xlsx").key == ADA.key
    others = (
        replace(ADA, run="another"),
        replace(ADA, address="bob@example.com"),
        replace(ADA, scope='["Lyon"]'),
    )
    assert len({ADA.key, *(other.key for other in others)}) == 4


def test_the_reports_of_a_history_stay_as_they_are(tmp_path: Path) -> None:
    """A database that has nothing but deliveries is a history that has nothing to say yet."""
    from kpireport.deliver.history import History
    from kpireport.model.reported import Identity, Reported

    place = tmp_path / "history.db"
    Deliveries(Database(place)).plan([(ADA, "id@example.com")], NOW)
    assert History(place).reported(Identity("k", "", ""), "0" * 64, "") == Reported()
    assert Deliveries(Database(place)).known([ADA.key])[ADA.key].state is State.PLANNED
    with Database(place).reading() as connection:
        tables = set(sa.inspect(connection).get_table_names())
    assert {"kpireport_deliveries", "kpireport_runs", "kpireport_schema"} <= tables


def test_more_deliveries_than_a_statement_takes(tmp_path: Path) -> None:
    kept = Deliveries(Database(tmp_path / "history.db"))
    many = [replace(ADA, address=f"{place}@example.com") for place in range(600)]
    kept.plan([(each, "id@example.com") for each in many], NOW)
    assert len(kept.known(each.key for each in many)) == 600
