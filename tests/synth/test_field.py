"""The connected field: nothing in it stands alone."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from tilth.synth.field import connected_field
from tilth.units.dates import parse_when


@pytest.fixture(scope="module")
def field():
    return connected_field(polygons=2_000, seed=8)


@pytest.fixture(scope="module")
def overlaps(field):
    outlines = np.array([draft.geometry for draft in field], dtype=object)
    pairs = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    return pairs[:, pairs[0] != pairs[1]]


def test_all_outlines_hang_together(field, overlaps):
    member = np.arange(len(field))
    while True:
        lowest = member.copy()
        np.minimum.at(lowest, overlaps[0], member[overlaps[1]])
        if (lowest == member).all():
            break
        member = lowest
    assert (member == 0).all()


def test_an_outline_overlaps_about_six_others(field, overlaps):
    assert 5.5 < overlaps.shape[1] / len(field) < 6.5


def test_the_same_seed_draws_the_same_field_and_another_seed_another(field):
    again, other = connected_field(polygons=2_000, seed=8), connected_field(polygons=2_000, seed=9)
    assert [repr(draft) for draft in field] == [repr(draft) for draft in again]
    assert [repr(draft) for draft in field] != [repr(draft) for draft in other]


def test_the_field_is_valid_on_whole_centimetres_and_told_in_order(field):
    outlines = np.array([draft.geometry for draft in field], dtype=object)
    assert shapely.is_valid(outlines).all()
    vertices = shapely.get_coordinates(outlines)
    assert (np.round(vertices * 100) / 100 == vertices).all()
    days = [parse_when(draft.happened_on).last for draft in field]
    assert days == sorted(days)


def test_every_kind_occurs_and_releases_name_a_hazard_of_the_field(field):
    ids = {draft.source_id for draft in field}
    assert len(ids) == len(field)
    assert {draft.kind for draft in field} == {"suspected", "confirmed", "cancelled", "reduced", "cleared"}
    for draft in field:
        if draft.kind in ("cancelled", "reduced", "cleared"):
            assert draft.attributes["hazard"] in ids


def test_a_field_of_one_is_the_callers_mistake():
    with pytest.raises(ValueError, match="at least two"):
        connected_field(polygons=1, seed=1)
