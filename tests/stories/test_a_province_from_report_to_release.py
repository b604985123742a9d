"""From the first report to the last release: a province told day by day, and its account read on the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
import shapely
from diary import Diary, import_into, kinds, sheet

from tilth.desk.accounting import Question, answer
from tilth.desk.checking import rebuild, verify
from tilth.desk.mending import amend, approve, withdraw
from tilth.desk.starting import start
from tilth.places.frame import to_lonlat
from tilth.store.geopackage import create, open_file


@pytest.fixture
def path(tmp_path):
    return tmp_path / "province.gpkg"


def test_a_province_from_report_to_release(path):
    with create(path) as store:
        field = Diary(store, now=datetime(2021, 3, 1, 9, tzinfo=UTC))
        start(field.programme, name="A province", country="BIH", author="chief", now=field.now)

        # March 2021. Villagers name two places; the survey team draws them. One more is known in words alone.
        survey = sheet(
            "2021-02-10 SHA-1 suspected square(0,0,400)",
            "2021-02 SHA-2 suspected square(1000,0,300)",
            source="survey 2021.geojson",
        )
        first = import_into(field, survey, said_by="Survey team")
        assert (first.read, first.booked, kinds(first)) == (2, 2, [])
        words = sheet("2020 SHA-9 suspected", source="letter.csv", area_m2=[50_000])
        words.geometry = np.array([None], dtype=object)
        assert "undrawn" in kinds(import_into(field, words, said_by="Municipality"))
        assert field.land() == {"suspected": 160_000 + 90_000}

        # June. The same file comes again, by mistake. Nothing happens.
        head = str(store.head())
        assert import_into(field, survey, said_by="Survey team").booked == 0
        assert str(store.head()) == head

        # A technical survey finds direct evidence in a corner of SHA-1 and nothing in its north.
        field.now = datetime(2022, 5, 1, 9, tzinfo=UTC)
        import_into(
            field,
            sheet(
                "2022-04-12 CHA-1 confirmed square(0,0,100)",
                "2022-04-20 NTS-1 cancelled box(0,300,400,400) of SHA-1",
                source="technical survey.geojson",
            ),
            said_by="Survey team",
        )
        assert field.land() == {"suspected": 200_000, "confirmed": 10_000, "cancelled": 40_000}

        # The deminers clear the corner; their polygon reaches a little into land nobody had named.
        field.now = datetime(2023, 9, 1, 9, tzinfo=UTC)
        clearance = import_into(
            field,
            sheet("2023-08-30 CLR-1 cleared box(-5,0,100,100) of CHA-1", source="completion.geojson"),
            said_by="Operator",
        )
        assert set(kinds(clearance)) == {"unrecorded_release", "release_larger"}
        release = store.head().entries
        approve(field.programme, release, author="quality", now=field.now)
        year = answer(field.programme, Question("2022-12-31", "2023-12-31"), today=field.now.date())
        assert [(flow["flow"], flow["m2"]) for flow in year["flows"]] == [
            ("cleared", 10_000),
            ("released_unrecorded", 500),
        ]
        assert year["balanced"]

        # The year's report is printed with its head.
        printed = str(store.head())
        as_printed = answer(field.programme, Question(as_at="2023-12-31"), today=field.now.date())["accounts"]

        # Spring 2024. A child finds a mine on the cleared corner. The find moves nothing, but it asks.
        field.now = datetime(2024, 4, 2, 9, tzinfo=UTC)
        find = import_into(field, sheet("2024-04-01 F-1 find point(50,50)", source="police.geojson"), said_by="Police")
        assert "reopening_asked" in kinds(find)
        assert field.land()["cleared"] == 10_500

        # The authority re-opens ten metres around it; it is cleared again in May.
        field.now += timedelta(days=1)
        import_into(
            field, sheet("2024-04-03 SHA-3 suspected square(40,40,20)", source="reopening.geojson"), said_by="Authority"
        )
        assert field.flows(start="2023-12-31") == {"re-opened cleared suspected": 400}
        field.now = datetime(2024, 6, 1, 9, tzinfo=UTC)
        import_into(
            field,
            sheet("2024-05-20 CLR-2 cleared square(40,40,20) of SHA-3", source="second.geojson"),
            said_by="Operator",
        )
        assert field.land()["cleared"] == 10_500

        # It turns out that SHA-2 was drawn too large, and that the cancellation was of another field.
        outline = to_lonlat([shapely.box(1_701_000, 5_200_000, 1_701_200, 5_200_300)])[0]
        number = next(one.entry.number for one in store.read() if one.entry.source_id == "SHA-2")
        amend(
            field.programme,
            number,
            {"geometry": outline.wkt, "happened_on": "2024-05-30"},
            why="GPS datum",
            author="chief",
            now=field.now,
        )
        wrong = next(one.entry.number for one in store.read() if one.entry.source_id == "NTS-1")
        withdraw(field.programme, wrong, why="another field", author="chief", now=field.now)
        assert field.flows(start="2024-05-25") == {
            "resized suspected unrecorded": 30_000,
            "corrected cancelled suspected": 40_000,
        }
        assert field.land() == {"suspected": 210_000, "cleared": 10_500}

        # Whoever asks what was known when the report was printed gets the figures that were printed.
        then = answer(field.programme, Question(as_at="2023-12-31", known_at="2023-12-31"), today=field.now.date())
        assert then["accounts"] == as_printed
        now = answer(field.programme, Question("2023-12-31", "2024-12-31"), today=field.now.date())
        assert now["balanced"]
        assert now["undrawn"]["suspected"] == 50_000

    # Years later, on another machine.
    with open_file(path) as store:
        field = Diary(store)
        assert verify(field.programme, head=printed, geometry=True)["ok"]
        rebuild(field.programme)
        assert field.land() == {"suspected": 210_000, "cleared": 10_500}
        assert field.land(known=int(printed.split(":")[0]), as_at="2023-12-31") == {
            s: m2 for s, m2 in as_printed.items() if m2
        }
