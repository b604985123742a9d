"""The journal, and one entry of it: what was said, by whom, when it was written down, and what it moved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import shapely
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tilth.desk.approving import approve
from tilth.desk.mending import amend, withdraw
from tilth.desk.ports import JournalReader, Sealed
from tilth.desk.programme import known_entries
from tilth.desk.refusal import Refusal
from tilth.desk.register import STATED_KINDS, register_of
from tilth.desk.standing import WORDED_KINDS
from tilth.journal.entry import KINDS, LAND_KINDS, PLACED_KINDS, WORK_KINDS, Entry
from tilth.journal.upcast import upcast
from tilth.land.transitions import FLOWS, STATUSES
from tilth.places.frame import to_lonlat
from tilth.web.accounts.forms import posted, text
from tilth.web.accounts.rights import need
from tilth.web.pages.asking import Leaf, asked, findings_of, leaf, now, reading_for
from tilth.web.pages.drawing import drawing_of
from tilth.web.pages.work import hand_of
from tilth.web.paths import whole
from tilth.web.rendering import page
from tilth.web.room import Reading, room_of

MOST_CORNERS = 200  # listed; the rest is counted
_MENDABLE = (*LAND_KINDS, *PLACED_KINDS, *WORK_KINDS, "statement", *WORDED_KINDS)


@dataclass(frozen=True, slots=True)
class Short:
    """What a list says of an entry."""

    number: int
    kind: str
    on: str
    recorded_at: str
    said_by: str
    id: str
    amends: int | None


def short_of(reader: JournalReader, number: int) -> Short:
    """An entry for a list. Raises Refusal 404.3 where there is none of that number."""
    return _short(_entry(reader, number).entry)


def _entry(reader: JournalReader, number: int) -> Sealed:
    last = reader.head().entries
    sealed = next(iter(reader.read(number)), None) if 1 <= number <= last else None
    if sealed is None:
        raise Refusal("404.3", entry=number, last=last, path="FILE")
    return Sealed(upcast(sealed.entry), sealed.digest)


def _short(entry: Entry) -> Short:
    return Short(
        *(entry.number, entry.kind, entry.happened_on or "", entry.recorded_at[:19], entry.said_by),
        *(_about(entry), entry.amends),
    )


def _about(entry: Entry) -> str:
    """The id of an entry, or what it is about."""
    if entry.source_id:
        return entry.source_id
    body = json.loads(entry.body)
    return str(
        next((body[name] for name in ("task", "name", "target", "claim_id", "team", "holder") if name in body), "")
    )


# --- the journal ----------------------------------------------------------------------------------------------------


def log(request: Request) -> Response:
    """`/log`: entries, the last first; of a kind, by somebody, or as known at a day."""
    kind, said_by, known_at = asked(request, "kind"), asked(request, "said_by"), asked(request, "known_at")
    without_outline = asked(request, "outline") == "no"
    if kind is not None and kind not in KINDS:
        raise Refusal("422.1", what="The kind of entry", text=kind, hint=f"Known are: {', '.join(KINDS)}.")
    with reading_for(request) as reading:
        store = reading.programme.store
        last = known_entries(store, known_at) if known_at else reading.head.entries
        if kind or said_by or without_outline:
            every = reading.once("log", _all)
            shown = [
                one
                for one, drawn in reversed(every)
                if one.number <= last
                and kind in (None, one.kind)
                and (said_by is None or said_by.casefold() in one.said_by.casefold())
                and not (without_outline and drawn)
            ]
            rows = leaf(request, shown)
        else:
            part = leaf(request, range(last, 0, -1))
            rows = Leaf(_some(store, part.rows), part.first, part.count, part.before, part.after)
    chosen = {"kind": kind, "said_by": said_by, "known_at": known_at, "outline": without_outline}
    values = {"reading": reading, "leaf": rows, "kinds": KINDS, "chosen": chosen}
    return page(request, "log.html", values=values)


def _some(reader: JournalReader, numbers: Sequence[int]) -> list[Short]:
    """Entries by their numbers, which go down without a gap."""
    if not numbers:
        return []
    read = islice(reader.read(numbers[-1]), len(numbers))
    return [_short(upcast(sealed.entry)) for sealed in read][::-1]


def _all(programme: Any) -> list[tuple[Short, bool]]:
    entries = (upcast(sealed.entry) for sealed in programme.store.read())
    return [(_short(one), one.geometry is not None) for one in entries]


# --- one entry ------------------------------------------------------------------------------------------------------


def entry(request: Request) -> Response:
    """`/entries/N`: the whole entry, its history, what it moved, its evidence, and forms to mend it."""
    number = request.path_params["number"]
    with reading_for(request) as reading:
        values = _told(request, reading, number)
    return page(request, "entry.html", values=values)


def _told(request: Request, reading: Reading, number: int) -> dict[str, Any]:
    reader = reading.programme.store
    sealed = _entry(reader, number)
    one = sealed.entry
    shape = shapely.from_wkb(one.geometry) if one.geometry else None
    register = reading.once("register", register_of, of=STATED_KINDS)[0]
    return {
        "reading": reading,
        "entry": one,
        "about": _about(one),
        "digest": sealed.digest.hex(),
        "fields": _fields(one),
        "history": _history(reader, one),
        "replaced_by": reader.replacement(number),
        "movements": _movements(reading, number),
        "evidence": [cited for cited in register.citations if cited.of_entry == number],
        "findings": [of for of in findings_of(request, reading) if of.found.entry == number],
        "drawing": drawing_of({one.kind: [shape]}) if shape is not None else None,
        "corners": _corners(shape),
        "area_m2": round(shape.area) if shape is not None and shape.area else None,
        "mendable": one.kind in _MENDABLE,
    }


def _fields(one: Entry) -> list[tuple[str, str]]:
    body = json.loads(one.body)
    return [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in body.items()
        if name != "findings" and value not in ("", None)
    ]


def _history(reader: JournalReader, one: Entry) -> list[Short]:
    """The entries that this one stands for and those that stand for it, in their order; alone it has no history."""
    first = one
    while first.amends and (earlier := reader.entry(first.amends)):
        first = earlier
    chain, at = [], first
    while True:
        chain.append(_short(at))
        later = reader.replacement(at.number)
        following = reader.entry(later) if later else None
        if following is None:
            return chain if len(chain) > 1 else []
        at = following


def _movements(reading: Reading, number: int) -> list[dict[str, Any]]:
    postings = reading.programme.postings(reading.head.entries)
    own = np.flatnonzero(postings.entry == number)
    sums: dict[tuple[int, int, int], int] = {}
    for at in own.tolist():
        key = (int(postings.flow[at]), int(postings.before[at]), int(postings.after[at]))
        sums[key] = sums.get(key, 0) + int(postings.m2[at])
    return [
        {"flow": FLOWS[flow], "before": STATUSES[before], "after": STATUSES[after], "m2": m2}
        for (flow, before, after), m2 in sorted(sums.items())
    ]


def _corners(shape: shapely.Geometry | None) -> list[tuple[str, str]]:
    """Longitude and latitude of each corner, to about a centimetre."""
    if shape is None:
        return []
    places = shapely.get_coordinates(to_lonlat(np.array([shape], dtype=object)))
    return [(f"{x:.7f}", f"{y:.7f}") for x, y in places[:MOST_CORNERS].tolist()]


# --- mending --------------------------------------------------------------------------------------------------------


def amending(request: Request, form: FormData) -> Response:
    """Change one field by a new entry. Where somebody else was faster, both are shown and nothing typed is lost."""
    viewer, number = need(request, "write"), request.path_params["number"]
    changes, why = {text(form, "field"): text(form, "value")}, _why(form)
    with room_of(request).write() as programme:
        newer = programme.store.replacement(number)
        if newer is None:
            made = amend(programme, number, changes, why=why, author=viewer.name, now=now()).number
            return RedirectResponse(f"/entries/{made}", status_code=303)
    return _clash(request, number, changes, why)


def _clash(request: Request, number: int, changes: dict[str, str], why: str) -> Response:
    """Two people changed one entry: both versions side by side, and the way to put this one on top of the other."""
    with reading_for(request) as reading:
        reader = reading.programme.store
        chain = _history(reader, _entry(reader, number).entry)
        newest = _entry(reader, chain[-1].number).entry
    values = {"reading": reading, "number": number, "newest": newest, "fields": dict(_fields(newest)), "why": why}
    return page(request, "clash.html", status=409, values=values | {"changes": changes, "chain": chain})


def withdrawing(request: Request, form: FormData) -> Response:
    """Take an entry back."""
    viewer, number = need(request, "write"), request.path_params["number"]
    with room_of(request).write() as programme:
        made = withdraw(programme, number, why=_why(form), author=viewer.name, now=now()).number
    return RedirectResponse(f"/entries/{made}", status_code=303)


def approving(request: Request, form: FormData) -> Response:
    """Approve an entry of somebody else."""
    viewer, number = need(request, "approve"), request.path_params["number"]
    with room_of(request).write() as programme:
        made = approve(programme, number, on=None, hand=hand_of(viewer, form))[1]
    return RedirectResponse(f"/entries/{made}", status_code=303)


def _why(form: FormData) -> str:
    why = text(form, "why")
    if not why:
        raise Refusal("422.1", what="The reason", text="an empty field", hint="Go back and say why.")
    return why


ROUTES = (
    Route("/log", log, name="log"),
    Route(f"/entries/{whole('number')}", entry, name="entry"),
    Route(f"/entries/{whole('number')}/amend", posted(amending), methods=["POST"]),
    Route(f"/entries/{whole('number')}/withdraw", posted(withdrawing), methods=["POST"]),
    Route(f"/entries/{whole('number')}/approve", posted(approving), methods=["POST"]),
)
