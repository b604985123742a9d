"""Back-test the forecast on the national books and write docs/methods/track-record.md, its figures and its pictures.

    python tools/write_track_record.py

`make docs` does the same. The figures are kept in src/tilth/web/track-record.json; between the marks of the page
everything is replaced by tables of these figures, and what somebody wrote around stays.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from tilth.desk.backtesting import as_json, backtest
from tilth.desk.fanning import fans
from tilth.forecast.backtest import CALLED
from tilth.forecast.history import read_histories
from tilth.forecast.questions import ORIGINS
from tilth.reports.track_record import draw_coverage, draw_fans, draw_pit, draw_skill

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from tilth.forecast.known import History

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "methods" / "track-record.md"
FIGURES = ROOT / "src" / "tilth" / "web" / "track-record.json"  # the operations room shows them too
PICTURES = ROOT / "docs" / "pictures"
BOOKS = ROOT / "examples" / "national_books" / "timeseries.csv"
DOTS_PER_INCH = 150
EARLY = "early"  # yearly, from the first published stock on

Answer = Mapping[str, Any]


def histories() -> dict[str, History]:
    """The national books of the examples."""
    with BOOKS.open(encoding="utf-8", newline="") as lines:
        return read_histories(csv.DictReader(lines))[0]


# --- tables ---------------------------------------------------------------------------------------------------------


def _table(columns: list[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table, numbers to the right."""
    rule = ["---", *("---:" for _ in columns[1:])]
    return "".join("| " + " | ".join(map(str, row)) + " |\n" for row in [columns, rule, *rows])


def _years(standing: Answer) -> str:
    years = standing["years"]
    return "all" if years is None else f"{years} y"


def _share(found: Answer | None) -> str:
    """In percent with its interval: 63% [62, 68]."""
    return _told(found, "{:.0%}")


def _told(found: Answer | None, shape: str) -> str:
    """The figure with its interval."""
    if found is None or found["value"] is None:
        return "–"
    ends = [found["low"], found["high"]]
    interval = "" if None in ends else " [" + ", ".join(shape.format(end).removesuffix("%") for end in ends) + "]"
    return (shape.format(found["value"]) + interval).replace("-0.00", "0.00")


def tables(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Every table of the page by its mark; `answers` are those of the file of figures."""
    made: dict[str, str] = {}
    for asked, answer in answers.items():
        standings = [*answer["horizons"], answer["all"]]
        made[f"crps {asked}"] = _crps(standings)
        made[f"coverage {asked}"] = _coverage(standings)
        made[f"widths {asked}"] = _widths(standings)
        made[f"targets {asked}"] = _targets(answer)
    answer = answers["published"]
    return made | {
        "short": _short(answer),
        "asked": _asked(answers),
        "countries": _countries(answer),
        "completion": _completion(answer),
        "releases": _releases(answers),
        "official": _official(answers),
        "outside": _outside(answers),
    }


def _asked(answers: Mapping[str, Answer]) -> str:
    rows = [
        [
            asked,
            one["questions"],
            *(standing["n"] for standing in one["horizons"]),
            one["with_target"],
            len(one["refused"]),
        ]
        for asked, one in answers.items()
    ]
    years = [_years(one) for one in answers["published"]["horizons"]]
    return _table(["asked", "questions", *years, "with a target ahead", "not asked"], rows)


def _crps(standings: list[Answer]) -> str:
    rows = []
    for name, said in CALLED.items():
        losses = [f"{one['crps'][name]:.3f}" for one in standings]
        skills = ["" if name == "tilth" else _share(one["skill"][name]) for one in standings]
        rows.append(
            [said, *(f"{loss}; {skill}" if skill else loss for loss, skill in zip(losses, skills, strict=True))]
        )
    return _table(["CRPS; tilth loses less by", *(f"{_years(one)}, n = {one['n']}" for one in standings)], rows)


def _coverage(standings: list[Answer]) -> str:
    rows = []
    for one in standings:
        ours, theirs = one["coverage"]["tilth"], one["coverage"]["reference_class"]
        bands = [_share(ours[band]) for band in ("50", "80", "95")]
        rows.append(
            [_years(one), one["n"], len(one["countries"]), *bands, _share(one["above_median"]), _share(theirs["80"])]
        )
    columns = ["ahead", "n", "countries", "50 % band", "80 % band", "95 % band", "more left than our median"]
    return _table([*columns, "80 % band of the reference class"], rows)


def _widths(standings: list[Answer]) -> str:
    rows = []
    for one in standings:
        widths, lost = one["width_80"], one["interval_score_80"]
        names = ("tilth", "reference_class")
        told = [f"{of[name]:.2f}" for of in (widths, lost) for name in names]
        rows.append([_years(one), *told[:2], _told(one["width_ratio"], "{:.2f}"), *told[2:]])
    columns = ["ahead", "width of P10–P90", "reference class", "ours to theirs", "interval score", "reference class"]
    return _table(columns, rows)


def _short(answer: Answer) -> str:
    """What a reader wants first."""
    rows = []
    for one in answer["horizons"]:
        told = {which["target"]: which for which in answer["targets"] if which["years"] == one["years"]}
        line, best = told["CRPS under the straight line"], told["CRPS under the best other"]
        row = [_years(one), one["n"], len(one["countries"]), _share(one["coverage"]["tilth"]["80"])]
        rows.append([*row, *(f"{_share(which['figure'])}, {CALLED[which['against']]}" for which in (line, best))])
    columns = ["ahead", "n", "countries", "P10–P90 held", "loses less than the better straight line by"]
    return _table([*columns, "than the best other by"], rows)


def _targets(answer: Answer) -> str:
    rows = []
    for one in answer["targets"]:
        is_ratio = "width" in one["target"]
        figure = _told(one["figure"], "{:.2f}" if is_ratio else "{:.0%}")
        wanted = (
            "under 1" if is_ratio else f"{one['least']:.0%}" + (f" to {one['most']:.0%}" if one["most"] < 1 else "")
        )
        against = "" if one["against"] == "tilth" else CALLED[one["against"]]
        verdict = one["verdict"] + (
            ", though the interval reaches it" if one["verdict"] == "missed" and one["interval_reaches"] else ""
        )
        rows.append(
            [one["target"].replace("P10-P90", "P10–P90"), f"{one['years']} y", against, figure, wanted, verdict]
        )
    return _table(["target", "ahead", "held against", "figure", "wanted", "verdict"], rows)


def _countries(answer: Answer) -> str:
    rows = [
        [
            one["country"],
            one["origins"],
            one["n"],
            *(f"{one['crps'][name]:.3f}" for name in ("tilth", "straight_line", "straight_line_3", "reference_class")),
            *(f"{one['coverage'][band]:.0%}" for band in ("50", "80", "95")),
            f"{one['above_median']:.0%}",
        ]
        for one in answer["countries"]
    ]
    columns = ["country", "days asked", "n", "CRPS tilth", "line of 5", "line of 3", "reference class"]
    return _table([*columns, "50 % band", "80 % band", "95 % band", "more left than the median"], rows)


def _completion(answer: Answer) -> str:
    found = answer["completion"]
    rows = [
        [
            said,
            f"{found['crps_years'][name]:.2f}",
            f"{found['brier'][name]:.3f}",
            f"{found['chance_done'][name]:.1%}",
            "" if name == "tilth" else _told(found["lead_years"][name], "{:.2f}"),
        ]
        for name, said in CALLED.items()
    ]
    columns = ["forecaster", "loss, years", "mean Brier score", "chance given to “done by the last look”"]
    return _table([*columns, "their loss less ours, years"], rows)


def _official(answers: Mapping[str, Answer]) -> str:
    """The outcomes for which a target lay ahead, all horizons."""
    rows = []
    for asked, answer in answers.items():
        one = answer["where_a_target_lay_ahead"]
        if one:
            crps, skill = one["crps"], _share(one["skill"]["official_target"])
            where = ", ".join(one["countries"])
            rows.append([asked, where, one["n"], f"{crps['official_target']:.3f}", f"{crps['tilth']:.3f}", skill])
    return _table(["asked", "countries", "n", "CRPS of the target", "of tilth", "less by"], rows)


def _outside(answers: Mapping[str, Answer]) -> str:
    """Every outcome outside P10 to P90, whichever way it was asked for."""
    found = {(one["country"], one["origin"], one["at"]): one for two in answers.values() for one in two["cases"]}
    rows = [
        [one["country"], one["origin"], one["at"], f"{one['last_known_km2']:g}"]
        + [f"{one[name]:.0f}" for name in ("p10", "p50", "p90")]
        + [f"{one['observed_km2']:g}"]
        for _, one in sorted(found.items())
        if not one["p10"] <= one["observed_km2"] <= one["p90"]
    ]
    columns = ["country", "asked on", "for", "last known, km²", "P10", "P50", "P90", "observed"]
    return _table(columns, rows) if rows else "None.\n"


_RELEASED = {"tilth": "tilth", "last_release": "last published year", "mean_release": "mean of the last three"}


def _releases(answers: Mapping[str, Answer]) -> str:
    found = {asked: one["releases"] for asked, one in answers.items() if one["releases"]}
    rows: list[list[str]] = []
    for name, said in _RELEASED.items():
        told = [
            f"{one['crps'][name]:.4f}" + (f"; {_share(one['skill'][name])}" if name in one["skill"] else "")
            for one in found.values()
        ]
        rows.append([said, *told])
    rows.append(["our 80 % band held", *(_share(one["coverage_80"]) for one in found.values())])
    rows.append(["more released than our median", *(_share(one["above_median"]) for one in found.values())])
    heads = [f"asked {asked}, n = {one['n']} in {len(one['countries'])} countries" for asked, one in found.items()]
    return _table(["CRPS; tilth loses less by", *heads], rows)


def filled(page: str, made: Mapping[str, str]) -> str:
    """The page with these tables between their marks. Raises ValueError where a mark is missing."""
    for mark, table in made.items():
        before, start, rest = page.partition(f"<!-- {mark} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        if not start or not end:
            raise ValueError(f"the page has no place marked {mark!r}")
        page = f"{before}{start}\n{table}\n{end}{after}"
    return page


# --- writing --------------------------------------------------------------------------------------------------------


def stored() -> dict[str, Any]:
    """The figures as they were last written, by when questions were asked."""
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found


def measured() -> dict[str, Any]:
    """The figures as they are now."""
    books = histories()
    found = {asked: as_json(backtest(books, asked=asked)) for asked in ORIGINS}
    return found | {EARLY: as_json(backtest(books, asked="yearly", least_known=1))}


def write() -> None:
    """Measure everything; write the figures, the page and the pictures."""
    answers = measured()
    FIGURES.write_text(_compact(answers), encoding="utf-8")
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), tables(answers)), encoding="utf-8")
    answer = answers["published"]
    drawn = {"coverage": draw_coverage(answer), "skill": draw_skill(answer), "pit": draw_pit(answer)}
    drawn["fans"] = draw_fans(list(fans(histories())))
    for name, figure in drawn.items():
        (PICTURES / f"track-record-{name}.png").write_bytes(_small(figure))


def _compact(answers: Mapping[str, Any]) -> str:
    """JSON with one case to a line, so that a change of one is a change of one line."""
    text = json.dumps({key: {**one, "cases": []} for key, one in answers.items()}, ensure_ascii=False, indent=1)
    for one in answers.values():
        lines = ",\n".join("   " + json.dumps(case, ensure_ascii=False) for case in one["cases"])
        text = text.replace('"cases": []', f'"cases": [\n{lines}\n  ]', 1)
    return text + "\n"


def _small(figure: Figure) -> bytes:
    """A PNG in 64 colours."""
    drawn, out = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DOTS_PER_INCH)
    pixels = Image.open(drawn).convert("RGB").quantize(64, dither=Image.Dither.NONE)
    pixels.save(out, format="PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    write()
