"""When a phase began: what most speakers leave open stands, what does not fit stands aside, and nothing is lost."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from makers import said

from tilth.teams.bound import bound

DAY_ONE = date(2025, 1, 1)


def starts(claim_id, days, speaker="A"):
    return said(claim_id, "unit_deployed", days, "date", speaker=speaker)


def day(number):
    return (DAY_ONE + timedelta(days=number)).isoformat()


def test_a_month_and_a_day_in_it_agree_on_the_day():
    found = bound([starts("1", "2025-05"), starts("2", "2025-05-28", "B")])
    assert (found.earliest, found.latest) == (date(2025, 5, 1), date(2025, 5, 31))
    assert found.agreed == (date(2025, 5, 28), date(2025, 5, 28))
    assert (found.claims, found.set_aside) == (("1", "2"), ())


def test_whoever_stands_alone_against_two_stands_aside_and_says_why():
    found = bound([starts("1", "2025-05"), starts("2", "2025-05-28", "B"), starts("3", "2025-08", "C")])
    assert found.agreed == (date(2025, 5, 28), date(2025, 5, 28))
    (aside,) = found.set_aside
    assert (aside.claim_id, found.latest) == ("3", date(2025, 8, 31))
    assert "begins 2025-08-01" in aside.why


def test_one_against_one_is_not_decided():
    found = bound([starts("1", "2025-05"), starts("2", "2025-08", "B")])
    assert found.agreed is None
    assert [one.claim_id for one in found.set_aside] == ["1", "2"]


def test_saying_it_twice_does_not_outvote_anybody():
    found = bound([starts("1", "2025-05"), starts("2", "2025-05-28"), starts("3", "2025-08", "B")])
    assert found.agreed is None


def test_one_speaker_with_a_vaguer_and_an_exacter_date_means_the_exacter():
    assert bound([starts("1", "2025-05"), starts("2", "2025-05-28")]).agreed == (date(2025, 5, 28), date(2025, 5, 28))


def test_without_a_date_there_is_no_bound():
    assert bound([]) is None
    assert bound([said("1", "unit_trained")]) is None


claims = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6), st.sampled_from("ABC")), min_size=1, max_size=7)


def built(told):
    return [starts(str(at), f"{day(first)}..{day(first + more)}", who) for at, (first, more, who) in enumerate(told)]


@given(claims)
def test_day_by_day_counting_gives_the_same_answer(told):
    """The oracle asks of every single day who leaves it open."""
    found = bound(built(told))
    open_on = {
        number: frozenset(at for at, (first, more, _) in enumerate(told) if first <= number <= first + more)
        for number in range(20)
    }
    speakers = {number: frozenset(told[at][2] for at in claims) for number, claims in open_on.items()}
    most = max(map(len, speakers.values()))
    best = [number for number in open_on if len(speakers[number]) == most]
    narrowest = max(len(open_on[number]) for number in best)
    chosen = [number for number in best if len(open_on[number]) == narrowest]
    if len({speakers[number] for number in best}) > 1 or len({open_on[number] for number in chosen}) > 1:
        assert found.agreed is None
    else:
        assert tuple(one.isoformat() for one in found.agreed) == (day(chosen[0]), day(chosen[-1]))


@given(claims, st.randoms(use_true_random=False))
def test_every_claim_agrees_or_stands_aside_in_whatever_order_they_come(told, order: random.Random):
    every = built(told)
    found, again = bound(every), bound(order.sample(every, len(every)))
    assert (found.earliest, found.latest, found.agreed) == (again.earliest, again.latest, again.agreed)
    assert sorted([*found.claims, *(one.claim_id for one in found.set_aside)]) == sorted(one.claim_id for one in every)


@given(claims, st.integers(0, 3), st.integers(0, 3))
def test_another_speaker_who_leaves_the_agreed_days_open_changes_nothing(told, before, after):
    every = built(told)
    found = bound(every)
    if found.agreed is None:
        return
    first, last = (edge + timedelta(days=shift) for edge, shift in zip(found.agreed, (-before, after), strict=True))
    assert bound([*every, starts("new", f"{first}..{last}", "D")]).agreed == found.agreed
