"""The same division others do: an area over a pace is a number of years, and each choice of the two gives another.

Nothing here is a forecast and no stated figure is called wrong. Every row says what its numerator means and what its
denominator leaves out; stated years stand beside them with the pace that they imply.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from tilth.forecast.known import Cost, History, Observation, chosen_stock
from tilth.forecast.paces import Denominator, denominators, number
from tilth.forecast.stated_paces import StatedPace, stated_paces, stated_teams

Rows = Mapping[str, Mapping[str, object]]
YEARS_STATED = ("claim_years_to_clear", "years_to_clear")
_BESIDE = ("remaining_exposed", "remaining_total", "remaining_cha", "expert_remaining_true")
_EARLIER = 1.2  # an earlier stock is a numerator of its own if it is so many times the latest
_TOO_OTHER = 5.0  # and not so many times that it was another count
_TEAM_DAYS = 200  # working days of a team in a year, to read a pace per team


@dataclass(frozen=True, slots=True)
class Numerator:
    """An area that is divided, as it was stated."""

    kind: str
    km2: float
    words: str
    at: date | None


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the table: years, from what, over what, and why they differ from other years."""

    numerator: str
    denominator: str
    years: float
    why_differs: str
    numerator_km2: float | None
    denominator_km2_per_year: float | None
    stated: bool = False  # years that somebody stated, not a division of ours
    numerator_means: str = ""
    denominator_means: str = ""
    row: str = ""  # the row that states it

    def as_json(self) -> dict[str, object]:
        """The contract's object, and the two numbers that were divided."""
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "years": self.years,
            "why_differs": self.why_differs,
            "numerator_km2": self.numerator_km2,
            "denominator_km2_per_year": self.denominator_km2_per_year,
            "stated": self.stated,
            "numerator_means": self.numerator_means,
            "denominator_means": self.denominator_means,
            "row": self.row,
        }


def press(
    known: History, *, rows: Rows | None = None, origin: date, planned_km2: float | None = None
) -> tuple[Division, ...]:
    """Every common division of what is known by `origin`, fastest first, then the years that were stated.

    `rows` gives the words of a row by its id: source, speaker, note and qualifier. `planned_km2` is an area declared to
    need clearance, where no stock is recorded.
    """
    words = rows or {}
    over = numerators(known, planned_km2=planned_km2)
    by = denominators(known, words, origin=origin)
    divided = [
        _division(one, pace)
        for at, one in enumerate(over)
        for pace in by
        if over[at].km2 > 0 and (at == 0 or pace.is_main)
    ]
    distinct = {(row.numerator, row.denominator): row for row in divided}
    return (*sorted(distinct.values(), key=lambda row: row.years), *_claims(known, over, words))


def numerators(known: History, *, planned_km2: float | None = None) -> tuple[Numerator, ...]:
    """The stock that is forecast first, then other stocks and the largest earlier one; else what is planned."""
    stock = chosen_stock(known)
    found = [_stock(stock.values[-1], stock.series)] if stock.values else []
    for series in _BESIDE:
        values = [one for one in known.observations if one.series == series]
        if values and series != stock.series:
            found.append(_stock(values[-1], series))
    largest = max(stock.values, key=lambda one: one.km2, default=None)
    if largest is not None and _EARLIER <= largest.km2 / max(stock.values[-1].km2, 1e-9) <= _TOO_OTHER:
        found.append(_stock(largest, stock.series, earlier=True))
    if planned_km2 and not found:
        found.append(Numerator("planned", planned_km2, f"{_km2(planned_km2)} declared to need clearance", None))
    if not found and (territory := territory_of(known.country)) is not None:
        found.append(Numerator("whole", territory[1], f"{_km2(territory[1])}, the whole of {territory[0]}", None))
    return tuple(found)


def _stock(one: Observation, series: str, *, earlier: bool = False) -> Numerator:
    kind = series if series.startswith(("remaining_exposed", "expert")) or not earlier else "earlier"
    name = series.replace("remaining_", "remaining: ").replace("expert_remaining: true", "really contaminated")
    name = name.replace("_", " ").replace("+", " and ")
    return Numerator(kind, one.km2, f"{_km2(one.km2)} {name}, {one.at.isoformat()}", one.at)


def _division(over: Numerator, by: Denominator) -> Division:
    years = _rounded(over.km2 / by.km2_per_year)
    above, below = _sentence("numerator", over.kind), _sentence("denominator", by.kind)
    why = f"Differs because the numerator is {above}, and the denominator {below}."
    return Division(
        *(over.words, by.words, years, why, over.km2, by.km2_per_year), numerator_means=above, denominator_means=below
    )


# --- stated years ---------------------------------------------------------------------------------------------------


def _claims(known: History, over: Sequence[Numerator], words: Rows) -> list[Division]:
    stated = sorted((one for one in known.costs if one.series in YEARS_STATED and one.value > 0), key=_when)
    rows = [_claim(one, _meant(known, one, over), words, stated) for one in stated]
    return list({(row.denominator, row.years): row for row in rows}.values())


def _when(one: Cost) -> tuple[date, str]:
    return one.at, one.row


def _meant(known: History, one: Cost, over: Sequence[Numerator]) -> Numerator | None:
    """The area the years can have been about: the last stock stated by then, else the first numerator."""
    stock = [value for value in chosen_stock(known).values if value.at <= one.at]
    if stock:
        return _stock(stock[-1], chosen_stock(known).series)
    return over[0] if over else None


def _claim(one: Cost, meant: Numerator | None, rows: Rows, others: Sequence[Cost]) -> Division:
    row = rows.get(one.row, {})
    text = " ".join(_text(row, name) for name in ("note", "words", "qualifier"))
    who, qualifier = speaker_of(row), _text(row, "qualifier")
    as_stated = f"“{qualifier}” " if qualifier not in ("", "reported") else ""
    stated = f"{who or 'somebody'} stated {as_stated}{one.value:g} years, {one.at.isoformat()}"
    parts = []
    implied = None
    if meant is not None:
        implied = meant.km2 / one.value
        parts.append(f"{meant.words} in {one.value:g} years is {_pace(implied)}")
        if teams := stated_teams(text):
            each = implied / teams * 1e6
            parts.append(f"with {teams} teams {each / 1e6:.2g} km² a team and year, {each / _TEAM_DAYS:,.0f} m² a day")
        parts += [_same_text(meant, pace) for pace in stated_paces(text)]
    same = [other for other in others if other is not one and who and speaker_of(rows.get(other.row, {})) == who]
    parts += [f"the same speaker stated {other.value:g} years on {other.at.isoformat()}" for other in same]
    about = f"the area is {_sentence('numerator', meant.kind)}" if meant else "no area is stated to divide"
    why = f"Differs because {_sentence('denominator', 'claim')}; {about}; {'; '.join(parts) or 'no more is stated'}."
    return Division(
        meant.words if meant else "not stated",
        stated,
        float(one.value),
        why,
        meant.km2 if meant else None,
        implied,
        True,
    )


def _same_text(meant: Numerator, pace: StatedPace) -> str:
    text, low, high = pace
    years = sorted({round(meant.km2 / high), round(meant.km2 / low)})
    return f"at the “{text}” of the same text it would be {' to '.join(f'{one:,}' for one in years)} years"


def speaker_of(row: Mapping[str, object]) -> str:
    """Who is named as having said a row: its speaker, or the name in brackets behind its source."""
    speaker, source = _text(row, "speaker"), _text(row, "source")
    if speaker:
        return speaker
    inside = source.rpartition("(")[2].rstrip(")") if source.endswith(")") else ""
    return inside or source


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return "" if value is None or value != value else str(value).strip()


# --- words ----------------------------------------------------------------------------------------------------------


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    text = files("tilth.forecast").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _sentence(kind: str, of: str) -> str:
    said = {row["of"]: row["sentence"] for row in _table("press_words.csv") if row["kind"] == kind}
    return said.get(of) or said["remaining_total"]


def packaged_claims() -> tuple[dict[str, str], ...]:
    """Years to clear that were widely printed, as rows of a national history, each with its source."""
    return _table("press_claims.csv")


def territory_of(name: str) -> tuple[str, float] | None:
    """Name and area in km² of a territory that a text can mean; `None` for one that is not in the short table."""
    plain = name.casefold()
    for row in _table("territories.csv"):
        called = [row["name"].partition(" ")[0], *filter(None, row["also_called"].split("|"))]
        if any(one.casefold() in plain for one in called):
            return row["name"], float(row["km2"])
    return None


def whole_of(name: str) -> float | None:
    """The area of a territory in km², `None` for one that is not in the short table."""
    found = territory_of(name)
    return found[1] if found else None


def _km2(value: float) -> str:
    return f"{number(value)} km²"


def _pace(km2_per_year: float) -> str:
    return f"{number(km2_per_year)} km² a year"


def _rounded(years: float) -> float:
    """Three significant digits: a division of such figures holds no more."""
    return float(f"{years:.3g}")


def spread(divided: Iterable[Division]) -> tuple[float, float] | None:
    """The fewest and the most years of all rows; `None` where there is none."""
    years = [one.years for one in divided]
    return (min(years), max(years)) if years else None
