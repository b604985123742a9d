"""Tables as tired people keep them: an honest answer that says why it is wide, or one line that says what to do."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import pytest

COLUMNS = [
    "row_id", "country", "year", "as_of", "series", "value", "unit", "qualifier", "source", "scope",
    "period_from", "period_to", "published",
]  # fmt: skip
DAYS = ("2018-12-31", "2020-12-31", "2026-12-31")
PLAIN = {2010: 120, 2011: 110, 2012: 101, 2013: 90, 2014: 84, 2015: 75}


def row(year: int, value: object, **more: str) -> dict[str, str]:
    base = dict.fromkeys(COLUMNS, "") | {"row_id": f"R{year}{len(more)}{value}", "country": "Varna", "year": str(year)}
    base |= {
        "as_of": f"{year}-12-31",
        "series": "remaining_total",
        "value": str(value),
        "unit": "km2",
        "scope": "mines",
    }
    return base | {"qualifier": "reported", "source": "S", "published": f"{year + 1}-06-30"} | more


def plain(**more: str) -> list[dict[str, str]]:
    return [row(year, km2, **more) for year, km2 in PLAIN.items()]


def last(value: object, **more: str) -> list[dict[str, str]]:
    return [*plain()[:-1], row(2015, value, **more)]


def every(value: object) -> list[dict[str, str]]:
    return [row(year, value) for year in PLAIN]


def flow(series: str, km2: object, first: int = 2010, after: int = 2016) -> list[dict[str, str]]:
    years = range(first, after)
    return [row(y, km2, series=series, period_from=f"{y}-01-01", period_to=f"{y}-12-31") for y in years]


def text(rows: list[dict[str, str]], columns: list[str] = COLUMNS, separator: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def without(column: str) -> list[str]:
    return [name for name in COLUMNS if name != column]


def _no_such_number(name: str) -> float:
    raise AssertionError(f"{name} is not JSON")


@pytest.fixture
def ask(tilth, tmp_path):
    """Put a table there and ask; the answer as JSON, or the one line of a refusal. Nothing else may come back."""

    def call(content: str | bytes, *words: str, country: str = "Varna", origin: str = "2016-12-31", at=DAYS):
        file = tmp_path / "h.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        days = [word for day in at for word in ("--at", day)]
        ran = tilth(
            "forecast", "series", file, "--country", country, "--origin", origin, "--json", "--runs", 300, *days, *words
        )
        assert "Traceback" not in ran.err
        if ran.code == 0:
            answer = json.loads(ran.out, parse_constant=_no_such_number)
            check(answer, at)
            return answer
        assert ran.code in (1, 2)
        assert ran.out == ""
        assert ran.code == 2 or len(ran.err.strip().splitlines()) == 1
        assert not any(ord(sign) < 32 for sign in ran.err.strip() if ran.code == 1)
        return ran.err

    return call


def check(answer: dict, at: tuple[str, ...]) -> None:
    """What holds of every answer whatever the table."""
    for name in ("remaining_km2", "released_km2"):
        assert [band["at"] for band in answer[name]] == list(at)
        for band in answer[name]:
            assert 0 <= band["p10"] <= band["p50"] <= band["p90"] < 5.1e8
    end = [math.inf if answer["completion"][p] is None else answer["completion"][p] for p in ("p10", "p50", "p90")]
    assert end == sorted(end)
    chances = [p for _, p in sorted(answer["completion"]["p_done_by"].items())]
    assert set(answer["completion"]["p_done_by"]) == set(at)
    assert chances == sorted(chances)
    assert all(0 <= p <= 1 for p in chances)
    assert answer["why"]


def band(answer: dict, place: int = 0) -> tuple[float, float, float]:
    found = answer["remaining_km2"][place]
    return found["p10"], found["p50"], found["p90"]


@pytest.mark.parametrize(
    "rows",
    [
        plain()[:2],
        last("NaN"),
        last("n/a"),
        last("1e300"),
        last("inf"),
        last(""),
        last("-75"),
        last("=1+1"),
        last("75,5"),
        last(75, unit="furlongs"),
        last(75, published="recently"),
        last(75, as_of="2015-13-45"),
        plain(published=""),
        plain() + plain(),
        plain() + flow("cleared", 9000),
        plain() + flow("cancelled", -9) + flow("cleared", "1e300"),
        [*plain(), row(2014, 2012, series="target_completion", unit="year", published="2009-03-01")],
        [*plain(), row(2014, "free", series="cost_total", unit="MUSD")],
        [*plain(), row(2012, 50, series="cleared", period_from="2013-01-01", period_to="2010-01-01")],
        [row(year, 42) for year in range(2000, 2016)],
        [row(year, km2 * 1e5) for year, km2 in PLAIN.items()],
        [row(year, km2 * 1e-7) for year, km2 in PLAIN.items()],
        flow("remaining_sha", 60) + flow("remaining_cha", 30),
    ],
    ids=lambda rows: f"{len(rows)} rows, last {rows[-1]['series']} {rows[-1]['value']}",
)
def test_what_can_be_answered_is_answered(ask, rows):
    assert isinstance(ask(text(rows)), dict)


@pytest.mark.parametrize("value", ["NaN", "n/a", "1e300", "-5", "", "inf", "=1+1"])
def test_a_table_without_one_usable_value_is_refused(ask, value):
    assert "No row of the table can be used" in ask(text(every(value)))


@pytest.mark.parametrize(
    "content",
    ["", "\n\n", text([]), bytes(range(256)) * 40, b"\x1f\x8b\x08\x00" + bytes(100), text(plain(), without("value"))],
    ids=["empty", "newlines", "header", "binary", "compressed", "no values"],
)
def test_what_is_no_table_is_refused(ask, content):
    assert "tilth:" in ask(content)


def test_the_way_a_table_is_written_does_not_change_the_answer(ask):
    table = text(plain())
    usual = band(ask(table))
    written = (
        "\ufeff" + table,
        text(plain(), separator=";"),
        text(plain(), separator="\t"),
        table.encode("utf-16"),
        table + '"unclosed,Varna,2016',
        table.replace("mines", "mi\0nes"),
    )
    for content in written:
        assert band(ask(content)) == usual, content[:40]
    for country in ("vARNA", "  Varna "):
        assert band(ask(table, country=country)) == usual
    mixed = [row(2010, 120), row(2011, 11_000, unit="ha"), row(2012, 101e6, unit="m2"), *plain()[3:]]
    assert band(ask(text(mixed))) == pytest.approx(usual)
    later = [row(2016, 4, published="2017-06-30"), row(2019, 0, published="2020"), row(2025, 0, published="2016-01-01")]
    assert band(ask(text(plain() + later))) == usual


def test_decimal_commas_are_numbers(ask):
    commas = [row(year, f"{km2},5") for year, km2 in PLAIN.items()]
    points = [row(year, f"{km2}.5") for year, km2 in PLAIN.items()]
    assert band(ask(text(commas, separator=";"))) == pytest.approx(band(ask(text(points))))


def test_a_name_may_hold_anything(ask):
    name = "<script>alert(1)</script>"
    assert isinstance(ask(text(plain(country=name, source="=cmd|' /C calc'!A0")), country=name), dict)


@pytest.mark.parametrize(
    ("origin", "at"),
    [
        ("2005-01-01", ("2008-01-01",)),
        ("2016-12-31", ("2012-01-01",)),
        ("2016-02-30", DAYS),
        ("2016-12-31", ("soon",)),
        ("then", DAYS),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_the_day_in_the_sentence(ask, origin, at):
    said = ask(text(plain()), origin=origin, at=at)
    assert origin in said or at[0] in said


def test_days_need_no_order(ask):
    assert isinstance(ask(text(plain()), at=DAYS[::-1]), dict)


def test_two_hundred_years_later_is_a_probability_and_not_a_capped_year(ask):
    answer = ask(text([row(year, 400) for year in range(2000, 2016)]), at=("2026-12-31", "2216-12-31"))
    assert answer["completion"]["p90"] is None
    assert answer["completion"]["p_done_by"]["2026-12-31"] < 0.2


def test_fewer_values_never_make_the_answer_surer(ask):
    def width(rows):
        low, _, high = band(ask(text(rows)), 1)
        return high - low

    assert width(plain()[-1:]) > width(plain())
    assert width(plain()[-2:]) > 0.8 * width(plain())


def test_a_stock_that_rises_while_land_is_released_may_go_on_rising(ask):
    rising = [row(2010 + step, 100 + 15 * step) for step in range(6)]
    answer = ask(text(rising + flow("cleared", 20)))
    assert band(answer, 0)[2] > 175
    assert band(answer, 1)[2] > 175


def test_a_gap_of_eight_years_is_bridged(ask):
    answer = ask(text([row(2004, 300), row(2005, 280), row(2013, 150), row(2014, 140)]))
    assert band(answer)[0] < 110 < band(answer)[2]


def test_several_values_of_one_year_are_all_kept_in_mind(ask):
    answer = ask(text([*plain(), row(2015, 240, source="B"), row(2015, 30, source="C")]))
    assert any("several values" in reason for reason in answer["why"])


def test_a_pool_may_be_nonsense_or_hold_the_country_itself(ask, tmp_path):
    alone = band(ask(text(plain())))
    for name, content in (("same.csv", text(plain())), ("junk.csv", text(every("n/a")).replace("Varna", "Other"))):
        (tmp_path / name).write_text(content)
        low, middle, high = band(ask(text(plain()), "--pool", str(tmp_path / name)))
        assert low <= alone[1] <= high
        assert middle == pytest.approx(alone[1], rel=0.3)
    assert "nowhere.csv" in ask(text(plain()), "--pool", "nowhere.csv")


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tilth, tmp_path):
    for name in ("nowhere.csv", str(tmp_path)):
        ran = tilth("forecast", "series", name, "--country", "Varna", "--origin", "2016", "--at", "2020")
        assert ran.code in (1, 2)
        assert "Traceback" not in ran.err


def test_flows_alone_are_no_stock(ask):
    assert "stock" in ask(text(flow("cleared", 10)))


def test_thousands_of_rows_are_read(ask):
    many = [row(1990 + place % 26, 100 - place % 26, source=f"S{place}") for place in range(6_000)]
    assert isinstance(ask(text(many)), dict)


def _programme(tilth) -> None:
    square = "POLYGON((-30 30,-29.999 30,-29.999 30.001,-30 30.001,-30 30))"
    Path("h.csv").write_text(f'id,date,wkt\nH1,2023-09-01,"SRID=4326;{square}"\n')
    tilth("new", "p.gpkg", "--name", "P")
    tilth("import", "p.gpkg", "h.csv", "--as", "confirmed", "--said-by", "survey")


def test_a_programme_without_teams_or_money_is_not_promised_an_end(tilth):
    _programme(tilth)
    for lever in ("budget=0", "season=0", "manual-999"):
        ran = tilth("forecast", "p.gpkg", "--json", "--runs", 100, "--lever", lever, "--by", "2030")
        work = json.loads(ran.out, parse_constant=_no_such_number)["work"]
        assert work["completion"]["p10"] is None
        assert set(work["completion"]["p_done_by"].values()) == {0.0}
        assert any("team" in reason for reason in work["why"])


def test_a_programme_asked_the_impossible_refuses_in_a_sentence(tilth):
    _programme(tilth)
    calls = (
        "--lever budget=nan|--lever moon+3|--lever |--by 2000-01-01|--by soon|--years 0|--runs 0|--origin 1990-01-01"
    )
    for words in calls.split("|"):
        ran = tilth("forecast", "p.gpkg", "--json", *words.split(" "))
        assert ran.code in (1, 2), words
        assert ran.err.strip()
        assert "Traceback" not in ran.err


def test_an_empty_programme_is_refused(tilth):
    tilth("new", "e.gpkg", "--name", "E")
    ran = tilth("forecast", "e.gpkg", "--json", "--runs", 100)
    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1


def test_a_name_cannot_steer_the_terminal(ask):
    told = ask(text(plain()), country="\x1b[31mNowhere")
    assert "\x1b" not in told
    assert "Nowhere" in told


@pytest.mark.parametrize("seed", [-1, 2**63, 2**80])
def test_a_seed_of_more_than_63_bits_is_a_wrong_call(tilth, tmp_path, seed):
    assert tilth("forecast", "show", tmp_path / "none.gpkg", "--seed", seed).code == 2
