"""PostGIS as an oracle: union, intersection and difference of whole polygons give the account that we post by faces."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench import cluster

from tilth.land.transitions import rows

BENCH = Path(__file__).parents[2] / "bench"
LAND = ("suspected", "confirmed", "cancelled", "reduced", "cleared")


class Said(NamedTuple):
    """A land entry as the oracle needs it."""

    number: int
    day: str
    kind: str
    amends: int | None
    wkb: bytes


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A private PostgreSQL cluster with PostGIS."""
    reason = cluster.why_not()
    if reason:
        pytest.skip(reason)
    with cluster.cluster() as home:
        table = "".join("\t".join((row["entry"], row["on"], row["becomes"], row["flow"])) + "\n" for row in rows())
        for script in ("tables.sql", "trigger.sql"):
            cluster.psql(home, (BENCH / script).read_text(encoding="utf-8"))
        cluster.psql(home, "COPY transition (kind, status, becomes, flow) FROM STDIN", copy=table.encode())
        cluster.psql(home, "CREATE TABLE said (number int PRIMARY KEY, geom geometry)")
        yield home


@pytest.mark.parametrize("as_at", ["2017-06-30", "2020-12-31", "2030-01-01"])
def test_every_status_has_as_much_land_as_postgis_counts(
    province: Path, server: Path, as_at: str, tilth: Callable[..., Any]
) -> None:
    account = tilth("account", province, "--as-at", as_at, "--json")
    ours = account["accounts"]
    said = [one for one in _said(province) if one.day <= as_at]
    assert len(said) > 20
    assert any(one.amends for one in said)
    theirs = _counted(server, said)
    # We round each piece of land once to a whole square metre, PostGIS never does: an error of 1/12 m² squared a piece.
    allowed = 4 * (int(cluster.psql(server, "SELECT count(*) FROM posting")) / 12) ** 0.5
    assert allowed < 1e-5 * sum(ours.values())
    for status in LAND:
        assert abs(ours[status] - theirs.get(status, 0.0)) <= allowed, status


def _said(file: Path) -> list[Said]:
    with sqlite3.connect(file) as connection:
        query = (
            "SELECT number, counts_on, kind, amends, geometry FROM tilth_journal WHERE land IS NOT NULL ORDER BY number"
        )
        return [Said(*row) for row in connection.execute(query)]


def _counted(home: Path, said: list[Said]) -> dict[str, float]:
    """Square metres by status, as the trigger's partition holds them after all that was said."""
    lines = "".join(f"{one.number}\t{one.wkb.hex()}\n" for one in said)
    cluster.psql(home, "TRUNCATE said, entry, piece, posting")
    cluster.psql(home, "COPY said (number, geom) FROM STDIN", copy=lines.encode())
    steps = [step for one in _live(said) for step in _steps(_chain(one, said))]
    script = []
    for at, (_, kind, sql) in enumerate(sorted(steps), start=1):
        ground = f"(SELECT ST_CollectionExtract({sql}, 3) AS g) AS made WHERE NOT ST_IsEmpty(g);"
        script.append(f"INSERT INTO entry (number, kind, geom) SELECT {at}, '{kind}', g FROM {ground}")
    cluster.psql(home, "BEGIN;" + "".join(script) + "COMMIT")
    found = cluster.psql(
        home,
        "SELECT json_object_agg(status, m2) FROM (SELECT status, sum(ST_Area(geom)) AS m2 FROM piece GROUP BY 1) AS s",
    )
    totals: dict[str, float] = json.loads(found)
    return totals


def _live(said: list[Said]) -> list[Said]:
    amended = {one.amends for one in said}
    return [one for one in said if one.number not in amended]


def _chain(last: Said, said: list[Said]) -> list[Said]:
    """The entry and those it stands for, newest first."""
    by_number = {one.number: one for one in said}
    chain = [last]
    while chain[-1].amends in by_number:
        chain.append(by_number[chain[-1].amends])
    return chain


def _steps(chain: list[Said]) -> Iterator[tuple[tuple[str, int], str, str]]:
    """What the live entry says, piece by piece: ground an earlier version spoke of counts from that version on.

    Yields (when it counts, kind, SQL of the ground).
    """
    kind, reach = chain[0].kind, _geom(chain[0])
    for newer, older in zip(chain, [*chain[1:], None], strict=True):
        place = (newer.day, newer.number)
        if older is None or (older.day, older.number) > place:
            yield place, kind, reach
            return
        yield place, kind, f"ST_Difference({reach}, {_geom(older)})"
        reach = f"ST_Intersection({reach}, {_geom(older)})"


def _geom(one: Said) -> str:
    return f"(SELECT geom FROM said WHERE number = {one.number})"


def test_the_oracle_would_notice_one_polygon_more(province: Path, server: Path) -> None:
    said = _said(province)
    whole, less = _counted(server, said), _counted(server, said[:-25])
    assert sum(whole.values()) > sum(less.values()) or whole != less
