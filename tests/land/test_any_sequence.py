"""What must hold whatever is said, in whatever order: conservation, and knowledge that stays as it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
import shapely
from diary import Diary, draft, placed
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import balances, status_of
from sequences import FIRST_DAY, crooked, drafts, ground, histories, polygon, when, written

from tilth.desk.checking import measure, same_books
from tilth.desk.draft import Draft
from tilth.desk.programme import fold_journal
from tilth.land.books import Books
from tilth.land.fold import NOTHING, absorb, delta, mark
from tilth.land.transitions import LAND_KINDS
from tilth.synth import truth
from tilth.synth.draft import Draft as Told

DAYS = [FIRST_DAY + timedelta(days=day) for day in range(-1, 13)]
SOME = settings(max_examples=100, deadline=None)
FEW = settings(max_examples=30, deadline=None)
cuts = st.lists(st.integers(1, 8), max_size=4)
crooked_drafts = st.lists(
    st.builds(
        lambda kind, day, outline: Draft(kind, "A", when(day), geometry=outline),
        st.sampled_from(LAND_KINDS), st.integers(0, 10), crooked(),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@SOME
@given(histories())
def test_the_account_is_that_of_a_walk_over_every_square_metre(said):
    field = written(drafts(said))
    for day in range(-1, 13):
        assert field.land(FIRST_DAY + timedelta(days=day)) == balances(said, as_at=day)


@SOME
@given(histories(), st.integers(0, 9))
def test_the_account_known_then_is_that_of_the_entries_known_then(said, known):
    field = written(drafts(said))
    for day in range(-1, 13, 2):
        assert field.land(FIRST_DAY + timedelta(days=day), known=known) == balances(said, as_at=day, known=known)


@SOME
@given(histories())
def test_opening_and_flows_make_the_closing_for_any_two_days(said):
    field = written(drafts(said))
    for start in DAYS:
        for end in DAYS:
            asked = field.account(start=start, as_at=end)
            assert asked.balanced
            assert min(asked.opening.values()) >= 0
            assert min(asked.closing.values()) >= 0
            assert all(flow.m2 > 0 for flow in asked.flows)


@FEW
@given(crooked_drafts)
def test_crooked_outlines_balance_too(many):
    field = written(many)
    for start in (None, *DAYS[::3]):
        for end in DAYS[::3]:
            asked = field.account(start=start, as_at=end)
            assert asked.balanced
            assert min(asked.closing.values()) >= 0


@SOME
@given(histories())
def test_faces_are_never_negative_and_their_sum_is_the_land_ever_drawn(said):
    field = written(drafts(said))
    books = field.programme.books()
    assert min(books.face_m2) >= 0
    assert sum(books.face_m2) == len(frozenset().union(*(one.cells for one in said)))


@SOME
@given(histories(most=7), cuts)
def test_it_does_not_matter_how_the_entries_are_put_into_batches(said, ends):
    """Areas on the grid are whole, so not even rounding may differ."""
    at_once, in_parts = written(drafts(said)), written(drafts(said), cuts=ends)
    for day in DAYS[::2]:
        assert at_once.land(day) == in_parts.land(day)
        assert at_once.flows(as_at=day) == in_parts.flows(as_at=day)


@FEW
@given(crooked_drafts, cuts)
def test_crooked_batches_differ_by_rounding_at_most(many, ends):
    at_once, in_parts = written(many), written(many, cuts=ends)
    faces = len(at_once.programme.books().face_m2) + len(in_parts.programme.books().face_m2)
    one, other = Counter(at_once.land()), Counter(in_parts.land())
    assert all(abs(one[status] - other[status]) <= 1 + faces / 2 for status in LAND_KINDS)


@FEW
@given(st.one_of(histories().map(drafts), crooked_drafts), cuts)
def test_the_books_kept_are_those_folded_from_the_journal(many, ends):
    field = written(many, cuts=ends)
    folded = Books()
    fold_journal(field.store, folded)
    assert same_books(field.programme.books(), folded)


@FEW
@given(st.one_of(histories().map(drafts), crooked_drafts), cuts)
def test_fold_state_absorbed_piece_by_piece_is_the_books(many, ends):
    field, copied, since = Diary(), Books(), NOTHING
    for end in sorted({*ends, len(many)}):
        start = field.store.head().entries
        if start >= end:
            continue
        field.book(many[start:end])
        books = field.programme.books()
        for face in range(len(books.face_m2)):
            books.touched.add(face)
        absorb(copied, delta(books, since))
        since = mark(books)
    assert same_books(field.programme.books(), copied)


@FEW
@given(histories(), histories())
def test_what_was_known_never_changes_whatever_is_booked_later(said, later):
    field = written(drafts(said))
    known = len(said)
    before = {day: field.account(start=DAYS[4], as_at=day, known=known) for day in DAYS}
    moved = drafts(later)
    for one in moved:
        one.amends = one.amends + known if one.amends else None
    field.book(moved)
    assert {day: field.account(start=DAYS[4], as_at=day, known=known) for day in DAYS} == before


def test_a_thousand_later_entries_change_nothing_that_was_known():
    rng = np.random.default_rng(11)

    def some(count: int, first_day: int) -> list[Draft]:
        corners = rng.uniform(0, 300, (count, 1, 2)) + rng.uniform(-25, 25, (count, 5, 2))
        outlines = shapely.convex_hull(shapely.multipoints(np.round(corners, 2)))
        kinds = rng.choice(LAND_KINDS, count)
        days = rng.integers(first_day, 11, count)
        return [
            Draft(str(kind), "A", when(int(day)), geometry=placed(outline))
            for kind, day, outline in zip(kinds, days, outlines, strict=True)
        ]

    field = written(some(40, 0))
    before = {day: field.account(as_at=day, known=40) for day in DAYS}
    for part in range(10):
        field.book(some(100, part), a_day_on=False)
    assert field.store.head().entries == 1040
    assert {day: field.account(as_at=day, known=40) for day in DAYS} == before
    assert field.account().balanced


@SOME
@given(histories())
def test_nothing_is_released_twice(said):
    """Of any land no more is released than was found or re-opened before."""
    field = written(drafts(said))
    flows = Counter()
    for name, m2 in field.flows().items():
        flow, before, after = name.split()
        flows["in" if after in ("suspected", "confirmed") and before not in ("suspected", "confirmed") else flow] += m2
    released = sum(flows[kind] for kind in ("cancelled", "reduced", "cleared"))
    assert released <= flows["in"]


@SOME
@given(histories(ground=st.just(frozenset({(0, 0)}))))
def test_on_one_square_metre_two_releases_have_a_reopening_between_them(said):
    field = written(drafts(said))
    posted = field.programme.postings()
    order = np.lexsort((posted.entry, posted.day))
    statuses = [0, *posted.after[order].tolist()]
    assert posted.before[order].tolist() == statuses[:-1]
    assert set(posted.m2.tolist()) <= {1}


@FEW
@given(crooked_drafts, st.randoms(use_true_random=False))
def test_hazards_of_one_day_may_be_booked_in_any_order(many, random):
    hazards = [Draft("suspected", "A", when(3), geometry=one.geometry) for one in many]
    shuffled = random.sample(hazards, len(hazards))
    one, other = written(hazards), written(shuffled)
    faces = 2 * len(one.programme.books().face_m2)
    assert abs(one.land()["suspected"] - other.land()["suspected"]) <= 1 + faces / 2


@FEW
@given(crooked_drafts)
def test_the_slow_judge_agrees_within_rounding(many):
    told = [Told(one.kind, str(at), str(one.when), "A", one.geometry, {}) for at, one in enumerate(many)]
    field = written(many)
    faces = len(field.programme.books().face_m2)
    for day in (*DAYS[1::4], DAYS[-1]):
        expected, found = truth.balances(told, as_at=day), field.account(as_at=day).closing
        assert all(abs(found[status] - expected[status]) <= 1 + faces / 2 for status in LAND_KINDS)


@FEW
@given(st.lists(crooked(), min_size=2, max_size=7), st.sampled_from(["suspected", "confirmed"]))
def test_the_slow_judge_agrees_on_outlines_drawn_again(outlines, kind):
    told = [Told(kind, f"H{at % 3}", str(when(at)), "A", outline, {}) for at, outline in enumerate(outlines)]
    many = [
        Draft(kind, "A", when(at), geometry=outline, amends=at - 2 if at >= 3 else None)
        for at, outline in enumerate(outlines)
    ]
    field = written(many)
    faces = len(field.programme.books().face_m2)
    expected = truth.balances(told, as_at=date(2030, 1, 1))
    assert all(abs(field.account().closing[status] - expected[status]) <= 1 + faces / 2 for status in LAND_KINDS)


@SOME
@given(histories(), st.lists(crooked(), min_size=8, max_size=8), cuts)
def test_crooked_outlines_are_amended_and_withdrawn_like_square_ones(said, outlines, ends):
    """The pieces of ground that all outlines cut each other into are the cells of the plain method."""
    drawn: list[shapely.Polygon | None] = []
    for one, outline in zip(said, outlines, strict=False):
        withdrawn = one.kind == "withdrawal"
        drawn.append(None if withdrawn else drawn[one.amends - 1] if one.redates else outline)
    many = [replace(one, geometry=outline) for one, outline in zip(drafts(said), drawn, strict=True)]
    pieces = plain_pieces([outline for outline in drawn if outline is not None])
    spoken = [at for at, outline in enumerate(drawn) if outline is not None]
    in_pieces = [
        one
        if outline is None
        else replace(one, cells=frozenset(cell for cell, cover, _ in pieces if spoken.index(at) in cover))
        for at, (one, outline) in enumerate(zip(said, drawn, strict=True))
    ]
    field = written(many, cuts=ends)
    rounding = 1 + len(field.programme.books().face_m2) / 2
    for day in (0, 3, 6, 11):
        expected = dict.fromkeys(LAND_KINDS, 0.0)
        for cell, _, m2 in pieces:
            status = status_of(cell, in_pieces, as_at=day)
            if status:
                expected[status] += m2
        found = field.account(as_at=FIRST_DAY + timedelta(days=day)).closing
        assert all(abs(found[status] - expected[status]) <= rounding for status in LAND_KINDS)


def plain_pieces(outlines: list[shapely.Polygon]) -> list[tuple[tuple[int, int], frozenset[int], float]]:
    """(cell, the outlines that cover it, its area) for every piece, each outline cut out of all that went before."""
    pieces: list[tuple[frozenset[int], shapely.Geometry]] = []
    for at, outline in enumerate(outlines):
        rest, cut = outline, []
        for cover, piece in pieces:
            cut += [(cover | {at}, ground(piece & outline)), (cover, ground(piece - outline))]
            rest = ground(rest - piece)
        pieces = [piece for piece in [*cut, (frozenset({at}), rest)] if piece[1].area > 1e-7]
    return [((at, 0), cover, piece.area) for at, (cover, piece) in enumerate(pieces)]


@FEW
@given(st.one_of(histories().map(drafts), crooked_drafts), cuts)
def test_land_measured_again_is_the_land_that_was_posted(many, ends):
    field = written(many, cuts=ends)
    faces = len(field.programme.books().face_m2)
    for figures in measure(field.programme).values():
        assert abs(figures["posted_m2"] - figures["measured_m2"]) <= 1 + faces / 2


@pytest.mark.parametrize("cut", [(), (1,), (1, 2, 3)])
def test_slivers_between_outlines_cost_no_land(cut):
    """Two villages draw the same border a few centimetres apart, a hundred times over."""
    many = [draft(f"2024-01-0{1 + at % 9} H{at} suspected ring(0 0,100 {0.01 * at},100 100,0 100)") for at in range(60)]
    field = written(many, cuts=cut)
    assert abs(field.land()["suspected"] - 10000) <= 1
    assert field.account().balanced


def test_five_hundred_words_on_one_field_are_one_field():
    field = written(
        [Draft("suspected", "A", when(1), geometry=polygon(frozenset({(0, 0), (1, 0)}))) for _ in range(500)]
    )
    field.book([Draft("cleared", "A", when(2), geometry=polygon(frozenset({(0, 0)})))])
    assert field.land() == {"suspected": 1, "cleared": 1}


def test_five_hundred_fields_one_inside_the_other_are_the_largest():
    nested = [
        Draft("suspected", "A", when(1), geometry=placed(shapely.box(at, at, 1010 - at, 1010 - at)))
        for at in range(500)
    ]
    field = written(nested)
    assert field.land() == {"suspected": 1010 * 1010}
    assert len(field.programme.books().face_m2) == 500
