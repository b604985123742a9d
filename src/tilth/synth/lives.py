"""What happens to each hazard, step by step: drawn, confirmed, cancelled, reduced, cleared, now and then re-opened.

Nothing is drawn here: each event names a part of its hazard's ribbon by fractions, and `entries` cuts it out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tilth.synth import rates
from tilth.synth.days import DAYS, state
from tilth.synth.hazards import Hazards
from tilth.synth.rings import Ints
from tilth.synth.wander import Floats

Mask = NDArray[np.bool_]

# Series of source ids: the prefix, the kind of entry, and what the attribute `hazard` of a release names.
SHA, CHA, CAN, RED, CLR, REO, ALT, UNR = range(8)

EVENT = np.dtype(
    [
        ("row", "i8"),  # of the hazard among those given
        ("series", "i1"),
        ("part", "i1"),  # counts the entries of one series of one hazard
        ("day", "i4"),
        ("precision", "i1"),
        ("releases", "i1"),  # series of the hazard a release names, -1 for none
        ("operator", "i1"),
        ("method", "i1"),
        ("depth_cm", "i2"),
        ("start", "f8"),
        ("stop", "f8"),
        ("low", "f8"),
        ("high", "f8"),
        ("ring", "?"),  # all of the suspected area but the confirmed one: the fractions are those of the hole
        ("whole", "f8"),  # how far along the suspected area reaches, 1 unless it was resized
        ("aside", "?"),  # drawn beside the hazard instead of on it
        ("own_survey", "?"),
    ]
)

OPERATORS = 4
SURVEY, TECHNICAL, MANUAL, DOGS, MACHINE, BATTLE_AREA = range(6)
_SHORTEST = 0.08  # of a hazard's length: no part is cut shorter, a team works no narrower strip
_CLEARING = np.array([MANUAL, MANUAL, DOGS, MACHINE, BATTLE_AREA])
_DEPTHS_CM = np.array([13, 13, 20, 20, 30, 50])


def live(hazards: Hazards, *, rng: np.random.Generator) -> NDArray[np.void]:
    """The events (k,) of all hazards, dtype EVENT, by village and day; only those before the decade's end."""
    diary = _Diary(hazards, rng)
    diary.day += np.where(rng.random(diary.n) < 0.7, rng.uniform(0, 800, diary.n), rng.uniform(800, 3300, diary.n))
    suspected = _draw(diary)
    confirmed = _confirm(diary, suspected)
    _cancel_rest(diary, suspected & confirmed)
    empty = suspected & ~confirmed
    _cancel_empty(diary, empty)
    _clear(diary, confirmed | ~suspected)
    _reopen(diary)
    _release_unrecorded(diary)
    return _in_order(diary)


@dataclass
class _Diary:
    """Events as they are written, and where each hazard stands: its last day, its parts."""

    hazards: Hazards
    rng: np.random.Generator
    pages: list[NDArray[np.void]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.n = len(self.hazards.number)
        self.day = np.zeros(self.n)
        self.whole = np.ones(self.n)
        self.start, self.stop = np.zeros(self.n), np.ones(self.n)  # of the confirmed part
        self.low, self.high = -np.ones(self.n), np.ones(self.n)
        self.operator = self.rng.integers(0, OPERATORS, self.n)
        self.released = np.full((self.n, 4), np.nan)  # the last part released: start, stop, low, high

    def some(self, share: float | Floats, among: Mask) -> Mask:
        """About that share of the hazards in `among`."""
        return among & (self.rng.random(self.n) < share)

    def write(
        self,
        who: Mask,
        *,
        series: int,
        wait_days: float,
        along: tuple[Floats, Floats],
        side: tuple[Floats, Floats],
        part: int = 0,
        **columns: object,
    ) -> NDArray[np.void]:
        """One event for each hazard in `who`, some days after its last one; returned to be completed."""
        rows = np.flatnonzero(who)
        stated = self.day[rows] + 1.0 + self.rng.exponential(wait_days, len(rows)) if wait_days else self.day[rows]
        day, precision = state(np.minimum(stated, DAYS).astype(np.int32), rng=self.rng)
        self.day[rows] = day
        page = np.zeros(len(rows), dtype=EVENT)
        page["row"], page["series"], page["part"] = rows, series, part
        page["day"], page["precision"] = day, precision
        page["operator"] = self.operator[rows]
        page["start"], page["stop"] = along[0][rows], along[1][rows]
        page["low"], page["high"] = side[0][rows], side[1][rows]
        page["whole"], page["releases"], page["method"] = self.whole[rows], -1, SURVEY
        for name, value in columns.items():
            page[name] = value
        self.pages.append(page)
        return page

    def release(self, who: Mask, **columns: object) -> NDArray[np.void]:
        """An event that releases land; the part is remembered in case something is found there."""
        page = self.write(who, **columns)  # type: ignore[arg-type]
        page["own_survey"] = self.rng.random(len(page)) < rates.OWN_SURVEY
        happened = page[page["day"] < DAYS]
        self.released[happened["row"]] = np.stack(
            [happened[name] for name in ("start", "stop", "low", "high")], axis=-1
        )
        return page


def _draw(diary: _Diary) -> Mask:
    """The first outline: suspected as a rule, confirmed at once for one hazard in eight; some are resized."""
    zero, one = np.zeros(diary.n), np.ones(diary.n)
    along, side = (zero, one), (-one, one)
    suspected = diary.some(0.88, np.ones(diary.n, dtype=bool))
    diary.write(suspected, series=SHA, wait_days=0, along=along, side=side)
    diary.write(~suspected, series=CHA, wait_days=0, along=along, side=side)
    again = diary.some(rates.SECOND_REPORT, suspected)
    page = diary.write(again, series=ALT, wait_days=60, along=along, side=side)
    page["operator"] = (page["operator"] + 1) % OPERATORS
    resized = diary.some(rates.RESIZED, suspected)
    diary.whole[resized] = diary.rng.uniform(0.6, 0.9, int(resized.sum()))
    diary.write(resized, series=SHA, wait_days=200, along=(zero, diary.whole), side=(-one, one))
    return suspected


def _confirm(diary: _Diary, suspected: Mask) -> Mask:
    """Direct evidence for a part: where ordnance lies as a rule, and often enough where none does."""
    hazards, rng, n = diary.hazards, diary.rng, diary.n
    confirmed = diary.some(np.where(hazards.contaminated, 0.93, 0.45), suspected)
    start = np.where(hazards.contaminated, hazards.laid_from - 0.06, rng.uniform(0.1, 0.5, n))
    stop = np.where(hazards.contaminated, hazards.laid_to + 0.06, start + rng.uniform(0.15, 0.42, n))
    inside = rng.random(n) < 0.4  # the rest surrounds the confirmed part; else it reaches across, to the far end
    diary.start = np.where(suspected, start * diary.whole, 0.0)
    diary.stop = np.where(suspected, np.where(inside, stop, 1.0) * diary.whole, 1.0)
    reach = rng.uniform(0.45, 0.85, (2, n))
    diary.low = np.where(suspected & inside, -reach[0], -1.0)
    diary.high = np.where(suspected & inside, reach[1], 1.0)
    diary.write(confirmed, series=CHA, wait_days=300, along=(diary.start, diary.stop), side=(diary.low, diary.high))
    return confirmed


def _cancel_rest(diary: _Diary, confirmed: Mask) -> None:
    """Survey cancels what was suspected around the confirmed part."""
    doing = diary.some(0.88, confirmed)
    inside = diary.high < 1.0
    zero, one = np.zeros(diary.n), np.ones(diary.n)
    page = diary.release(
        doing & inside,
        series=CAN,
        wait_days=150,
        along=(diary.start, diary.stop),
        side=(diary.low, diary.high),
        releases=SHA,
        ring=True,
    )
    diary.released[page["row"]] = np.nan  # around a hole: no single part to find something in
    diary.release(doing & ~inside, series=CAN, wait_days=150, along=(zero, diary.start), side=(-one, one), releases=SHA)


def _cancel_empty(diary: _Diary, suspected: Mask) -> None:
    """Survey finds no evidence: the area is cancelled, whole or in two or three parts; some is reduced instead."""
    zero, one = np.zeros(diary.n), np.ones(diary.n)
    surveyed = diary.some(0.82, suspected)
    by_technical = diary.some(0.12, surveyed)
    diary.release(
        by_technical,
        series=RED,
        wait_days=260,
        along=(zero, diary.whole),
        side=(-one, one),
        releases=SHA,
        method=TECHNICAL,
    )
    parts = diary.rng.choice([1, 2, 3], diary.n, p=[0.4, 0.35, 0.25])
    for part in range(3):
        surveyed = diary.some(0.97, surveyed & ~by_technical & (parts > part))
        along = (diary.whole * part / parts, diary.whole * np.minimum(part + 1, parts) / parts)
        diary.release(surveyed, series=CAN, wait_days=260, along=along, side=(-one, one), part=part, releases=SHA)


def _clear(diary: _Diary, confirmed: Mask) -> None:
    """Technical survey reduces one end of the confirmed part; the rest is cleared in up to five parts."""
    rng, n = diary.rng, diary.n
    working = diary.some(0.92, confirmed)
    reducing = diary.some(0.55, working)
    length = diary.stop - diary.start
    edge = np.where(reducing, diary.start + length * rng.uniform(0.35, 0.6, n), diary.start)
    side = (diary.low, diary.high)
    diary.release(
        reducing, series=RED, wait_days=220, along=(diary.start, edge), side=side, releases=CHA, method=TECHNICAL
    )
    parts = np.clip(((diary.stop - edge) / _SHORTEST).astype(np.int64), 1, rng.integers(2, 6, n))
    for part in range(5):
        working = diary.some(0.95, working & (parts > part))
        share = [edge + (diary.stop - edge) * np.minimum(part + k, parts) / parts for k in (0, 1)]
        back = diary.some(rates.TWICE_RELEASED if part else 0.0, working)
        wide = np.where(rng.random(n) < rates.TOO_WIDE, rng.uniform(1.02, 1.1, n), 1.0)
        along = (np.where(back, share[0] - 0.3 * (share[1] - share[0]), share[0]), share[1])
        page = diary.release(
            working,
            series=CLR,
            wait_days=170,
            along=along,
            side=(diary.low * wide, diary.high * wide),
            part=part,
            releases=CHA,
        )
        page["method"] = rng.choice(_CLEARING, len(page))
        page["depth_cm"] = np.where(page["method"] == BATTLE_AREA, 0, rng.choice(_DEPTHS_CM, len(page)))


def _reopen(diary: _Diary) -> None:
    """Something is found on released land: a piece around it is suspected again."""
    found = diary.some(rates.REOPENED, ~np.isnan(diary.released[:, 0]))
    start, stop, low, high = diary.released.T
    middle, middle_side = (start + stop) / 2.0, (low + high) / 2.0
    along = (middle - 0.4 * (stop - start), middle + 0.4 * (stop - start))
    side = (middle_side - 0.3 * (high - low), middle_side + 0.3 * (high - low))
    diary.day[found] += 9.0  # the find comes up to eight days before the land is suspected again
    diary.write(found, series=REO, wait_days=330, along=along, side=side)


def _release_unrecorded(diary: _Diary) -> None:
    """A release beside a hazard, of land no entry ever named."""
    some = diary.some(rates.UNRECORDED_RELEASE, np.ones(diary.n, dtype=bool))
    quarter = np.full(diary.n, 0.25)
    page = diary.write(
        some,
        series=UNR,
        wait_days=100,
        along=(quarter, 3.0 * quarter),
        side=(-2.0 * quarter, 2.0 * quarter),
        aside=True,
    )
    page["method"], page["depth_cm"] = MANUAL, 13


def _in_order(diary: _Diary) -> NDArray[np.void]:
    """All pages by village and day."""
    events = np.concatenate(diary.pages)
    events = events[events["day"] < DAYS]
    order: Ints = np.lexsort((events["day"], diary.hazards.village[events["row"]]))
    return events[order]
