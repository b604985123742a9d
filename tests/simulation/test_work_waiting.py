"""The queues and heaps of the compiled simulation, against Python's own sets and sorting."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from runpy import run_path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tilth.simulation.case import case_of
from tilth.simulation.draws import compiled
from tilth.simulation.kernel_tables import room_for
from tilth.simulation.waiting import bit_of, drop, first, push, put, sink
from tilth.simulation.work_outlook import simulate
from tilth.simulation.workload import CLEAR, hazards_of, team_of, workload_of

SMALL = run_path(str(Path(__file__).with_name("small_work.py")))
MANY = 600_000  # more than two full levels of words
ROOM = room_for(case_of(SMALL["province"](3), start=date(2027, 1, 1), years=1), MANY)

# Numbers near the edges of words, and any others.
HAZARDS = st.one_of(
    st.sampled_from([0, 1, 62, 63, 64, 4_095, 4_096, 262_143, 262_144, MANY - 1]), st.integers(0, MANY - 1)
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8), HAZARDS), max_size=60))
def test_a_queue_knows_its_least_hazard_whatever_came_and_went(steps):
    for words in (ROOM.low, ROOM.mid, ROOM.top):
        words[:] = 0
    waiting = [set() for _ in range(9)]
    for comes, queue, hazard in steps:
        (put if comes else drop)(ROOM, queue, hazard)
        (waiting[queue].add if comes else waiting[queue].discard)(hazard)
        assert first(ROOM, queue) == min(waiting[queue], default=-1)
    assert [first(ROOM, queue) for queue in range(9)] == [min(one, default=-1) for one in waiting]


def test_every_bit_is_found():
    assert [bit_of(np.uint64(1 << at)) for at in range(64)] == list(range(64))
    assert bit_of(np.uint64(0b1101000)) == 3


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(0, 5)), min_size=1, max_size=40))
def test_moments_come_in_their_order_and_equal_ones_by_number(moments):
    at, what = np.zeros(len(moments)), np.zeros(len(moments), np.int64)
    for count, (time, who) in enumerate(moments):
        push(at, what, count, time, who)
    taken = []
    for left in range(len(moments) - 1, -1, -1):
        taken.append((float(at[0]), int(what[0])))
        sink(at, what, left, at[left], what[left])
    assert taken == sorted(moments)


def test_what_cannot_be_kept_on_disk_is_compiled_all_the_same():
    """A function without a file stands for a folder in which nobody may write."""
    made: dict = {}
    exec("def twice(x):\n    return 2 * x", made)
    assert compiled(made["twice"])(21) == 42


def test_a_country_of_very_many_areas_is_simulated_like_a_small_one():
    crew = team_of("manual", rate=1e9, spread=0.0).take(np.zeros(3, np.int64))
    figures = SMALL["CERTAIN"] | {"setup_clear": 0.0}
    work = workload_of(hazards_of(np.full(300_000, 7), stage=CLEAR), crew, figures=figures)
    told = simulate(work, start=date(2027, 1, 1), years=1, runs=1)
    assert told.cleared_m2.sum() == 2_100_000
    assert told.p_done_by(date(2027, 12, 31)) == 1.0
