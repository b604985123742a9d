"""What cannot all hold, told in a few lines: each kind once before any twice, and nobody called wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilth.conflicts.conflict import Conflict
from tilth.teams.tell_conflicts import tell_conflicts


def clash(kind, severity, *claims, sentence="", assumptions=()):
    told = sentence or f"{claims[0]} (2025-01-01, {claims[0]}, A (B)) and the rest differ."
    return Conflict(kind, severity, claims, tuple(assumptions), told)


FALLS = clash("cumulative_falls", "error", "K1", "K2")
AGAIN = clash("cumulative_falls", "error", "K3", "K4")
DATES = clash("dates", "warning", "A1", "A2", assumptions=["the months are counted from deployment"])
ROUND = clash("rounding", "info", "K5", "K6")


def test_nothing_grave_is_nothing_told():
    assert tell_conflicts([], lines=12) == []
    assert tell_conflicts([ROUND], lines=12) == []


def test_another_kind_is_told_before_a_kind_is_told_twice():
    told = " ".join(tell_conflicts([AGAIN, FALLS, DATES, ROUND], lines=12))
    assert told.index("K1") < told.index("A1") < told.index("K3")
    assert "2 conflicts, 1 doubt, 1 explained" in told
    assert "K5" not in told


def test_of_equally_grave_ones_those_that_touch_the_named_claims_come_first():
    other = clash("magnitude_slip", "error", "K8", "K9")
    assert tell_conflicts([FALLS, other], lines=12, first=["K9"])[1].startswith("  conflict: K8")
    assert tell_conflicts([FALLS, other], lines=12)[1].startswith("  conflict: K1")


def test_claims_and_days_stay_and_who_said_it_is_left_to_the_command():
    sentence = "45 (published 2025-04-23, K1, A. B (outlet (rewrite))), but later 39 (2025-06-01, K2, C (D)): it fell."
    told = " ".join(tell_conflicts([clash("cumulative_falls", "error", "K1", "K2", sentence=sentence)], lines=12)[1:-1])
    assert told.split(": ", 1)[1] == "45 (published 2025-04-23, K1), but later 39 (2025-06-01, K2): it fell."


def test_a_sentence_that_names_no_claim_gets_them_in_brackets():
    told = tell_conflicts([clash("dates", "warning", "A1", "A2", sentence="These cannot all hold.")], lines=12)
    assert "[A1, A2]" in told[1]


def test_assumptions_are_told_where_they_fit():
    assert "If: the months are counted from deployment." in " ".join(tell_conflicts([DATES], lines=12))


sentences = st.text(alphabet="abc (),K12.\n", max_size=400).map(lambda text: f"s {text}")


@given(
    st.lists(st.tuples(st.sampled_from(["dates", "two_values"]), st.sampled_from(["error", "warning"]), sentences)),
    st.integers(4, 20),
    st.integers(60, 120),
)
def test_whatever_is_told_fits_and_every_conflict_is_told_or_counted(drawn, lines, width):
    found = [clash(kind, severity, f"K{at}", "K2", sentence=text) for at, (kind, severity, text) in enumerate(drawn)]
    told = tell_conflicts(found, lines=lines, width=width)
    assert len(told) <= lines
    assert all(len(line) <= width for line in told)
    if found:
        shown = sum(line.startswith(("  conflict: ", "  doubt: ")) for line in told)
        left = int(told[-1].split("and ")[1].split(" more")[0]) if "more. All" in told[-1] else 0
        assert shown + left == len(found)


@pytest.mark.parametrize("word", ["wrong,", "false", "lie", "error"])
def test_nobody_is_called_wrong(word):
    assert word not in " ".join(tell_conflicts([FALLS, DATES], lines=12))
