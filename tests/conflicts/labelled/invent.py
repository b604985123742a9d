"""Invented series of claims that agree, and claims put among them that do not: `invent(seed=1)`.

Every region reports weekly: area and items in all and in the week, settlements, the planned area and the share done;
a unit is formed, sent, at work and comes home. All of it adds up. Copies by other outlets, rounded figures with a
word before them and other units stand among it, and must not be called contradictions. Then clear cases of each
kind are put in, one in a region or several. The sizes were chosen as what a person would call clear.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

Row = dict[str, str]
SYLLABLES = (
    ["Var", "Ost", "Kel", "Mor", "Tul", "Bren", "Hal", "Sor", "Dal", "Ger", "Lim", "Nav", "Pel", "Rud", "Yel", "Zor"],
    ["a", "e", "i", "o", "u"],
    ["nia", "mark", "dova", "ban", "resk", "lund", "tara", "wick", "gorod", "shan", "veld", "mere", "stan", "holt"],
)
WEEKS = 14


@dataclass(frozen=True)
class Injection:
    """A contradiction put in: reported well as one of `kinds` with all of `claims`; `follows` may be reported too."""

    kind: str
    claims: frozenset[str]
    kinds: frozenset[str]
    follows: frozenset[str]
    touched: frozenset[str]  # the claims that it made or changed


@dataclass
class Region:
    """The claims of one region, and what was put in."""

    name: str
    rng: random.Random
    rows: list[Row] = field(default_factory=list)
    injections: list[Injection] = field(default_factory=list)

    def say(self, metric: str, value: object, unit: str, day: date | None, **more: str) -> Row:
        """Add a claim of the region's press office, unless `more` says otherwise."""
        row = {
            "claim_id": f"{self.name}-{len(self.rows) + 1:03d}",
            "metric": metric,
            "value": str(value),
            "unit": unit,
            "qualifier": "",
            "as_of": day.isoformat() if day else "",
            "published": (day + timedelta(days=1)).isoformat() if day else "",
            "scope": f"{self.name} region",
            "speaker": f"{self.name} regional press office",
            "outlet": f"{self.name} Gazette",
            "url": f"https://gazette.example/{self.name.lower()}/{len(self.rows) + 7000}",
        } | more
        self.rows.append(row)
        return row

    def inject(
        self, kind: str, *claims: Row, kinds: str = "", follows: str = "", touched: tuple[Row, ...] = ()
    ) -> None:
        ids = frozenset(row["claim_id"] for row in claims)
        others = frozenset(row["claim_id"] for row in touched)
        self.injections.append(
            Injection(kind, ids, frozenset([kind, *kinds.split()]), frozenset(follows.split()), ids | others)
        )

    def all_of(self, metric: str) -> list[Row]:
        """The press office's own claims of a metric, in order of time."""
        return [one for one in self.rows if one["metric"] == metric and one["outlet"].endswith("Gazette")]

    def alone(self, metric: str) -> list[Row]:
        """Those in the middle of `all_of` that nobody else printed."""
        printed = [(one["metric"], one["as_of"]) for one in self.rows]
        return [one for one in self.all_of(metric)[5:-4] if printed.count((metric, one["as_of"])) == 1]


def baseline(region: Region, *, low_week: int | None = None, lift_week: int | None = None) -> None:
    """A region whose claims add up. In `low_week` hardly anything is done; from `lift_week` on totals are lifted."""
    rng = region.rng
    start = date(2024, rng.randrange(1, 9), rng.randrange(1, 28))
    rate, items_rate = rng.randrange(300, 2500), rng.randrange(1500, 20000)
    area, items, settlements = rate * rng.randrange(12, 30), items_rate * rng.randrange(12, 30), rng.randrange(10, 40)
    planned = 100 * round((area + WEEKS * rate) * rng.uniform(2.5, 6) / 100)
    near_rates, near_items = (spread(one, rng) for one in (rate, items_rate))
    region.say("area_planned", planned, "ha", start)
    for week in range(WEEKS):
        day = start + timedelta(weeks=week)
        done = round(near_rates[week] * (0.08 if week == low_week else 1))
        found = near_items[week]
        area, items, settlements = area + done, items + found, settlements + rng.randrange(0, 3)
        area += 15 * rate if week == lift_week else 0
        region.say("area_cleared", area, "ha", day)
        region.say("area_cleared_week", done, "ha", day)
        region.say("items_destroyed", items, "items", day)
        region.say("items_destroyed_week", found, "items", day)
        if week % 2:
            region.say("settlements_cleared", settlements, "settlements", day)
        if week % 5 == 4:
            region.say("area_cleared_pct", f"{100 * area / planned:.0f}", "percent", day)
    copies(region)


def spread(rate: int, rng: random.Random) -> list[int]:
    """A figure for every week, near `rate`; never the same twice, which would look like a copy."""
    return rng.sample(range(round(0.85 * rate), round(1.15 * rate)), WEEKS)


def copies(region: Region) -> None:
    """What others print of the same claims: the figure again, in another unit, or with a word for more or less."""
    for metric in ("area_cleared", "items_destroyed"):
        one = region.rng.choice(region.all_of(metric))
        day = one["published"].replace("-", "/")
        copy(region, one, outlet="Northwire", url=f"https://northwire.example/{day}/weekly-mine-action-update")
    one = region.rng.choice(region.all_of("area_cleared"))
    copy(region, one, value=f"{int(one['value']) / 100:.2f}", unit="km2", outlet="Southwire")
    one = region.rng.choice(region.all_of("items_destroyed"))
    copy(region, one, value=str(int(one["value"]) // 1000 * 1000), qualifier="over", outlet="Radio Plain")
    one = region.rng.choice(region.all_of("settlements_cleared"))
    slug = f"https://northwire.example/{one['value']}-settlements-cleared-in-{region.name.lower()}"
    copy(region, one, outlet="Northwire", url=slug)


def copy(region: Region, one: Row, **changed: str) -> Row:
    """A claim of the same metric, day and scope as `one`, with what is changed."""
    row = region.say(one["metric"], one["value"], one["unit"], None)
    row |= {key: one[key] for key in ("qualifier", "as_of", "published", "scope", "speaker")} | changed
    region.rows[-1] = row
    return row


def mission(region: Region) -> dict[str, Row]:
    """A unit's tour that holds: formed, trained, sent, at work, home, and how long it took."""
    rng, number = region.rng, region.rng.randrange(2, 900)
    scope = {"scope": f"{number}th Engineer Battalion of {region.name} only"}
    formed = date(2023, rng.randrange(1, 6), rng.randrange(1, 28))
    sent = formed + timedelta(days=rng.randrange(90, 150))
    months = rng.randrange(4, 8)
    home = sent + timedelta(days=round(months * 30.4))
    told = home + timedelta(days=3)
    days = {
        "unit_formed": formed,
        "unit_deployed": sent,
        "unit_started_work": sent + timedelta(days=rng.randrange(3, 15)),
        "unit_finished_work": home - timedelta(days=rng.randrange(2, 8)),
        "unit_returned": home,
    }
    rows = {name: region.say(name, day.isoformat(), "date", told, **scope, as_of="") for name, day in days.items()}
    rows["again"] = region.say("unit_deployed", f"{sent:%Y-%m}", "month", told, **scope, as_of="", outlet="Northwire")
    rows["duration"] = region.say(
        "mission_duration_months", months, "months", told, **scope, as_of="", qualifier="about"
    )
    return rows


# --- one function for each kind: it changes or adds claims, and writes down which


def two_values(region: Region) -> None:
    metric = region.rng.choice(["area_cleared", "items_destroyed", "area_cleared_week", "settlements_cleared"])
    rows = region.all_of(metric)
    one = rows[region.rng.randrange(2, len(rows) - 2)]
    other = copy(
        region, one, value=str(round(int(one["value"]) * region.rng.uniform(1.35, 1.9)) + 3), outlet="Eastwire"
    )
    follows = "cumulative_falls cumulative_jumps arithmetic percent_base stale_redated outlier_in_flow"
    region.inject("two_values", one, other, follows=follows)


def rounding(region: Region) -> None:
    one = region.rng.choice(region.all_of("area_cleared"))
    word, step = region.rng.choice([("about", 100), ("almost", 100), ("approximately", 1000)])
    value = -(-int(one["value"]) // step) * step if word == "almost" else round(int(one["value"]) / step) * step
    region.inject("rounding", one, copy(region, one, value=str(value), qualifier=word, outlet="Eastwire"))


def cumulative_falls(region: Region) -> None:
    metric = region.rng.choice(["area_cleared", "items_destroyed"])
    one = region.rng.choice(region.alone(metric))
    before = region.all_of(metric)[region.all_of(metric).index(one) - 1]
    one["value"] = str(round(int(before["value"]) * region.rng.uniform(0.55, 0.85)))
    follows = "cumulative_jumps arithmetic percent_base two_values stale_redated outlier_in_flow"
    region.inject("cumulative_falls", one, follows=follows)


def cumulative_jumps(region: Region) -> None:
    """The region was made with totals lifted in week 7; the weekly figures know nothing of it."""
    before, after = region.all_of("area_cleared")[6:8]
    region.inject("cumulative_jumps", before, after, kinds="arithmetic", follows="percent_base", touched=(after,))


def magnitude_slip(region: Region) -> None:
    rng = region.rng
    one = rng.choice(region.all_of(rng.choice(["area_cleared", "items_destroyed"]))[2:-2])
    value, unit = int(one["value"]), one["unit"]
    changed = [(f"{value / 1000:f}", unit), (str(value * 1000), unit), (str(value * 10), unit)]
    if value > 20_000:
        changed.append((str(value // 1000), unit))  # the thousands are lost
    if unit == "ha":
        changed.append((str(value), "km2"))
    text, unit = rng.choice(changed)
    other = copy(region, one, value=text, unit=unit, outlet="Eastwire")
    follows = "two_values cumulative_falls cumulative_jumps arithmetic percent_base part_read_as_whole outlier_in_flow"
    region.inject("magnitude_slip", one, other, follows=follows)


def stale_redated(region: Region) -> None:
    metric = region.rng.choice(["area_cleared", "items_destroyed"])
    rows = region.all_of(metric)
    old, late = rows[1], rows[region.rng.randrange(9, WEEKS - 1)]
    other = copy(region, old, as_of=late["as_of"], published=late["published"], outlet="Eastwire")
    follows = "two_values cumulative_falls cumulative_jumps arithmetic percent_base"
    region.inject("stale_redated", other, follows=follows)


def part_read_as_whole(region: Region) -> None:
    one = region.rng.choice(region.all_of("items_destroyed")[3:])
    part_value = str(round(int(one["value"]) * region.rng.uniform(0.03, 0.15)) + 7)
    part = copy(region, one, value=part_value, scope=part_scope(region), speaker="Rescue Service", outlet="Westwire")
    whole = copy(region, one, value=part_value, speaker="", outlet="Eastwire")
    follows = "two_values cumulative_falls cumulative_jumps stale_redated scope_difference arithmetic magnitude_slip"
    region.inject("part_read_as_whole", whole, follows=follows, touched=(part,))


def scope_difference(region: Region) -> None:
    one = region.rng.choice(region.all_of("items_destroyed")[3:])
    value = str(round(int(one["value"]) * region.rng.uniform(0.03, 0.4)) + 7)
    part = copy(region, one, value=value, scope=part_scope(region), speaker="Rescue Service", outlet="Westwire")
    region.inject("scope_difference", part)


def part_scope(region: Region) -> str:
    """A scope that a reader takes for a part of the region: one agency, or one district."""
    service = f"{region.name} Rescue Service"
    return region.rng.choice(
        [f"{service} only", f"{service} only, since March 2024", f"Upper Lake district of {region.name} region"]
    )


def percent_base(region: Region) -> None:
    one = region.rng.choice(region.all_of("area_cleared_pct"))
    one["value"] = str(min(97, int(int(one["value"]) * region.rng.uniform(1.8, 3)) + 4))
    region.inject("percent_base", one, kinds="arithmetic", follows="two_values")


def arithmetic(region: Region) -> None:
    metric = region.rng.choice(["area_cleared_week", "items_destroyed_week"])
    one = region.rng.choice(region.alone(metric))
    one["value"] = str(round(int(one["value"]) * region.rng.uniform(1.5, 2.2)))
    region.inject("arithmetic", one, follows="cumulative_jumps two_values outlier_in_flow")


def outlier_in_flow(region: Region) -> None:
    """The region was made with a week in which hardly anything was done; its totals know of it."""
    region.inject("outlier_in_flow", region.all_of("area_cleared_week")[7])


def headline_against_body(region: Region) -> None:
    one = region.rng.choice(region.all_of("settlements_cleared"))
    wrong = int(one["value"]) + region.rng.choice([10, 20, 30])
    slug = f"{region.name.lower()}-region-clears-mines-in-{wrong}-populated-areas"
    other = copy(
        region, one, outlet="Eastwire", url=f"https://eastwire.example/{one['published'].replace('-', '/')}/{slug}"
    )
    region.inject("headline_against_body", other)


def undated_copy(region: Region) -> None:
    early, late = region.all_of("area_cleared")[4:6]
    value = (int(early["value"]) + int(late["value"])) // 2
    other = region.say(
        "area_cleared", value, "ha", None, speaker="", outlet="A traveller's blog", url="https://blog.example/x"
    )
    region.inject("undated_copy", other)


def garbled_rewrite(region: Region) -> None:
    one = region.rng.choice(region.alone("area_cleared"))
    one["outlet"] = region.rng.choice(["daily-echo.example (rewrite)", "daily-echo.example (rewrite of Northwire)"])
    region.inject("garbled_rewrite", one)


def dates(region: Region) -> None:
    rows, case = mission(region), region.rng.randrange(4)
    if case == 0:  # home before it was sent
        day = date.fromisoformat(rows["unit_deployed"]["value"]) - timedelta(days=45)
        changed, needed = rows["unit_returned"], (rows["unit_returned"],)
        changed["value"] = day.isoformat()
    elif case == 1:  # sent before it was formed
        day = date.fromisoformat(rows["unit_deployed"]["value"]) + timedelta(days=60)
        changed, needed = rows["unit_formed"], (rows["unit_formed"],)
        changed["value"] = day.isoformat()
    elif case == 2:  # a duration far beyond the days between
        changed, needed = rows["duration"], (rows["duration"],)
        changed["value"] = str(int(changed["value"]) + 14)
    else:  # at work long after it came home
        day = date.fromisoformat(rows["unit_returned"]["value"]) + timedelta(days=90)
        changed, needed = rows["unit_finished_work"], (rows["unit_finished_work"],)
        changed |= {"value": day.isoformat(), "published": (day + timedelta(days=5)).isoformat()}
    region.inject("dates", *needed)


KINDS: tuple[Callable[[Region], None], ...] = (
    two_values,
    rounding,
    cumulative_falls,
    cumulative_jumps,
    magnitude_slip,
    stale_redated,
    part_read_as_whole,
    scope_difference,
    percent_base,
    arithmetic,
    outlier_in_flow,
    headline_against_body,
    undated_copy,
    garbled_rewrite,
    dates,
)
# kinds that may stand together in one region without making one another unclear
TOGETHER = (
    (two_values, headline_against_body, dates),
    (magnitude_slip, undated_copy, scope_difference),
    (stale_redated, dates, garbled_rewrite),
    (cumulative_jumps, part_read_as_whole, headline_against_body),
    (arithmetic, rounding, dates),
    (outlier_in_flow, percent_base, scope_difference),
)


def invent(*, seed: int, of_each: int = 12, together: int = 4, untouched: int = 20) -> list[Region]:
    """Regions with one case of a kind (`of_each` of every kind), with several, and with none."""
    rng = random.Random(seed)
    plans = [(kind,) for kind in KINDS for _ in range(of_each)] + [*TOGETHER] * together + [()] * untouched
    names = ["".join(parts) for parts in itertools.product(*SYLLABLES)]
    regions = []
    for name, plan in zip(rng.sample(names, len(plans)), plans, strict=True):
        region = Region(name, random.Random(rng.random()))
        baseline(
            region,
            low_week=7 if outlier_in_flow in plan else None,
            lift_week=7 if cumulative_jumps in plan else None,
        )
        if dates not in plan:
            mission(region)
        for kind in plan:
            kind(region)
        region.rng.shuffle(region.rows)
        regions.append(region)
    return regions
