"""What holds of the conflicts of any table of statements, however silly."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.conflicts.conflicts import conflicts
from tilth.conflicts.record import only_grows, record_of
from tilth.evidence.statement import read_statement

METRICS = (
    ("area_cleared", "ha"),
    ("area_cleared", "km2"),
    ("area_cleared_week", "ha"),
    ("area_planned", "ha"),
    ("area_cleared_pct", "percent"),
    ("items_destroyed", "items"),
    ("settlements_cleared", "settlements"),
    ("area_cleared_by_unit", "ha"),
    ("remaining_total", "km2"),
)
VALUES = ("8", "39", "45", "81", "512", "3792", "3990", "4000", "40000", "71200", "81000", "81833", "81.833", "493000")
DAYS = ("", "2023-08-25", "2024-08-04", "2024-08-11", "2024-08-18", "2024-08-25", "2024-09-01", "2024-08")
SCOPES = ("Ruritania", "border districts", "", "Rescue Service only", "39 settlements", "Graustark")
QUALIFIERS = ("", "", "over", "almost", "about", "at least", "up to", "disputed")
URLS = ("", "https://news.example/in-45-villages", "https://news.example/81-hectares-done")
PAIRWISE = ("two_values", "cumulative_falls", "magnitude_slip", "stale_redated", "part_read_as_whole")
NO_CONTEXT = frozenset({*PAIRWISE, "percent_base", "arithmetic"})


@st.composite
def tables(draw):
    metrics = draw(st.lists(st.sampled_from(METRICS), min_size=1, max_size=3))
    scopes = draw(st.lists(st.sampled_from(SCOPES), min_size=1, max_size=2))
    rows = []
    for number in range(draw(st.integers(1, 14))):
        metric, unit = draw(st.sampled_from(metrics))
        rows.append(
            {
                "claim_id": f"A{number:02}",
                "metric": metric,
                "value": draw(st.sampled_from(VALUES)),
                "unit": unit,
                "qualifier": draw(st.sampled_from(QUALIFIERS)),
                "as_of": draw(st.sampled_from(DAYS)),
                "published": draw(st.sampled_from(("", "2024-09-02", "2024-09-02", "2024-09-09"))),
                "scope": draw(st.sampled_from(scopes)),
                "speaker": draw(st.sampled_from(("", "a minister", "a governor"))),
                "outlet": draw(st.sampled_from(("a gazette", "a daily (rewrite)", "a radio"))),
                "url": draw(st.sampled_from(URLS)),
            }
        )
    return rows


def read(rows):
    return [read_statement(row)[0] for row in rows]


def counted(found):
    return Counter(one.kind for one in found)


@settings(max_examples=150)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(rows, rng):
    shuffled = rng.sample(rows, len(rows))
    assert conflicts(read(shuffled)) == conflicts(read(rows))


@settings(max_examples=250)
@given(tables(), st.data())
def test_an_agreeing_claim_never_creates_a_conflict(rows, data):
    again = dict(data.draw(st.sampled_from(rows)))
    again |= {"claim_id": "Z99", "speaker": "somebody else", "outlet": "a late paper", "url": ""}
    if again["published"]:
        again["published"] = data.draw(st.sampled_from([again["published"], "2024-12-31"]))
    before = {one.id for one in conflicts(read(rows))}
    after = conflicts(read([*rows, again]))
    assert {one.id for one in after} <= before
    assert not [one for one in after if "Z99" in one.claims]


@settings(max_examples=150)
@given(tables())
def test_a_smallest_set_is_consistent_without_any_of_its_members(rows):
    statements = {one.claim_id: one for one in read(rows)}
    for found in conflicts(statements.values()):
        assert len(set(found.claims)) == len(found.claims)
        assert not set(found.claims) & set(found.also)
        for claim in found.claims if len(found.claims) > 1 else ():
            rest = conflicts(statements[other] for other in found.claims if other != claim)
            assert not counted(rest)[found.kind], (found, rest)


@settings(max_examples=150)
@given(tables())
def test_a_smallest_set_clashes_by_itself_where_nothing_else_is_assumed(rows):
    statements = {one.claim_id: one for one in read(rows)}
    for found in conflicts(statements.values()):
        alone = counted(conflicts(statements[claim] for claim in found.claims))
        if found.kind in NO_CONTEXT and not [one for one in found.assumptions if "area" in one]:
            assert alone[found.kind] or alone["magnitude_slip"], found


@settings(max_examples=150)
@given(tables())
def test_every_claim_that_breaks_a_series_stands_in_some_conflict(rows):
    """The oracle compares all pairs; the rules sweep. An old figure under a new day stands for all it falls below."""
    statements = read(rows)
    found = conflicts(statements)
    named = {claim for one in found for claim in (*one.claims, *one.also)}
    redated = {one.claims[-1] for one in found if one.kind == "stale_redated"}
    record = record_of(statements)
    for strand, points in record.sound.items():
        for one in points:
            for other in points:
                same = (one.first, one.last) == (other.first, other.last)
                apart = same and not one.range.meets(other.range)
                fell = only_grows(strand) and one.last < other.first and one.range.low >= other.range.high
                if apart or fell:
                    assert other.id in named
                    assert one.id in named or other.id in redated, (one.told, other.told)


@given(st.lists(st.integers(0, 10_000), min_size=30, max_size=60))
def test_the_number_of_conflicts_is_bounded_by_that_of_claims(values):
    rows = [
        {
            "claim_id": f"A{at}",
            "metric": "items_destroyed",
            "value": str(value),
            "unit": "items",
            "as_of": f"2024-0{1 + at % 9}-01",
            "scope": "Ruritania",
            "speaker": "a minister",
        }
        for at, value in enumerate(values)
    ]
    found = conflicts(read(rows))
    assert len(found) <= 3 * len(rows)
    assert sum(len(one.also) for one in found) <= 6 * len(rows)
