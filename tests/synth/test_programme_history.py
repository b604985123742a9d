"""Invented national histories: labelled, repeatable, and readable as any other."""

from __future__ import annotations

import csv

from tilth.forecast.history import read_histories
from tilth.forecast.known import stock_of
from tilth.synth.programme_history import COLUMNS, histories, lines


def test_every_row_says_that_it_is_invented():
    rows = histories(countries=3, years=6)
    assert rows
    assert all("(invented)" in row["country"] and row["qualifier"] == "invented" for row in rows)


def test_the_same_seed_gives_the_same_rows_and_another_gives_others():
    assert histories(seed=3) == histories(seed=3)
    assert histories(seed=3) != histories(seed=4)


def test_the_lines_are_csv_with_one_value_for_each_column():
    read = list(csv.DictReader(lines(histories(countries=2))))
    assert list(read[0]) == list(COLUMNS)
    assert len({row["row_id"] for row in read}) == len(read)


def test_it_reads_as_histories_with_stocks_in_which_nothing_is_negative():
    found, findings = read_histories(histories(countries=6, years=25, seed=2))
    assert len(found) == 6
    assert not [one for one in findings if one.severity == "error"]
    for one in found.values():
        assert len(stock_of(one)) >= 10
        assert all(value.km2 >= 0 for value in one.observations)
        assert all(value.published > value.at for value in one.observations)
