"""The invented province: the same for the same seed, nowhere on earth, and labelled as what it is."""

from __future__ import annotations

import hashlib

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.synth.draft import INVENTED
from tilth.synth.entries import METHODS
from tilth.synth.histories import histories
from tilth.synth.names import invent_names
from tilth.synth.ordnance import TYPES
from tilth.synth.province import Province, province
from tilth.synth.truth import contaminated_share

SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def small() -> Province:
    return province(hazards=300, teams=5, seed=11)


def shapes_of(place: Province) -> list[shapely.Geometry]:
    shapes = [place.outline, place.river, *place.front_lines]
    shapes += [district.outline for district in place.districts] + [patch.outline for patch in place.land_use]
    shapes += [road.line for road in place.roads] + [village.point for village in place.villages]
    return shapes + [incident.point for incident in place.accidents + place.finds]


def digest(place: Province) -> str:
    names = [village.name for village in place.villages] + [district.name for district in place.districts]
    names += [repr(team) for team in place.teams] + [repr(incident) for incident in place.accidents + place.finds]
    parts = [shapely.to_wkb(shape) for shape in shapes_of(place)] + [name.encode() for name in names]
    parts += [place.ordnance.tobytes(), place.ordnance_types.tobytes()]
    return hashlib.sha256(b"|".join(parts)).hexdigest()


@given(SEEDS, st.integers(1, 120))
@settings(max_examples=12, deadline=None)
def test_the_same_seed_invents_the_same_province(seed, hazards):
    assert digest(province(hazards=hazards, seed=seed)) == digest(province(hazards=hazards, seed=seed))


def test_another_seed_invents_another_province(small):
    assert digest(small) != digest(province(hazards=300, teams=5, seed=12))


def test_everything_with_a_name_says_it_is_invented(small):
    names = [small.name, *(item.name for item in small.villages + small.roads + small.districts + small.teams)]
    names += [team.operator for team in small.teams] + [village.district for village in small.villages]
    for incident in small.accidents + small.finds:
        names += [incident.said_by, str(incident.attributes["name"]), str(incident.attributes["district"])]
    assert incident.attributes["type"] in TYPES
    assert [name for name in names if INVENTED not in name.lower()] == []


def test_it_lies_on_open_ocean_even_when_it_is_large():
    to_lonlat = pyproj.Transformer.from_crs("EPSG:6933", "EPSG:4326", always_xy=True)
    west, south, east, north = to_lonlat.transform_bounds(*province(hazards=100_000, seed=5).outline.bounds)
    assert -28 < west < east < -14  # no land between here and the mid-ocean islands
    assert -36 < south < north < -24


def test_no_village_bears_the_name_of_a_populated_place_of_the_war(shared_data):
    pyogrio = pytest.importorskip("pyogrio")
    real = set()
    for layer in pyogrio.list_layers(shared_data / "base" / "base_ukraine_kursk.gpkg")[:, 0]:
        table = pyogrio.raw.read(shared_data / "base" / "base_ukraine_kursk.gpkg", layer=layer, read_geometry=False)
        real |= {str(value).lower() for column in table[3] for value in column if isinstance(value, str)}
    assert len(real) > 4_000
    invented = invent_names(10_000, rng=np.random.default_rng(3))
    assert [name for name in invented if name.lower() in real] == []


@pytest.mark.parametrize("count", [1, 40, 400, 20_000])
def test_no_two_villages_share_a_name(count):
    assert len(set(invent_names(count, rng=np.random.default_rng(1)))) == count


@given(SEEDS, st.integers(1, 800))
@settings(max_examples=12, deadline=None)
def test_the_districts_are_the_province_and_share_no_land(seed, hazards):
    place = province(hazards=hazards, seed=seed)
    outlines = [district.outline for district in place.districts]
    assert 4 <= len(outlines) <= 12
    assert shapely.is_valid(outlines).all()
    assert sum(outline.area for outline in outlines) == pytest.approx(place.outline.area, rel=1e-9)
    assert shapely.union_all(outlines).area == pytest.approx(place.outline.area, rel=1e-9)
    by_name = {district.name: district.outline for district in place.districts}
    assert all(by_name[village.district].covers(village.point) for village in place.villages)


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_land_roads_and_hazards_lie_inside_the_outline(seed):
    place = province(hazards=300, seed=seed)
    inside = [draft.geometry for draft in histories(place)] + [road.line for road in place.roads]
    assert shapely.covers(place.outline, inside).all()
    assert shapely.covers(place.outline, shapely.points(place.ordnance)).all()


def test_every_shape_is_valid_and_on_whole_centimetres(small):
    shapes = shapes_of(small)
    assert shapely.is_valid(shapes).all()
    vertices = shapely.get_coordinates(shapes)
    assert (np.round(vertices * 100) / 100 == vertices).all()


def test_the_country_grows_with_its_hazards_and_its_density_stays():
    # The border strip counts for less in a larger country, so the grid of villages is compared.
    per_km2 = [1e6 * hazards / np.prod(province(hazards=hazards, seed=2).landscape.size) for hazards in (2_000, 20_000)]
    assert per_km2[0] == pytest.approx(per_km2[1], rel=0.05)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nearly_all_suspected_land_is_empty(seed):
    place = province(hazards=300, seed=seed)
    suspected = [draft.geometry for draft in histories(place) if draft.kind == "suspected"]
    assert 0.001 < contaminated_share(suspected, ordnance=place.ordnance) < 0.05


def test_ordnance_lies_denser_near_the_former_front_line():
    place = province(hazards=5_000, seed=4)
    # Hazards crowd there too, so items are counted per hazard.
    first = {int(d.source_id[4:10]): d.geometry.centroid for d in histories(place) if d.source_id[:3] in ("SHA", "CHA")}
    front = shapely.union_all(place.front_lines)
    hazards_near = np.mean(shapely.distance(list(first.values()), front) < 1_500)
    items_near = np.mean(shapely.distance(shapely.points(place.ordnance), front) < 1_500)
    assert items_near > 1.3 * hazards_near


def test_teams_have_known_methods_and_are_as_many_as_asked(small):
    assert len(small.teams) == 5
    assert {team.method for team in small.teams} <= set(METHODS)


@pytest.mark.parametrize(("hazards", "teams"), [(0, 3), (5, 0)])
def test_a_province_of_nothing_is_the_callers_mistake(hazards, teams):
    with pytest.raises(ValueError, match="at least one"):
        province(hazards=hazards, teams=teams, seed=1)
