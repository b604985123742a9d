"""A forecast as lines for a terminal, at most 100 columns wide; the demo prints the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from tilth.forecast.spell import amount, chance, year_of, years

WIDTH = 100
Answer = Mapping[str, Any]
_BASELINES = {
    "straight_line": "straight line through the last five",
    "straight_line_3": "straight line through the last three",
    "last_rate": "last rate",
    "no_change": "no change",
    "exponential_decay": "exponential decay",
    "official_target": "official target",
    "reference_class": "what other programmes did",
}


def told(answer: Answer, *, press_rows: int = 40, why: bool = True, divisions_why: bool = True) -> list[str]:
    """The whole answer to `tilth forecast series`."""
    lines = [*_head(answer), *table(answer), *ending(answer)]
    lines += _costs(answer) + _baselines(answer)
    if answer.get("press"):
        lines += ["", "The same division others do", *divisions(answer["press"], most=press_rows, why=divisions_why)]
    if why and answer.get("why"):
        lines += ["", "Why", *(line for one in answer["why"] for line in wrapped(f"- {one}", "  "))]
    return lines


def _head(answer: Answer) -> list[str]:
    what = "a forecast of declarations" if "declared_km2" in answer else str(answer["series"] or "no forecast")
    what = what.replace("_", " ")
    return wrapped(f"{answer['country']}, asked on {answer['origin']} of what had been published by then: {what}")


def table(answer: Answer) -> list[str]:
    """What remains, was declared and was released by each day."""
    columns = [
        (name, words)
        for name, words in (
            ("declared_km2", "declared in all, km²"),
            ("remaining_km2", "remaining, km²"),
            ("released_km2", "declared since" if "declared_km2" in answer else "released since"),
        )
        if answer.get(name) and answer[name][0]["p50"] is not None
    ]
    if not columns:
        return []
    head = f"{'by the end of':<13}" + "".join(f"{words:>29}" for _, words in columns)
    rows = [head, f"{'':<13}" + f"{'P10':>11}{'P50':>9}{'P90':>9}" * len(columns)]
    for at, first in enumerate(answer[columns[0][0]]):
        rows.append(f"{first['at']:<13}" + "".join(_three(answer[name][at]) for name, _ in columns))
    return ["", *rows]


def _three(one: Answer) -> str:
    return f"{amount(one['p10']):>11}{amount(one['p50']):>9}{amount(one['p90']):>9}"


def ending(answer: Answer) -> list[str]:
    """When nothing is left, and the chance by each day."""
    done = answer["completion"]
    chances = {day: p for day, p in done["p_done_by"].items() if p is not None}
    if not chances or (answer.get("planned_km2") is None and "declared_km2" in answer):
        return []
    word = "What is planned is declared by" if "declared_km2" in answer else "Nothing recorded is left by"
    years = ", ".join(f"{name.upper()} {year_of(done[name])}" for name in ("p10", "p50", "p90"))
    by = ", ".join(f"{day} {chance(p)}" for day, p in chances.items())
    return ["", *wrapped(f"{word}: {years}"), *wrapped(f"Chance that it is done by the end of: {by}", "  ")]


def _costs(answer: Answer) -> list[str]:
    cost = answer.get("cost_musd")
    if not cost:
        return []
    done = cost["to_completion"]
    million = ", ".join(f"{name.upper()} {amount(done[name])}" for name in ("p10", "p50", "p90") if done[name])
    beyond = [name.upper() for name in ("p10", "p50", "p90") if done[name] is None]
    said = f"Cost to completion, million US$: {million or 'none'}"
    said += f"; {', '.join(beyond)} beyond the horizon" if beyond else ""
    return ["", *wrapped(f"{said}. {cost['why'][0].upper()}{cost['why'][1:]}.", "  ")]


def _baselines(answer: Answer) -> list[str]:
    told_by = answer.get("baselines") or {}
    if not told_by:
        return []
    last = answer["remaining_km2"][-1]["at"]
    lines = ["", f"{'What simple rules say':<38}{f'remaining {last}':>24}{'nothing left in':>18}"]
    for name, one in told_by.items():
        left, done = one["remaining_km2"][-1]["p50"], one["completion"]
        lines.append(f"  {_BASELINES.get(name, name):<36}{amount(left):>24}{_done(done):>18}")
    return lines


def _done(year: float | None) -> str:
    return "never" if year is None else f"{year - 1:.0f}"


def divisions(rows: Sequence[Answer], *, most: int, why: bool = True) -> list[str]:
    """Divisions by numerator, then the years that were stated; where there is no room for all, some of each."""
    shown = chosen(rows, most)
    lines = []
    for numerator in dict.fromkeys(one["numerator"] for one in shown if not one["stated"]):
        own = [one for one in shown if one["numerator"] == numerator and not one["stated"]]
        means = f" ({own[0]['numerator_means']})" if why else ""
        lines += wrapped(f"{numerator}{means}, over")
        for one in own:
            means = f": {one['denominator_means']}" if why else ""
            lines += wrapped(f"{years(one['years']):>8} years  {one['denominator']}{means}", " " * 16)
    stated = [one for one in shown if one["stated"]]
    lines += ["as stated"] if stated else []
    for one in stated:
        means = f". {one['why_differs']}" if why else ""
        lines += wrapped(f"{years(one['years']):>8} years  {one['denominator']}{means}", " " * 16)
    left = len(rows) - len(shown)
    return lines + ([f"{'':16}… and {left} more: see --json"] if left else [])


def chosen(rows: Sequence[Answer], most: int) -> list[Answer]:
    """At most so many, spread from the fewest years to the most, with every stated one."""
    stated = [one for one in rows if one["stated"]][:most]
    divided = [one for one in rows if not one["stated"]]
    room = max(0, most - len(stated))
    if len(divided) > room:
        at = {round(step * (len(divided) - 1) / max(1, room - 1)) for step in range(room)}
        divided = [one for place, one in enumerate(divided) if place in at]
    return [*divided, *stated]


def wrapped(text: str, indent: str = "  ") -> list[str]:
    """Lines of at most 100 columns."""
    lead = text[: len(text) - len(text.lstrip())]
    return wrap(text.lstrip(), WIDTH, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False)
