"""Folding all tangled faces at once gives the movements that folding them one by one gives."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from sequences import drafts, histories, written

from tilth.land.history import steps
from tilth.land.tangled import Tangled


def one_by_one(books, known):
    moved = Counter()
    for face, is_tangled in enumerate(books.face_tangled):
        if is_tangled:
            for one in steps([event for event in books.history(face) if event.entry <= known]):
                if one.before != one.after:
                    moved[one.entry, one.before, one.after, one.flow] += books.face_m2[face]
    return +moved


@settings(max_examples=200, deadline=None)
@given(histories(most=9), st.integers(0, 10))
def test_together_or_one_by_one_the_same_land_moves(said, known):
    books = written(drafts(said)).programme.books()
    moves = Tangled.of(books).moves(known)
    together = Counter()
    for entry, before, after, flow, m2 in zip(
        moves.entry, moves.before, moves.after, moves.flow, moves.m2, strict=True
    ):
        together[int(entry), int(before), int(after), int(flow)] += int(m2)

    assert +together == one_by_one(books, known)
