"""Score what tilth reads from the texts of `corpus` against their labels.

    python tests/texts/score.py [dev|held_out] [ARTICLE ...] [--missed]

Every text is invented; the labels were written by somebody who did not write the reader. A label gives the exact
characters (`snippet`) in which a required claim, an opinion or a trap stands. The rules:

- A required claim is *found* where claims read from those characters carry all its figures, value and unit; one
  without figures is found where a claim covers half of them or more.
- Its *speaker* and *modality* are looked at in the claims that carry it, only where it was found.
- *Figures* and *dates* are counted over all labels, found or not.
- An *opinion taken as fact*: more than half of its characters stand in a claim that is asserted or reported, and no
  claim read as an opinion covers it.
- A *trap*: something the text must not be made to say (a plan as done, a decimal comma as thousands).
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("dev", "held_out")
FACT = ("asserted", "reported")
MEASURES = ("found", "speaker", "modality", "figures", "dates", "opinions", "remarks")
FAULTS = ("opinion as fact", "trap")
# unit: the unit it is counted in here, and how many of them it is; any other unit stands for itself
IN_BASE = {
    "m2": ("m2", 1.0),
    "ha": ("m2", 1e4),
    "km2": ("m2", 1e6),
    "sq km": ("m2", 1e6),
    "dunum": ("m2", 1e3),
    "m": ("m", 1.0),
    "km": ("m", 1e3),
    "MUSD": ("USD", 1e6),
    "MEUR": ("EUR", 1e6),
}


@dataclass
class Score:
    """How many labels there are of each measure, how many were met, and what was missed and why."""

    wanted: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def look(self, measure: str, right: bool, why: str) -> None:
        self.wanted[measure] += 1
        self.met[measure] += right
        if not right:
            self.missed.append(f"{measure}: {why}")

    def fault(self, kind: str, why: str) -> None:
        self.faults[kind] += 1
        self.missed.append(f"{kind}: {why}")

    def share(self, measure: str) -> float:
        """Met of wanted; 1 where nothing was wanted."""
        return self.met[measure] / self.wanted[measure] if self.wanted[measure] else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.wanted + other.wanted, self.met + other.met, self.faults + other.faults, self.missed + other.missed
        )


def articles(part: str) -> Iterator[tuple[str, str, dict]]:
    """Name, text and labels of every article of `dev` or `held_out`, by name."""
    for path in sorted((CORPUS / part).glob("*.txt")):
        yield path.stem, path.read_text(encoding="utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))


def place_of(text: str, snippet: str) -> tuple[int, int]:
    """Where a snippet stands. Raises ValueError unless it stands there exactly once."""
    if text.count(snippet) != 1:
        raise ValueError(f"{text.count(snippet)} times in the text: {snippet!r}")
    start = text.index(snippet)
    return start, start + len(snippet)


def score(text: str, labels: dict, claims: Sequence[dict]) -> Score:
    """The score of the claims read from one text."""
    result = Score()
    for label in labels["claims"]:
        _score_claim(result, label, _in(place_of(text, label["snippet"]), claims))
    for snippet in labels["opinions"]:
        _score_opinion(result, snippet, _in(place_of(text, snippet), claims))
    for trap in labels["must_not"]:
        where = place_of(text, trap["snippet"])
        if any(_falls_into(claim, trap, where) for claim in _in(where, claims)):
            result.fault("trap", f"{trap['snippet']!r}: {trap['why']}")
    return result


def _score_claim(result: Score, label: dict, near: list[dict]) -> None:
    snippet, where, said = label["snippet"], near[0]["where"] if near else None, repr(label["snippet"])
    carried = {at: _carriers(one, near, where) for at, one in enumerate(label["quantities"])}
    for at, one in enumerate(label["quantities"]):
        result.look("figures", bool(carried[at]), f"{_told(one)} not read in {said}")
    for one in label.get("dates", ()):
        read = [(told["start"], told["end"]) for claim in near for told in claim["dates"]]
        result.look("dates", any(_same_date(one, told) for told in read), f"{one} not among {read} in {said}")
    bearers = _bearers(snippet, carried, near)
    result.look("found", bool(bearers), f"{'lacks a figure' if near else 'no claim there'}: {said}")
    if not bearers:
        return
    speakers = [claim["speaker"] for claim in bearers]
    right = all(_is_speaker(claim, label["speaker"]) for claim in bearers)
    result.look("speaker", right, f"{speakers} instead of {label['speaker'][0]!r} in {said}")
    allowed = _modalities(label["modality"])
    read = [claim["modality"] for claim in bearers]
    result.look("modality", set(read) <= allowed, f"{read} instead of {label['modality']} in {said}")
    codes = {remark["code"] for claim in bearers for remark in claim["remarks"]}
    for code in label.get("remarks", ()):
        result.look("remarks", code in codes, f"{code} not among {sorted(codes)} in {said}")


def _score_opinion(result: Score, snippet: str, near: list[dict]) -> None:
    kept = any(claim["modality"] == "opinion" and claim["covers"] >= 0.5 for claim in near)
    result.look("opinions", kept, f"not kept as an opinion: {snippet!r}")
    if not kept and any(claim["modality"] in FACT and claim["covers"] > 0.5 for claim in near):
        result.fault("opinion as fact", repr(snippet))


def _in(where: tuple[int, int], claims: Iterable[dict]) -> list[dict]:
    """The claims that share characters with a place, each with `covers`, the share of the place they hold."""
    start, end = where
    near = []
    for claim in claims:
        shared = min(end, claim["span"][1]) - max(start, claim["span"][0])
        if shared > 0:
            near.append(claim | {"covers": shared / (end - start), "where": where})
    return near


def _carriers(wanted: dict, near: list[dict], where: tuple[int, int] | None) -> list[int]:
    """Which of the claims have a figure, standing at this place."""
    return [at for at, claim in enumerate(near) if _has(wanted, _figures(claim, where))]


def _figures(claim: dict, where: tuple[int, int] | None) -> list[dict]:
    """The figures of a claim that stand in a place, all where it does not say at which characters they stand."""
    if where is None:
        return []
    told = claim["quantities"]
    return [one for one in told if "span" not in one or (one["span"][0] < where[1] and one["span"][1] > where[0])]


def _has(wanted: dict, read: list[dict]) -> bool:
    """Whether a figure was read: a range as one figure with both ends, or as two figures."""
    if not any(_same(wanted["value"], wanted["unit"], one["value"], one["unit"]) for one in read):
        return False
    if "high" not in wanted:
        return True
    tops = [(one.get("high", one["value"]), one["unit"]) for one in read]
    return any(_same(wanted["high"], wanted["unit"], *top) for top in tops)


def _same(value: float, units: str | list[str], read: float, unit: str) -> bool:
    told, times = IN_BASE.get(unit, (unit, 1.0))
    for one in [units] if isinstance(units, str) else units:
        base, factor = IN_BASE.get(one, (one, 1.0))
        if base == told and abs(value * factor - read * times) <= 1e-9 * abs(value * factor):
            return True
    return False


def _same_date(wanted: dict, read: tuple[str | None, str | None]) -> bool:
    either = ([one] if isinstance(one, str) else one for one in (wanted["start"], wanted["end"]))
    return all(told in allowed for allowed, told in zip(either, read, strict=True))


def _bearers(snippet: str, carried: dict[int, list[int]], near: list[dict]) -> list[dict]:
    """The fewest claims that carry a label, the tightest first; none where a figure is missing."""
    order = sorted(range(len(near)), key=lambda at: (-near[at]["covers"], near[at]["span"][1] - near[at]["span"][0]))
    if not carried:
        return [near[at] for at in order if near[at]["covers"] >= 0.5][:1]
    left, chosen = dict(carried), []
    while left:
        best = max(order, key=lambda at: sum(at in who for who in left.values()), default=None)
        rest = {figure: who for figure, who in left.items() if best not in who}
        if best is None or len(rest) == len(left):
            return []
        chosen.append(near[best])
        left = rest
    return chosen


def _is_speaker(claim: dict, allowed: list[str]) -> bool:
    """Whether the speaker is one of the forms; a longer name that holds a form of two words or more will do."""
    read = _plain(claim["speaker"])
    for form in allowed:
        wanted = _plain(form)
        if wanted == "writer" and (claim["speaker_kind"] == "narrator" or read == "writer"):
            return True
        if wanted == read or (" " in wanted and f" {wanted} " in f" {read} "):
            return True
    return False


def _plain(name: str) -> str:
    """Without case, accents, articles and punctuation."""
    letters = "".join(one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one))
    words = re.findall(r"\w+", letters.replace("’s", "").replace("'s", "").lower())
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


def _modalities(label: str | list[str]) -> set[str]:
    """The label "fact" stands for asserted or reported."""
    words = [label] if isinstance(label, str) else label
    return {one for word in words for one in (FACT if word == "fact" else (word,))}


def _falls_into(claim: dict, trap: dict, where: tuple[int, int]) -> bool:
    if claim["covers"] <= 0.5 or claim["modality"] not in trap.get("modality", FACT):
        return False
    if "quantity" in trap and not _has(trap["quantity"], _figures(claim, where)):
        return False
    if "speaker" in trap and not _is_speaker(claim, trap["speaker"]):
        return False
    return "place" not in trap or trap["place"] in claim["places"]


def _told(quantity: dict) -> str:
    units = quantity["unit"] if isinstance(quantity["unit"], str) else "|".join(quantity["unit"])
    return f"{quantity['value']}{'-' + str(quantity['high']) if 'high' in quantity else ''} {units}"


def read_and_score(text: str, labels: dict) -> Score:
    """Read one text with tilth and score what comes out."""
    from tilth.texts.reading import read_text

    published = date.fromisoformat(labels["published"]) if labels["published"] else None
    return score(text, labels, read_text(text, published=published).as_json()["claims"])


def row(name: str, result: Score) -> str:
    """One line of the table: met/wanted of every measure, and the faults."""
    cells = [f"{result.met[one]}/{result.wanted[one]}" for one in MEASURES]
    return f"{name:28}" + "".join(f"{cell:>10}" for cell in cells + [str(result.faults[one]) for one in FAULTS])


def main(words: Sequence[str]) -> None:
    """Print the table of the parts asked for; what was missed with `--missed`, or where articles are named."""
    parts = [one for one in words if one in PARTS] or PARTS
    names = [one for one in words if one not in PARTS and not one.startswith("--")]
    for part in parts:
        total = Score()
        print(f"{part:28}" + "".join(f"{one:>10}" for one in (*MEASURES, "op=fact", "traps")))
        for name, text, labels in articles(part):
            if names and name not in names:
                continue
            result = read_and_score(text, labels)
            total += result
            print(row(name, result))
            if names or "--missed" in words:
                print("".join(f"    {line}\n" for line in result.missed), end="")
        print(row("all", total))
        print(f"{'':28}" + "".join(f"{total.share(one):>10.1%}" for one in MEASURES) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
