"""Importing: every row is booked or set aside with a reason, and the same rows are never booked twice."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from diary import Diary, import_into, kinds, log, placed, shape, sheet
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.desk.checking import verify
from tilth.desk.importing import import_sheets
from tilth.desk.refusal import Refusal
from tilth.desk.sheet import Sheet
from tilth.store.geopackage import create
from tilth.store.memory import Memory

TWO = ("2024-05-02 H1 suspected square(0,0,100)", "2024-05-03 H2 confirmed square(200,0,100)")


@pytest.fixture(params=["memory", "geopackage"])
def field(request, tmp_path):
    store = Memory() if request.param == "memory" else create(tmp_path / "p.gpkg")
    yield Diary(store)
    store.close()


def said(report, kind: str) -> list[int | None]:
    return [found.row for found in report.findings if found.kind == kind]


def rows(count: int, **columns) -> Sheet:
    shapes = np.array([shape(f"square({at * 20},0,10)") for at in range(count)], dtype=object)
    return Sheet("t.csv", "digest of t.csv", None, 1, columns, shapes, "EPSG:6933")


# --- importing again ------------------------------------------------------------------------------------------------


def test_a_first_import_books_every_row_under_its_heading(field):
    report = import_into(field, sheet(*TWO))
    assert (report.read, report.booked, report.set_aside, report.repaired) == (2, 2, 0, 0)
    assert [entry["kind"] for entry in log(field.store)] == ["import", "suspected", "confirmed"]
    assert [entry["batch"] for entry in log(field.store)] == [None, 1, 1]
    assert [entry["source_row"] for entry in log(field.store)] == [None, 1, 2]
    heading = log(field.store)[0]["body"]
    assert (heading["source"], heading["read"], heading["booked"], heading["set_aside"], heading["crs"]) == (
        "survey.geojson",
        2,
        2,
        0,
        "EPSG:6933",
    )
    assert field.land() == {"suspected": 10000, "confirmed": 10000}


def test_the_same_rows_again_book_nothing_and_leave_the_head(field):
    import_into(field, sheet(*TWO))
    head = field.store.head()
    report = import_into(field, sheet(*TWO))
    assert (report.booked, report.set_aside) == (0, 2)
    assert kinds(report) == ["booked_before", "booked_before"]
    assert field.store.head() == head


def test_the_same_rows_in_another_file_are_the_same_rows(field):
    import_into(field, sheet(*TWO))
    head = field.store.head()
    report = import_into(field, sheet(*reversed(TWO), source="copy of survey.geojson"))
    assert (report.booked, field.store.head()) == (0, head)


def test_the_same_rows_from_another_speaker_are_other_rows(field):
    import_into(field, sheet(*TWO))
    assert import_into(field, sheet(*TWO), said_by="B").booked == 2
    assert field.land() == {"suspected": 10000, "confirmed": 10000}


def test_the_same_id_with_new_content_amends_and_lost_land_is_resized(field):
    import_into(field, sheet(*TWO))
    report = import_into(field, sheet("2024-05-02 H1 suspected box(0,0,60,100)", TWO[1]))
    assert (report.booked, report.set_aside) == (1, 1)
    assert "amended" in kinds(report)
    assert log(field.store)[-1]["amends"] == 2
    assert field.land() == {"suspected": 6000, "confirmed": 10000}
    assert not any(name.startswith(("cancelled", "reduced", "cleared")) for name in field.flows())


def test_an_amendment_that_lost_its_outline_gives_the_land_up_and_folds_alike(field):
    import_into(field, rows(1, id=["R1"], status=["cleared"], date=["2024-05-02"]))
    undrawn = Sheet(
        "t.csv", "digest of another", None, 1,
        {"id": ["R1"], "status": ["cleared"], "date": ["2024-05-02"], "area_m2": [100]}, np.array([None]), "EPSG:6933",
    )  # fmt: skip
    import_into(field, undrawn)
    assert log(field.store)[-1]["amends"] == 2
    assert field.land() == {}
    assert verify(field.programme)["problems"] == []


def test_half_of_a_surrogate_pair_is_no_bar(field):
    report = import_into(field, rows(1, id=["H\ud800"], name=["A\udc00"], status=["suspected"], date=["2024-05-02"]))
    assert report.booked == 1
    assert log(field.store)[-1]["source_id"] == "H?"
    assert log(field.store)[-1]["body"]["name"] == "A?"


def test_an_amendment_dated_later_resizes_on_its_day(field):
    import_into(field, sheet(*TWO))
    import_into(field, sheet("2024-09-02 H1 suspected box(0,0,60,100)", TWO[1]))
    assert field.flows(start="2024-06-30") == {"resized suspected unrecorded": 4000}


def test_an_amendment_goes_to_the_last_word_on_the_id(field):
    for day in (2, 3, 4):
        import_into(field, sheet(f"2024-05-0{day} H1 suspected square(0,0,100)"))
    assert [entry["amends"] for entry in log(field.store) if entry["kind"] == "suspected"] == [None, 2, 4]
    assert field.land() == {"suspected": 10000}


def test_a_hazard_that_is_confirmed_under_its_id_amends_the_suspicion(field):
    import_into(field, sheet("2024-05-02 H1 suspected square(0,0,100)"))
    import_into(field, sheet("2024-08-02 H1 confirmed square(0,0,100)"))
    assert log(field.store)[-1]["amends"] == 2
    assert field.flows(start="2024-06-30") == {"reclassified suspected confirmed": 10000}


def test_one_entry_is_amended_by_one_row_whatever_kinds_the_rows_have(field):
    import_into(field, sheet("2024-05-02 H1 suspected square(0,0,100)"))
    report = import_into(
        field, sheet("2024-06-02 H1 suspected square(0,0,50)", "2024-06-02 H1 confirmed square(50,0,50)")
    )
    assert "ambiguous_id" in kinds(report)
    assert [entry["amends"] for entry in log(field.store)].count(2) <= 1


def test_a_release_of_the_same_id_does_not_amend_the_hazard(field):
    import_into(field, sheet("2024-05-02 7 suspected square(0,0,100)"))
    import_into(field, sheet("2024-06-02 7 cleared square(0,0,100)"))
    assert [entry["amends"] for entry in log(field.store)] == [None] * 4
    assert field.land() == {"cleared": 10000}


def test_an_id_that_vanished_is_only_a_finding(field):
    import_into(field, sheet(*TWO))
    head, land = field.store.head(), field.land()
    report = import_into(field, sheet(TWO[0]))
    assert kinds(report) == ["booked_before", "id_vanished"]
    assert "H2" in report.findings[-1].sentence
    assert (field.store.head(), field.land()) == (head, land)


def test_an_id_whose_row_was_set_aside_has_not_vanished(field):
    import_into(field, sheet(*TWO))
    second = sheet(*TWO)
    second.geometry[1] = None
    report = import_into(field, second)
    assert said(report, "null_geometry") == [2]
    assert "id_vanished" not in kinds(report)


def test_another_part_of_the_programme_makes_nothing_vanish(field):
    import_into(field, sheet(*TWO))
    assert "id_vanished" not in kinds(import_into(field, sheet("2024-05-02 H7 suspected square(900,0,10)")))


def test_rows_without_an_id_are_never_matched_by_shape(field):
    import_into(field, sheet("2024-05-02 - suspected square(0,0,100)"))
    report = import_into(field, sheet("2024-08-02 - suspected square(0,0,100)"))
    assert report.booked == 1
    assert log(field.store)[-1]["amends"] is None
    assert "overlap" in kinds(report)


def test_repeats_inside_a_file_are_booked_and_post_nothing(field):
    again = ["2024-05-02 H1 suspected square(0,0,100)"] * 3
    report = import_into(field, sheet(*again))
    assert (report.booked, field.land()) == (3, {"suspected": 10000})
    assert said(report, "repeated_geometry") == [2, 3]
    assert said(report, "repeated_id") == [2, 3]
    assert [entry["amends"] for entry in log(field.store)] == [None] * 4
    head = field.store.head()
    assert import_into(field, sheet(*again)).booked == 0
    assert import_into(field, sheet(*again[:2])).booked == 0
    assert field.store.head() == head
    assert import_into(field, sheet(*again, again[0])).booked == 1


def test_an_id_repeated_in_a_later_part_of_the_file_does_not_amend_the_first(field):
    parts = sheet(TWO[0], sha256="s"), sheet("2024-07-02 H1 suspected square(0,0,50)", sha256="s")
    parts[1].first_row = 2
    report = import_into(field, *parts)
    assert said(report, "repeated_id") == [2]
    assert [entry["amends"] for entry in log(field.store)] == [None] * 4
    assert field.land() == {"suspected": 10000}


def test_a_file_in_parts_is_booked_before_in_any_other_parts(field):
    import_into(field, sheet(*TWO, *TWO, sha256="s"))
    parts = sheet(TWO[0], sha256="s"), sheet(TWO[1], *TWO, sha256="s")
    parts[1].first_row = 2
    assert import_into(field, *parts).booked == 0


def test_two_live_entries_of_one_id_are_left_alone(field):
    import_into(field, sheet("2024-05-02 H1 suspected square(0,0,10)", "2024-05-02 H1 suspected square(50,0,10)"))
    report = import_into(field, sheet("2024-05-02 H1 suspected square(0,0,20)"))
    assert said(report, "ambiguous_id") == [1]
    assert log(field.store)[-1]["amends"] is None


def test_blanks_around_an_id_do_not_make_another_id(field):
    import_into(field, sheet("2024-05-02 H1 suspected square(0,0,100)"))
    second = sheet("2024-05-02 H1 suspected square(0,0,50)")
    second.columns["id"] = [" H1 "]
    report = import_into(field, second)
    assert {"id_blanks", "trailing_space"} & set(kinds(report))
    assert log(field.store)[-1]["amends"] == 2


def test_a_number_is_an_id_too(field):
    numbered = sheet(*TWO)
    numbered.columns["id"] = [1, 2]
    import_into(field, numbered)
    assert [entry["source_id"] for entry in log(field.store)[1:]] == ["1", "2"]


# --- dates ----------------------------------------------------------------------------------------------------------


def test_a_date_of_low_precision_counts_on_its_last_day(field):
    import_into(field, sheet("2023 H1 suspected square(0,0,10)", "2024-02 R1 cleared square(0,0,10)"))
    assert field.land("2023-12-30") == {}
    assert field.land("2024-02-28") == {"suspected": 100}
    assert [(entry["happened_on"], entry["counts_on"]) for entry in log(field.store)[1:]] == [
        ("2023", "2023-12-31"),
        ("2024-02", "2024-02-29"),
    ]


def test_undated_rows_count_on_the_day_they_were_recorded_with_one_finding(field):
    report = import_into(field, sheet("undated H1 suspected square(0,0,10)", "undated H2 suspected square(50,0,10)"))
    assert kinds(report).count("undated") == 1
    assert {entry["counts_on"] for entry in log(field.store)} == {"2025-01-01"}
    assert field.land("2024-12-31") == {}


def test_a_row_of_tomorrow_is_set_aside(field):
    report = import_into(
        field, sheet("2025-01-02 H1 suspected square(0,0,10)", "2025-01-01 H2 suspected square(50,0,10)")
    )
    assert (report.booked, said(report, "future_date")) == (1, [1])


def test_a_date_that_is_none_is_kept_as_read_and_counts_as_undated(field):
    odd = sheet("2024-05-02 H1 suspected square(0,0,10)")
    odd.columns["date"] = ["soon"]
    report = import_into(field, odd)
    assert (report.booked, said(report, "bad_date")) == (1, [1])
    assert log(field.store)[-1]["happened_on"] is None


def test_year_and_month_in_columns_of_their_own_are_a_date(field):
    import_into(field, rows(1, status=["suspected"], year=[2023], month=[2]))
    assert log(field.store)[-1]["counts_on"] == "2023-02-28"


# --- what is asked about --------------------------------------------------------------------------------------------


def test_a_row_without_a_kind_is_set_aside(field):
    report = import_into(field, rows(2, id=["a", "b"]))
    assert (report.booked, kinds(report)) == (0, ["no_kind", "no_kind"])
    assert field.store.head().entries == 0


def test_a_row_of_an_unknown_kind_is_set_aside(field):
    report = import_into(field, rows(2, status=["suspected", "dangerous"]))
    assert (report.booked, said(report, "unknown_kind")) == (1, [2])


@pytest.mark.parametrize("kind", ["mines", "", "programme", "import"])
def test_a_kind_of_rows_that_nobody_knows_is_refused(field, kind):
    if kind == "":
        assert kinds(import_into(field, rows(1), kind=kind)) == ["no_kind"]
        return
    with pytest.raises(Refusal) as refused:
        import_into(field, rows(1), kind=kind)
    assert refused.value.number == "422.1"


def test_the_kind_stated_for_all_rows_wins(field):
    import_into(field, rows(2, status=["a", "b"]), kind="confirmed")
    assert field.land() == {"confirmed": 200}


def test_who_said_it_is_asked_for_and_never_guessed(field):
    report = import_into(field, sheet(TWO[0]), said_by=None)
    assert "said_by_missing" in kinds(report)
    assert log(field.store)[-1]["said_by"] == "not stated"
    named = import_into(field, rows(1, status=["suspected"], said_by=["C"]), said_by=None)
    assert "said_by_missing" not in kinds(named)
    assert log(field.store)[-1]["said_by"] == "C"


def test_a_release_of_land_nobody_recorded_is_asked_about(field):
    report = import_into(field, sheet("2024-05-02 R1 cleared square(0,0,10)"))
    assert said(report, "unrecorded_release") == [1]
    assert field.flows() == {"released_unrecorded unrecorded cleared": 100}


def test_an_overlap_is_asked_about_beyond_a_hundredth_of_the_outline(field):
    report = import_into(
        field,
        sheet(
            "2024-05-02 H1 suspected square(0,0,100)",
            "2024-05-02 H2 suspected box(99,0,199,100)",
            "2024-05-02 H3 suspected box(-98,200,2,300)",
            "2024-05-02 H4 suspected box(-198,200,-96,300)",
        ),
    )  # fmt: skip
    assert said(report, "overlap") == [2, 4]
    assert "1.0 %" in next(found.sentence for found in report.findings if found.kind == "overlap")


def test_a_release_larger_than_the_hazard_it_names_is_asked_about(field):
    report = import_into(
        field, sheet("2024-05-02 H1 suspected square(0,0,100)", "2024-06-02 R1 cleared box(0,0,150,100) of H1")
    )
    assert said(report, "release_larger") == [2]
    assert said(report, "unknown_hazard") == []
    later = import_into(field, sheet("2024-07-02 R2 cleared box(0,0,150,100) of H1", source="later"))
    assert said(later, "release_larger") == [1]


def test_a_hazard_that_nobody_recorded_is_asked_about(field):
    report = import_into(field, sheet("2024-06-02 R1 cleared square(0,0,10) of H7"))
    assert said(report, "unknown_hazard") == [1]


def test_an_accident_on_released_land_asks_for_a_reopening(field):
    together = sheet(
        "2024-05-02 H1 suspected square(0,0,100)",
        "2024-06-02 R1 cleared square(0,0,50)",
        "2024-07-02 A1 accident point(20,20)",
        "2024-07-02 A2 accident point(70,70)",
    )
    report = import_into(field, together)
    assert said(report, "reopening_asked") == [3]
    later = import_into(field, sheet("2024-07-03 F1 find point(21,21)", source="later"))
    assert said(later, "reopening_asked") == [1]
    assert field.land() == {"suspected": 7500, "cleared": 2500}


def test_a_stated_size_is_kept_where_the_outline_differs(field):
    report = import_into(field, rows(3, status=["suspected"] * 3, area_m2=[100, 150, 101]))
    assert said(report, "area_differs") == [2]
    assert [entry["body"].get("stated_area_m2") for entry in log(field.store)[1:]] == [None, 150, None]
    assert [entry["body"]["area_m2"] for entry in log(field.store)[1:]] == [100, 100, 100]


def test_a_size_without_an_outline_goes_to_the_undrawn_account(field):
    words = rows(3, status=["suspected"] * 3, area_m2=[5000, None, 0], id=["U1", "U2", "U3"])
    words.geometry[:] = None
    report = import_into(field, words)
    assert (report.booked, said(report, "undrawn"), said(report, "null_geometry")) == (1, [1], [2, 3])
    assert field.land() == {}


def test_columns_about_persons_are_not_kept(field):
    report = import_into(
        field, rows(1, status=["suspected"], victim_name=["Somebody"], phone=["12345"], note=["a field"])
    )
    assert kinds(report).count("personal_column") == 2
    assert "Somebody" not in str(log(field.store))
    assert log(field.store)[-1]["body"]["note"] == "a field"


def test_a_dry_run_tells_all_and_keeps_nothing(field):
    import_into(field, sheet(TWO[0]))
    head, land = field.store.head(), field.land()
    tried = import_into(field, sheet("2024-05-02 H1 suspected square(0,0,150)", TWO[1]), dry_run=True)
    assert (field.store.head(), field.land()) == (head, land)
    done = import_into(field, sheet("2024-05-02 H1 suspected square(0,0,150)", TWO[1]))
    assert [found.kind for found in tried.findings] == [found.kind for found in done.findings]
    assert (tried.read, tried.booked, tried.set_aside) == (done.read, done.booked, done.set_aside) == (2, 2, 0)


def test_an_import_that_breaks_off_is_taken_up_by_running_it_again(field):
    first, second = sheet(TWO[0], sha256="s"), sheet(TWO[1], sha256="s")
    second.first_row = 2

    def breaking_off():
        yield first
        raise OSError("the cable")

    with pytest.raises(OSError, match="cable"):
        import_sheets(field.programme, breaking_off(), kind=None, said_by="A", author="owner", now=field.now)
    assert field.store.head().entries == 2
    report = import_into(field, first, second)
    assert (report.booked, report.set_aside) == (1, 1)
    assert verify(field.programme)["ok"]


def test_statements_come_again_under_their_id(field):
    claims = Sheet(
        "claims.csv",
        "digest",
        None,
        1,
        {"claim_id": ["C1"], "metric": ["released"], "value": [5], "unit": ["km2"]},
        None,
        None,
    )
    import_into(field, claims, kind="statements")
    head = field.store.head()
    assert import_into(field, claims, kind="statements").booked == 0
    assert field.store.head() == head
    claims.columns = claims.columns | {"value": [6]}
    import_into(field, claims, kind="statements")
    assert log(field.store)[-1]["amends"] == 2


cells = st.none() | st.text(max_size=6) | st.integers() | st.floats() | st.booleans() | st.dates()
some_shapes = st.sampled_from([
    None, "POLYGON", b"\x01\x02", shapely.Point(1, 2), shapely.Polygon(), shapely.box(0, 0, 9, 9),
    shapely.box(5, 5, 20, 20), shapely.Polygon([(0, 0), (5, 5), (5, 0), (0, 5)]), shapely.LineString([(0, 0), (1, 1)]),
    shapely.MultiPolygon([shapely.box(0, 0, 1, 1)]),
])  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_table_stops_the_import_and_no_row_is_lost(data):
    count = data.draw(st.integers(0, 5))
    names = data.draw(
        st.lists(
            st.sampled_from(
                [
                    "id",
                    "date",
                    "status",
                    "kind",
                    "area_m2",
                    "hazard_id",
                    "year",
                    "month",
                    "said_by",
                    "note",
                    "entry",
                    "amends",
                    "name",
                ]
            ),
            unique=True,
            max_size=6,
        )
    )
    columns = {name: data.draw(st.lists(cells, min_size=count, max_size=count)) for name in names}
    shapes = np.empty(count, dtype=object)
    shapes[:] = data.draw(st.lists(some_shapes, min_size=count, max_size=count))
    table = Sheet("t.csv", "digest", None, 1, columns, shapes, "EPSG:6933")
    field = Diary()
    report = import_into(
        field,
        table,
        kind=data.draw(st.sampled_from([None, "suspected", "cleared", "accidents", "tasks", "statements"])),
    )
    assert report.read == count
    assert len({found.row for found in report.findings if found.row} & set(range(1, count + 1))) >= report.set_aside
    assert verify(field.programme)["ok"]
    assert import_into(field, table, kind=None if "kind" in columns else "suspected").read == count


def test_polygons_are_booked_where_they_lie_whatever_their_crs(field):
    lonlat = rows(1, status=["suspected"])
    lonlat.geometry[0] = shapely.box(17.8, 44.0, 17.81, 44.01)
    lonlat.crs = "EPSG:4326"
    import_into(field, lonlat)
    assert field.land()["suspected"] == pytest.approx(891_000, rel=0.01)
    assert placed(shapely.Point(0, 0)).distance(shapely.from_wkb(log(field.store)[-1]["geometry"])) < 200_000
