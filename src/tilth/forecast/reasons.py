"""Why a forecast is as it is: what was known, what is unusual about it, and what widens the range."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from tilth.forecast.contested import jumps, levels
from tilth.forecast.evidence_of_release import releases
from tilth.forecast.hierarchy import MOST, voices
from tilth.forecast.known import History, Stock
from tilth.forecast.learning import doubt_of

_LONG_GAP = 5.0  # years
_SAME = 0.02  # share of the value


def reasons(known: History, stock: Stock, pool: Sequence[History], origin: date) -> list[str]:
    """Sentences in the order in which a reader needs them."""
    last = stock.values[-1].at
    told = [f"the last of them describes {last}, {years_between(last, origin)} before the origin"]
    return (
        told
        + _learned_from(stock, pool)
        + _about_values(stock)
        + _about_course(known, stock)
        + _ahead(known, stock, origin)
    )


def _learned_from(stock: Stock, pool: Sequence[History]) -> list[str]:
    others, own = voices(pool), len(stock.values)
    sample = f" (a sample of {MOST} of them)" if others > MOST else ""
    nothing = ", with nothing published by the origin of others: the prior alone stands behind it" if not others else ""
    told = [
        f"learned from {own} own stock value{'s' * (own > 1)} and {others} other programme{'s' * (others != 1)}"
        + sample
        + nothing
    ]
    if own < 3 and max(one.km2 for one in stock.values) > 0:
        told.append("so few own values leave the pace to what other programmes did: the range is wide for that reason")
    return told


def _about_values(stock: Stock) -> list[str]:
    told, last = [], stock.values[-1]
    place = len(stock.values) - 1
    if doubt_of(last, first=place == 0) >= 2:
        told.append("the last value is an estimate or disputed: a survey may redraw it")
    if len(levels(stock, place)) > 1:
        low, high = stock.ends[place]
        told.append(f"sources give {low:g} to {high:g} km2 for {last.at}: the range holds both until one is confirmed")
    if place and jumps(
        before := stock.values[-2].km2, last.km2, estimated=doubt_of(stock.values[-2], first=place == 1) >= 2
    ):
        times = max(last.km2 / before, before / last.km2)
        told.append(
            f"the last value is {times:,.0f} times {'above' if last.km2 > before else 'below'} the one before "
            f"({before:g} km2): a new survey or another unit; the range holds both levels until the next report"
        )
    if last.km2 <= 0 and all(one.km2 <= 0 for one in stock.values):
        told.append("nothing was ever on record: what is forecast is a first discovery, seldom and small")
    elif last.km2 <= 0:
        told.append("nothing was left at the last count: what is forecast is later discovery")
    return told


def _about_course(known: History, stock: Stock) -> list[str]:
    told, values = [], stock.values
    km2 = [one.km2 for one in values]
    out = sum(one.km2 for one in releases(known) if one.start >= values[0].at)
    if len(km2) > 1 and km2[-1] > km2[0] * (1 + _SAME) and out > 0:
        told.append("the stock rose while land was released: more was recorded than released, and that may go on")
    if len(km2) > 2 and km2[-1] > 0 and max(km2) <= min(km2) * (1 + _SAME):
        told.append(
            f"the stock has stayed at {km2[-1]:g} km2 through {len(km2)} values: it may stay there, or nobody counted "
            "anew"
        )
    if km2[-1] < out and len(km2) > 1 and out > 1.5 * max(km2):
        told.append("more was released than was ever on record: releases and stocks do not count the same")
    gap = max(
        ((after.at - before.at, before.at, after.at) for before, after in pairwise(values)),
        default=None,
    )
    if gap is not None and gap[0].days > _LONG_GAP * 365.25:
        told.append(f"no stock is known between {gap[1]} and {gap[2]}: what happened in between can only be supposed")
    return told


def _ahead(known: History, stock: Stock, origin: date) -> list[str]:
    told = []
    due = [one for one in known.targets if one.series == "target_completion"]
    if any(one.at > origin for one in due):
        told.append("a stated year of completion counts as ambition: most were missed, some were met")
    elif due:
        told.append(f"the stated year of completion ({max(one.at for one in due).year}) has passed: it drives nobody")
    if stock.series == "remaining_exposed":
        told.append("exposed to hostilities is not confirmed contamination, and new hostilities may raise it")
    told.append("what a survey strikes off the record lowers what remains and is not counted as released")
    return told


def years_between(start: date, end: date) -> str:
    """Years in words: 2.4 years."""
    return f"{(end - start).days / 365.25:.1f} years"
