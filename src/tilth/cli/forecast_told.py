"""The forecast of a programme as lines for a terminal: the work, the past, what was published, what was declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tilth.cli.forecast_words import divisions, ending, table, told, wrapped
from tilth.forecast.spell import amount, chance, year_of, years

Answer = Mapping[str, Any]
_MOST_ROWS = 12
_MOST_LEVERS = 8
_QUANTILES = ("p10", "p50", "p90")


def programme_told(answer: Answer) -> list[str]:
    """Everything, part by part; a part without an answer is left out."""
    lines = _work(answer) + _past(answer)
    for one in answer["national"]:
        lines += ["", *told(one, press_rows=_MOST_ROWS)] if len(answer["national"]) == 1 else []
    if len(answer["national"]) > 1:
        lines += ["", *_nations(answer)]
    for one in answer["declared"]:
        lines += ["", *declared_told(one, rows=_MOST_ROWS)]
    if answer["stated_years"]:
        lines += ["", "Years to clear, as stated", *stated_told(answer["stated_years"])]
    return lines[1:] if lines and not lines[0] else lines


# --- the work -------------------------------------------------------------------------------------------------------


def _work(answer: Answer) -> list[str]:
    work = answer["work"]
    if work is None:
        return []
    head = f"From the work, asked on {answer['origin']}: {amount(work['recorded_km2'])} km² recorded and not released, "
    head += f"{work['teams']} team(s), {work['runs']} futures up to {work['horizon']}"
    lines = ["", *wrapped(head), *_work_table(work), *ending(work)]
    lines += _changes(work)
    if answer["undrawn_km2"]:
        lines += wrapped(f"Beside it, never added: {amount(answer['undrawn_km2'])} km² recorded without an outline.")
    return [*lines, *(line for one in work["why"] for line in wrapped(f"- {one}", "  "))]


def _changes(work: Answer) -> list[str]:
    """What a lever, the strongest levers, and being done by a day would take."""
    lines: list[str] = []
    if "what_if" in work:
        changed = work["what_if"]
        lines += ["", *wrapped(f"What if {', '.join(changed['levers'])}: {_ends(changed)} instead of {_ends(work)}")]
    if work["tornado"]:
        head = f"What moves the end most, in years (95 % of what {work['tornado_runs']} futures leave open)"
        lines += ["", head, *(_effect(one) for one in work["tornado"][:_MOST_LEVERS])]
    if work["finish_by"]:
        told = work["finish_by"]
        lines += ["", *wrapped(f"To be done by {told['by']} with a chance of {told['p']:.0%}:")]
        lines += [line for one in told["ways"] for line in wrapped(f"  {one['sentence']}", "    ")]
        lines += wrapped(f"  {told['note']}", "    ") if told["note"] else []
    return lines


def _effect(one: Answer) -> str:
    moved = one["mean_years"]
    return f"  {moved['estimate']:>+7.2f}  ({moved['low']:+.2f} to {moved['high']:+.2f})  {one['says']}"


def _work_table(work: Answer) -> list[str]:
    """At most ten years: remaining, released since, and cost since, each at P10, P50 and P90."""
    costs = {one["at"]: one for one in work["cost_musd"]["since_origin"]}
    head = f"{'by the end of':<13}" + "".join(
        f"{words:>29}" for words in ("remaining, km²", "released since", "cost since, million US$")
    )
    lines = ["", head, f"{'':<13}" + f"{'P10':>11}{'P50':>9}{'P90':>9}" * 3]
    for left, done in list(zip(work["remaining_km2"], work["released_km2"], strict=True))[:10]:
        three = "".join(
            "".join(f"{amount(one[name]):>{width}}" for name, width in zip(_QUANTILES, (11, 9, 9), strict=True))
            for one in (left, done, costs[left["at"]])
        )
        lines.append(f"{left['at']:<13}{three}")
    return lines


def _ends(work: Answer) -> str:
    return " / ".join(year_of(work["completion"][name]) for name in _QUANTILES)


def _past(answer: Answer) -> list[str]:
    past = answer["own_history"]
    if past is None:
        return []
    lines = ["", "From the programme's own past", *table(past), *ending(past)]
    lines += ["", "Where the two differ, and by what"]
    lines += [line for one in answer["differences"] for line in wrapped(f"- {one}", "  ")]
    if past["press"]:
        lines += ["", "The same division others do", *divisions(past["press"], most=_MOST_ROWS)]
    return lines


# --- what was published and declared --------------------------------------------------------------------------------


def _nations(answer: Answer) -> list[str]:
    first = answer["national"][0]
    last = first["remaining_km2"][-1]["at"]
    lines = wrapped(
        f"From published values, asked on {first['origin']}. One country in full: --country NAME, or tilth forecast "
        "series"
    )
    lines.append(f"  {'':<28}{f'remaining {last}, km²':>30}{'done by then':>14}{'straight line ends':>20}")
    for one in answer["national"]:
        left = one["remaining_km2"][-1]
        band = " ".join(amount(left[name]) for name in _QUANTILES)
        line = one["baselines"].get("straight_line", {}).get("completion")
        ends = "never" if line is None else f"{line - 1:.0f}"
        lines.append(
            f"  {one['country'][:27]:<28}{band:>30}{chance(one['completion']['p_done_by'][last]):>14}{ends:>20}"
        )
    if answer["national_left_out"]:
        lines.append(f"  … and {answer['national_left_out']} more: --country NAME")
    return lines


def declared_told(one: Answer, *, rows: int, why: bool = True) -> list[str]:
    """A forecast of declarations, the divisions beside it, and what cannot be forecast."""
    lines = wrapped(
        f"Declared in {one['country']}, asked on {one['origin']}: a forecast of declarations, unverified, "
        f"not of cleared or released land"
        + (f"; {amount(one['planned_km2'])} km² planned" if one["planned_km2"] else "")
    )
    lines += [*table(one), *ending(one), "", *wrapped(one["not_forecast"])]
    if one["press"]:
        lines += ["", "The same division others do", *divisions(one["press"], most=rows)]
    return [*lines, *(line for said in one["why"] for line in wrapped(f"- {said}", "  "))] if why else lines


def stated_told(rows: Sequence[Answer]) -> list[str]:
    """Dated claims of years, each with what it implies."""
    lines = []
    for one in rows:
        lines += wrapped(f"{years(one['years']):>8} years  {one['country']}: {one['denominator']}", " " * 16)
        lines += wrapped(f"{'':16}{one['why_differs']}", " " * 16)
    return lines


def decades(answer: Answer, *, about: str = "") -> list[str]:
    """A few lines for the screen of a mission: stated years beside what can and what cannot be forecast."""
    lines = wrapped(f"COULD IT TAKE DECADES?  {about or 'stated years beside what can be forecast'}")
    stated = [_stated_short(one) for one in answer["stated_years"]]
    lines += wrapped(f"  {'; '.join(stated)}", "    ") if stated else []
    for one in answer["declared"]:
        lines += _declared_short(one)
    return [*lines, "  not to be forecast: land cleared to a stated depth, as no outline, depth or check is stated"]


def _stated_short(one: Answer) -> str:
    implied = one["denominator_km2_per_year"]
    return str(one["denominator"]) + (f" ({amount(implied)} km² a year)" if implied else "")


def _declared_short(one: Answer) -> list[str]:
    last, done = one["declared_km2"][0], one["completion"]
    text = (
        f"  {one['country']}: {amount(last['p10'])} to {amount(last['p90'])} km² declared by {last['at']} (80 % band)"
    )
    if one["planned_km2"]:
        ends = ", ".join(f"{name.upper()} {year_of(done[name])}" for name in _QUANTILES)
        text += f"; all {amount(one['planned_km2'])} km² planned declared by {ends}"
    lines = wrapped(text, "    ")
    paces = [row for row in one["press"] if not row["stated"]]
    if paces:
        ends = " to ".join(years(row["years"]) for row in (paces[0], paces[-1]))
        lines += wrapped(f"  by division {ends} years, at the fastest and the slowest pace declared so far", "    ")
    return lines


def beside_a_line(one: Answer, *, came: Mapping[str, float]) -> list[str]:
    """One country in a few lines: what a straight line said, the forecast, and by day what was published later."""
    done, line = one["completion"], one["baselines"].get("straight_line")
    lines = wrapped(f"WHEN WILL IT BE DONE?  {one['country']}, asked on {one['origin']} of what was published by then")
    for at, row in enumerate(one["remaining_km2"]):
        said = amount(line["remaining_km2"][at]["p50"]) if line else "-"
        band = f"{amount(row['p10'])} to {amount(row['p90'])}, middle {amount(row['p50'])}"
        later = f"; published later {amount(came[row['at']])}" if row["at"] in came else ""
        lines += wrapped(f"  remaining {row['at']}: straight line {said}; forecast {band} km² (80 %){later}", "    ")
    ends = ", ".join(f"{name.upper()} {year_of(done[name])}" for name in _QUANTILES)
    straight = "never" if line is None or line["completion"] is None else f"in {line['completion'] - 1:.0f}"
    return [*lines, *wrapped(f"  nothing left: straight line {straight}; forecast {ends}", "    ")]


def work_in_short(answer: Answer | None) -> list[str]:
    """The forecast from the work in a few lines; none where there is no work to forecast."""
    if not answer or not answer["work"]:
        return []
    work = answer["work"]
    ends = ", ".join(f"{name.upper()} {year_of(work['completion'][name])}" for name in _QUANTILES)
    cost = work["cost_musd"]["to_completion"]
    money = (
        f"; it costs {', '.join(f'{name.upper()} {amount(cost[name])}' for name in _QUANTILES)} million US$"
        if cost
        else ""
    )
    head = (
        f"WHEN WILL IT BE DONE?  {work['teams']} teams, {amount(work['recorded_km2'])} km²: nothing recorded left by "
    )
    return [
        "",
        *wrapped(f"{head}{ends}{money}."),
        *wrapped(f"  {answer['differences'][0]}" if answer["differences"] else ""),
    ]
