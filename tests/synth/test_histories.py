"""Ten invented years of reports: in order, drawable, and imperfect at known rates."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.synth import rates
from tilth.synth.draft import INVENTED, Draft
from tilth.synth.histories import BATCH, batches, histories
from tilth.synth.province import Province, province
from tilth.units.dates import parse_when

SEEDS = st.integers(0, 2**32 - 1)
FIRST_OUTLINES = ("SHA", "CHA")


@pytest.fixture(scope="module")
def large() -> Province:
    return province(hazards=6_000, seed=21)


@pytest.fixture(scope="module")
def drafts(large) -> list[Draft]:
    return list(histories(large))


def counts_on(draft: Draft) -> date:
    when = parse_when(draft.happened_on)
    assert when is not None
    return when.last


def digest(history: list[Draft]) -> str:
    words = hashlib.sha256()
    for draft in history:
        words.update(repr(draft._replace(geometry=None)).encode() + shapely.to_wkb(draft.geometry))
    return words.hexdigest()


@given(SEEDS, st.integers(1, 150))
@settings(max_examples=15, deadline=None)
def test_any_seed_tells_a_valid_history_in_order_and_tells_it_again(seed, hazards):
    place = province(hazards=hazards, seed=seed)
    history = list(histories(place))
    outlines = [draft.geometry for draft in history]
    assert shapely.is_valid(outlines).all()
    assert (shapely.area(outlines) > 0).all()
    days = [counts_on(draft) for draft in history]
    assert days == sorted(days)
    assert digest(history) == digest(list(histories(province(hazards=hazards, seed=seed))))


def test_every_outline_is_valid_and_on_whole_centimetres(drafts):
    outlines = np.array([draft.geometry for draft in drafts], dtype=object)
    assert shapely.is_valid(outlines).all()
    vertices = shapely.get_coordinates(outlines)
    assert (np.round(vertices * 100) / 100 == vertices).all()


def test_the_decade_is_2015_to_2024_and_told_in_order(drafts):
    days = [counts_on(draft) for draft in drafts]
    assert days == sorted(days)
    assert date(2015, 1, 1) <= days[0] < days[-1] <= date(2024, 12, 31)


def test_most_dates_are_stated_to_the_day_some_to_the_month_or_year(drafts):
    lengths = Counter(len(draft.happened_on) for draft in drafts)
    assert set(lengths) == {4, 7, 10}
    assert lengths[10] > 0.9 * len(drafts)


def test_both_orders_tell_the_same_drafts(large, drafts):
    by_village = [draft for batch in batches(large, order="village") for draft in batch]
    assert len(by_village) == len(drafts)
    assert sorted(map(repr, by_village)) == sorted(map(repr, drafts))
    days = [counts_on(draft) for draft in by_village]
    assert days != sorted(days)
    assert [draft for _, draft in sorted(zip(days, by_village, strict=True), key=lambda pair: pair[0])] == drafts


def test_a_village_is_told_at_one_stretch_from_first_day_to_last(large):
    villages, last = [], date.min
    for batch in batches(large, order="village"):
        for draft in batch:
            village, day = str(draft.attributes["name"]).rpartition(" near ")[2], counts_on(draft)
            if villages and villages[-1] == village:
                assert last <= day
            else:
                villages.append(village)
            last = day
    assert len(set(villages)) == len(villages)


def test_no_batch_is_much_larger_than_twenty_thousand(large):
    for order in ("village", "time"):
        sizes = [len(batch) for batch in batches(large, order=order)]
        assert len(sizes) > 1
        assert max(sizes) <= 1.2 * BATCH


def test_every_hazard_has_a_first_outline_and_about_four_entries(large, drafts):
    numbers = {int(draft.source_id[4:10]) for draft in drafts if draft.source_id[:3] in FIRST_OUTLINES}
    assert numbers == set(range(1, 6_001))
    assert 3.8 < len(drafts) / 6_000 < 4.3


def test_hazards_are_irregular_and_of_all_sizes(drafts):
    first: dict[str, shapely.Polygon] = {}
    for draft in drafts:
        if draft.source_id.startswith("SHA"):
            first.setdefault(draft.source_id, draft.geometry)
    outlines = list(first.values())
    area_m2 = shapely.area(outlines)
    assert 15_000 < np.median(area_m2) < 26_000
    assert area_m2.min() > 95
    assert area_m2.min() < 1_000
    assert 1_000_000 < area_m2.max() <= 5_000_100
    corners = shapely.get_num_coordinates(outlines) - 1
    assert corners.min() >= 6
    assert corners.max() <= 20
    box = shapely.minimum_rotated_rectangle(outlines)
    assert np.median(area_m2 / shapely.area(box)) < 0.9


def test_survey_releases_most_land_and_clearance_about_a_third(drafts):
    released = Counter()
    for draft in drafts:
        released[draft.kind] += draft.geometry.area
    total = released["cancelled"] + released["reduced"] + released["cleared"]
    assert 0.45 < released["cancelled"] / total < 0.70
    assert 0.15 < released["cleared"] / total < 0.40


def test_a_release_names_the_hazard_it_releases_and_that_hazard_came_first(drafts):
    known = set()
    for draft in drafts:
        hazard = draft.attributes["hazard"]
        if draft.kind in ("cancelled", "reduced", "cleared"):
            assert hazard in known or (hazard == "" and draft.source_id.startswith("UNR"))
            assert (draft.kind == "cleared") == ("depth_cm" in draft.attributes)
        else:
            assert hazard == ""
            known.add(draft.source_id)


def test_a_confirmed_area_lies_in_the_suspected_one(drafts):
    last = {draft.source_id: draft.geometry for draft in drafts if draft.kind == "suspected"}
    pairs = [
        (draft.geometry, last.get(draft.source_id.replace("CHA", "SHA")))
        for draft in drafts
        if draft.kind == "confirmed"
    ]
    inside = [confirmed.difference(suspected).area / confirmed.area for confirmed, suspected in pairs if suspected]
    assert len(inside) > 1_000
    assert max(inside) < 0.02


def test_imperfections_come_at_their_known_rates(drafts):
    ids = Counter(draft.source_id for draft in drafts)
    outlines: dict[str, set[bytes]] = {}
    for draft in drafts:
        outlines.setdefault(draft.source_id, set()).add(draft.geometry.wkb)
    prefixes = Counter(draft.source_id[:3] for draft in drafts)
    suspected = sum(source_id.startswith("SHA") for source_id in ids)
    resized = sum(len(shapes) == 2 for shapes in outlines.values())
    repeated = sum(ids.values()) - sum(map(len, outlines.values()))
    assert resized / suspected == pytest.approx(rates.RESIZED, rel=0.35)
    assert repeated / len(drafts) == pytest.approx(rates.REPEATED_ROW, rel=0.35)
    assert prefixes["ALT"] / suspected == pytest.approx(rates.SECOND_REPORT, rel=0.5)
    assert prefixes["UNR"] / 6_000 == pytest.approx(rates.UNRECORDED_RELEASE, rel=0.4)
    assert 0.3 * rates.REOPENED < prefixes["REO"] / 6_000 < 1.2 * rates.REOPENED


def test_a_repeated_row_is_the_same_in_every_word(drafts):
    seen: dict[tuple[str, bytes], Draft] = {}
    for draft in drafts:
        key = draft.source_id, draft.geometry.wkb
        assert seen.setdefault(key, draft) == draft


def test_a_resized_hazard_is_smaller_and_said_by_the_same(drafts):
    before: dict[str, Draft] = {}
    for draft in drafts:
        first = before.setdefault(draft.source_id, draft)
        if draft.source_id.startswith("SHA") and first.geometry != draft.geometry:
            assert draft.said_by == first.said_by
            assert draft.geometry.area < first.geometry.area


def test_land_is_re_opened_where_something_was_found_on_released_land(large, drafts):
    released = shapely.STRtree([d.geometry for d in drafts if d.kind in ("cancelled", "reduced", "cleared")])
    reopened = [draft for draft in drafts if draft.source_id.startswith("REO")]
    assert len({draft.source_id for draft in reopened}) == len(large.finds)
    finds = shapely.STRtree([find.point for find in large.finds])
    for draft in reopened:
        assert len(finds.query(draft.geometry, predicate="covers"))
        assert len(released.query(draft.geometry, predicate="intersects"))


def test_every_draft_says_it_is_invented(drafts):
    for draft in drafts:
        assert INVENTED in draft.said_by
        assert all(INVENTED in str(draft.attributes[key]) for key in ("district", "operator", "name"))
