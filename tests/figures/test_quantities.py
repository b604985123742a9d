"""Figures with units as reports state them. The sentences are invented; the countries are those of the field."""

from __future__ import annotations

from decimal import Decimal

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.evidence.metrics import dimension, known_units, unit_factor
from tilth.figures.quantities import find_quantities
from tilth.terms import table


def told(text):
    """Value, unit and qualifier of every quantity; a range as both ends."""
    return [
        ((one.value, one.high) if one.high is not None else one.value, one.unit, one.qualifier)
        for one in find_quantities(text)
    ]


MEASURES = {
    "Sappers in Kharkiv oblast checked 1,7 thousand hectares in a month.": [(1700, "ha", "")],
    "In Iraq about 2,644 square kilometres are still suspected.": [(2644, "km2", "about")],
    "Nearly 174,000 sq. km were exposed, 137,000 km² still are.": [(174000, "km2", "nearly"), (137000, "km2", "")],
    "The Angolan teams released 12.5 million m2 last year.": [(12_500_000, "m2", "")],
    "The task in Kandahar covered 40 jeribs, the one in Gaza 25 dunums.": [(40, "jerib", ""), (25, "dunum", "")],
    "A farm of 300 acres near Mine Hill": [(300, "acres", "")],
    "They opened 40 km of railway and 11.5 linear kilometres of lanes.": [(40, "km", ""), (Decimal("11.5"), "km", "")],
    "Search went to a depth of 20 cm over a 500-metre strip.": [(20, "cm", ""), (500, "m", "")],
    "Destroyed were 3.4 tonnes of explosives and 1,200kg of TNT.": [(Decimal("3.4"), "t", ""), (1200, "kg", "")],
    "About 1.64% of Bosnia, or 838 km2, is suspected.": [(Decimal("1.64"), "percent", "about"), (838, "km2", "")],
    "Some 20 per cent of the casualties; 0.7 percentage points less": [
        (20, "percent", "some"),
        (Decimal("0.7"), "percent", ""),
    ],
    "The three-month mission took 47 working days.": [(3, "months", ""), (47, "days", "")],
    "It may take 70 years, or as long as 757.": [(70, "years", "")],
    "The grant is worth US$ 5.6 million, that of Norway NOK 40 million.": [
        (5_600_000, "USD", ""),
        (40_000_000, "NOK", ""),
    ],
    "It costs €3m or 15 million KM or over 300 million hryvnias.": [
        (3_000_000, "EUR", ""),
        (15_000_000, "BAM", ""),
        (300_000_000, "UAH", "over"),
    ],
    "15 KM of road": [(15, "km", "")],
    "A dog team covers 2,800 m2/day, a machine 12 ha a week.": [(2800, "m2/day", ""), (12, "ha/week", "")],
    "They cleared 25 ha daily at $2.50 per square metre.": [(25, "ha/day", ""), (Decimal("2.50"), "USD/m2", "")],
    "Half a hectare remains, between 5 and 8 km2 elsewhere.": [(Decimal("0.5"), "ha", ""), ((5, 8), "km2", "")],
}
COUNTS = {
    "Over 185,000 explosive devices were made harmless.": [(185000, "items", "over")],
    "They found 1,500 unexploded artillery shells and two 152-mm mortar bombs.": [
        (1500, "items", ""),
        (2, "items", ""),
    ],
    "UXO Lao destroyed 80 bombies and 346 UXO.": [(80, "items", ""), (346, "items", "")],
    "15 377 items of explosive ordnance": [(15377, "items", "")],
    "12 units of ammunition, five pieces of equipment": [(12, "items", ""), (5, "machines", "")],
    "Twelve deminers with two dogs and a robot": [(12, "persons", ""), (2, "dogs", "")],
    "five mine clearance teams, 12 mine detection dogs, 300 metal detectors": [
        (5, "teams", ""),
        (12, "dogs", ""),
        (300, "machines", ""),
    ],
    "a 12-person team and a 4,000-strong contingent": [(12, "persons", ""), (4000, "persons", "")],
    "120 houses, 3 schools and 14 villages": [(120, "buildings", ""), (3, "buildings", ""), (14, "settlements", "")],
    "In Cambodia 27 minefields are left; two more hazardous areas were recorded": [(27, "areas", ""), (2, "areas", "")],
    "91 accidents struck 2,500 families in 17 provinces": [
        (91, "accidents", ""),
        (2500, "households", ""),
        (17, "districts", ""),
    ],
    "12 (twelve) mines": [(12, "items", "")],
    "500+ mines": [(500, "items", "+")],
    "sixty-odd teams": [(60, "teams", "odd")],
    "‘some seventy’ villages": [(70, "settlements", "some")],
    "One mine was found by one of the men": [(1, "items", ""), (1, "persons", "")],
    "Three PMN-2 mines, TM-62 mines": [(3, "items", "")],
}
SHARED = {
    "They cleared 45 of 122 settlements.": [(45, "settlements", ""), (122, "settlements", "")],
    "In some 40 of the 120 villages": [(40, "settlements", "some"), (120, "settlements", "")],
    "12,400 anti-personnel and 3,100 anti-tank mines": [(12400, "items", ""), (3100, "items", "")],
    "25, 30 and 45 hectares": [(25, "ha", ""), (30, "ha", ""), (45, "ha", "")],
    "Some 300 objects, of which 45 were mines": [(300, "items", "some"), (45, "items", "")],
    "In May 300 mines were found; in June, 450.": [(300, "items", ""), (450, "items", "")],
    "They found 300 mines. Of these, 45 lay in gardens.": [(300, "items", ""), (45, "items", "")],
    "2,340 ha were returned, against 1,980 a year earlier.": [(2340, "ha", ""), (1980, "ha", "")],
    "Only 27 minefields are left out of the 418 that were known.": [(27, "areas", "only"), (418, "areas", "")],
    "The 27 minefields lie in three districts; the army will finish 19 of them and the other eight later.": [
        (27, "areas", ""),
        (3, "districts", ""),
        (19, "areas", ""),
        (8, "areas", ""),
    ],
    "The EU promised five million euros; until today we saw 1.2 million.": [
        (5_000_000, "EUR", ""),
        (1_200_000, "EUR", ""),
    ],
    "Mines killed 50 people and injured 30.": [(50, "persons", ""), (30, "persons", "")],
    "Three deminers were killed and seven were injured": [(3, "persons", ""), (7, "persons", "")],
    "The number of accidents fell from 91 in 2021 to 34.": [(91, "accidents", ""), (34, "accidents", "")],
    "Found were grenades (17), fuzes (112) and mines (8).": [(17, "items", ""), (112, "items", ""), (8, "items", "")],
    "9 tasks were completed, 4 suspended and 2 handed over.": [(9, "areas", ""), (4, "areas", ""), (2, "areas", "")],
    "45 schools and 640 turbines were searched, 48 turbines were mined.": [(45, "buildings", "")],
    "UXO found: 340 pcs": [(340, "items", "")],
    "The force of 240 lost two men; four died, 11 suffered injuries.": [
        (240, "persons", ""),
        (2, "persons", ""),
        (4, "persons", ""),
        (11, "persons", ""),
    ],
    "Four people died near a town 12 kilometres away. Six others were hurt, two others are missing.": [
        (4, "persons", ""),
        (12, "km", ""),
        (6, "persons", ""),
        (2, "persons", ""),
    ],
    "He puts the number of accidents since the war at 29, with 8 dead": [(29, "accidents", ""), (8, "persons", "")],
    "Casualties rose from 50 to 75.": [(50, "persons", ""), (75, "persons", "")],
    "Mines destroyed: 312\nArea cleared (m²): 45,200": [(312, "items", ""), (45200, "m2", "")],
    "Nearly half of the country; two-thirds of farmland": [
        (50, "percent", "nearly"),
        (Decimal(200) / 3, "percent", ""),
    ],
}
QUALIFIED = {
    f"{word} 300 mines": [(300, "items", word)]
    for word in (
        "about", "some", "around", "roughly", "approximately", "over", "more than", "at least", "no fewer than",
        "nearly", "almost", "up to", "as many as", "less than", "under", "just", "only", "an estimated", "just over",
        "well over",
        "no more than", "close to", "upwards of", "in excess of", "~", ">",
    )
} | {
    "300 mines or so": [(300, "items", "or so")],
    "300 or more mines": [(300, "items", "or more")],
    "20 ha at least": [(20, "ha", "at least")],
    "as much as 20 ha": [(20, "ha", "as much as")],
    "for over 20 years": [(20, "years", "over")],
    "The work was spread over three months.": [(3, "months", "")],
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), (MEASURES | COUNTS | SHARED | QUALIFIED).items())
def test_a_figure_is_read_with_its_unit_and_qualifier(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 mines were found in the forest.",
        "On 12 December 2025, on June 30, in May, at 14:30, by 2030",
        "Under Resolution 2365 and Article 5, Decree No. 1207, see page 3",
        "Ahmad, 12, was walking. A 12-year-old boy, aged 12, is 12 years old.",
        "The 1st Brigade and the 528th regiment took Route 4 to Hill 112.",
        "Call +380 44 123 45 67 or see 51.5° north.",
        "a TM-62, a BM-21 and a Mi-8",
        "152 mm artillery, rounds (82 mm)",
        "dozens of mines, hundreds of hectares, several hundred shells, decades of work, a few thousand people",
        "three years ago",
    ],
)
def test_what_counts_nothing_of_this_field_is_no_quantity(text):
    assert told(text) == []


def test_mines_after_a_year_are_not_counted_by_it_but_mines_after_a_verb_are():
    assert told("In 2019 mines killed 12 civilians.") == [(12, "persons", "")]
    assert told("The sappers destroyed 2019 mines.") == [(2019, "items", "")]
    assert told("In May 5 people were hurt.") == [(5, "persons", "")]


def test_what_is_counted_is_kept_as_printed():
    first, second, area = find_quantities(
        "12,400 anti-personnel and 3,100 anti-tank mines on 20 ha of agricultural land contaminated in the war"
    )
    assert (first.of, second.of, area.of) == ("anti-personnel mines", "anti-tank mines", "agricultural land")
    assert first.text == "12,400 anti-personnel"


def test_the_text_runs_from_the_qualifier_to_the_unit():
    text = "He said that, at last, almost 500,000 ha of land and between about 5 and 8 villages need it."
    assert [one.text for one in find_quantities(text)] == ["almost 500,000 ha", "between about 5 and 8 villages"]


def test_things_come_in_whole_numbers_whatever_the_habit_of_the_document():
    assert told("They searched 12,75 ha and found 1,250 mines.")[1] == (1250, "items", "")


WORDS = [row["words"] for row in table("unit_words") if row["role"] == "unit"]


@given(st.integers(2, 10**6), st.sampled_from(WORDS), st.sampled_from(["", "about ", "at least "]))
def test_every_unit_word_of_the_table_is_understood(number, words, before):
    (found,) = find_quantities(f"In Bosnia {before}{number} {words}, he said.")[:1]
    units = {row["unit"] for row in table("unit_words") if row["words"] == words}
    assert found.value == number
    assert found.unit in units | {"BAM"}
    assert found.qualifier == before.strip()


@given(st.text())
def test_no_text_is_too_strange_and_every_span_holds_its_text(text):
    for one in find_quantities(text):
        assert text[slice(*one.span)] == one.text


PIECES = st.sampled_from(
    [
        "12", "1,234", "3,5", "mines", "hectares", "of", "which", "were", "and", "to", "between", "in", "May", "2025",
        "killed", "about", "or so", "a", "half", "million", "$", "%", ",", ".", "\n", "two", "hundred", "per", "day",
        "(", ")", "-", "\u202f",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30), st.sampled_from(["", " "]), st.integers(0, 1000))
def test_spans_are_exact_rise_and_move_with_the_offset(pieces, between, offset):
    text = between.join(pieces)
    plain, moved = find_quantities(text), find_quantities(text, offset=offset)
    for one in plain:
        assert text[slice(*one.span)] == one.text
        assert one.unit in known_units()
        assert one.high is None or one.high > one.value
    assert [one.span[0] for one in plain] == sorted({one.span[0] for one in plain})
    assert [(one.span[0] - offset, one.span[1] - offset) for one in moved] == [one.span for one in plain]


PINT = {
    "km2": "kilometer**2", "ha": "hectare", "m2": "meter**2", "km": "kilometer", "m": "meter", "cm": "centimeter",
    "mm": "millimeter", "miles": "mile", "ft": "foot", "kg": "kilogram", "t": "metric_ton", "g": "gram", "lb": "pound",
    "m3": "meter**3", "litres": "liter", "years": "year", "months": "month", "weeks": "week", "days": "day",
    "hours": "hour", "percent": "percent", "sq_mile": "mile**2", "acres": "international_acre",
}  # fmt: skip
BASE = {"area": "meter**2", "length": "meter", "mass": "kilogram", "volume": "meter**3", "time": "hour", "share": ""}


@pytest.fixture(scope="module")
def registry():
    known = pint.UnitRegistry()
    known.define("international_acre = 4840 * yard**2")  # pint's own acre is that of the US survey
    return known


@pytest.mark.parametrize("unit", PINT)
def test_the_factors_of_units_are_those_of_pint(registry, unit):
    one = registry.Quantity(1, PINT[unit]).to(BASE[dimension(unit)]).magnitude
    assert float(unit_factor(unit)) == pytest.approx(one, rel=1e-9)


def test_every_unit_a_word_can_mean_is_in_the_table_of_units():
    for name in ("unit_words", "counted_words"):
        units = {
            row["unit"]
            for row in table(name)
            if row["role"] in ("unit", "before", "many", "one", "mass", "of millions")
        }
        assert units <= set(known_units())


def test_twelve_months_are_a_year_and_a_week_is_seven_days():
    assert unit_factor("years") == 12 * unit_factor("months") == Decimal("365.25") * unit_factor("days")
    assert unit_factor("weeks") == 7 * unit_factor("days") == 168 * unit_factor("hours")
