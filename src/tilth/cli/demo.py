"""`tilth demo`: a first look in under a minute, with files to open afterwards."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

import tilth
from tilth.cli.brief import written_brief
from tilth.cli.shared import Json, now, print_json, square_metres
from tilth.desk.accounting import Question, statements
from tilth.desk.importing import import_sheets
from tilth.desk.inventing import book_province
from tilth.desk.programme import Programme
from tilth.desk.refusal import Refusal
from tilth.desk.starting import start
from tilth.evidence.statement import Statement
from tilth.forecast.press import YEARS_STATED
from tilth.scale.threads import on_threads
from tilth.store.geopackage import create

NAME = "demo"
WIDTH = 100
FOLDER = Path("tilth-demo")
SEED = 1
_ASKED_OF, _ASKED_ON, _ASKED_FOR = "Croatia", "2015-12-31", ("2016-12-31", "2017-12-31")  # what came is in the books
WORK_SHARE = 0.2  # of the releases of the invented province
_LIST = "FILES.txt"  # names the files of an earlier demo, the only ones that are ever removed
_MARK = "Made by tilth demo, which replaces these files when it runs again:"
_TELLING = 5  # findings shown
_MISSION_LINES, _CONFLICT_LINES = 44, 8  # with a title and the question of decades they fill one screen
_OTHERS = "SAID OF OTHERS"  # of the mission: the question of decades says the same and more

_Answer = tuple[list[str], dict[str, Any]]


def command(
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Where the files go; made anew.")] = FOLDER,
    hazards: Annotated[
        int, typer.Option("--hazards", min=1, max=5_000, help="How many hazards the invented province has.")
    ] = 300,
    as_json: Json = False,
) -> None:
    """Show what tilth does, on three programmes it makes: a mission, national books, an invented province.

    Example: tilth demo --out look
    """
    folder = _made_anew(out)
    answers = {}
    parts = (("mission", _mission), ("books", _books), ("province", lambda at: _province(at, hazards=hazards)))
    for number, (name, part) in enumerate(parts, start=1):
        typer.echo(f"demo {number} of {len(parts)}: {name} …", err=True)
        lines, answers[name] = part(folder)
        _list(folder)
        if not as_json:
            typer.echo("\n".join([_title(number, name), "", *lines, ""]))
    made = _list(folder)
    if as_json:
        print_json({"folder": str(folder), "files": [str(path) for path in made]} | answers)
        return
    typer.echo("\n".join(_ending(folder, made)))


# --- the folder -----------------------------------------------------------------------------------------------------


def _made_anew(folder: Path) -> Path:
    """An empty folder, or that of an earlier demo without its files. Any other folder is left alone."""
    listed = folder / _LIST
    if listed.is_file() and listed.read_text(encoding="utf-8").startswith(_MARK):
        for name in listed.read_text(encoding="utf-8").splitlines()[1:]:
            (folder / Path(name).name).unlink(missing_ok=True)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal("409.1", path=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _list(folder)
    except OSError:
        raise Refusal("403.1", path=folder) from None
    return folder


def _list(folder: Path) -> list[Path]:
    """Every file of the demo, written down so that also a demo that was cut off can be replaced."""
    names = sorted({path.name for path in folder.iterdir()} | {_LIST})
    (folder / _LIST).write_text("\n".join([_MARK, *names]) + "\n", encoding="utf-8")
    return [folder / name for name in names]


@contextmanager
def _programme(path: Path, *, name: str | None = None) -> Iterator[Programme]:
    with create(path) as store:
        _list(path.parent)
        programme = Programme(store)
        if name:
            start(programme, name=name, country=None, author="demo", now=now())
        yield programme


def examples() -> Path:
    """The folder of examples: inside the installed package, or beside the sources in a checkout."""
    home = Path(tilth.__file__).parent
    for folder in (home / "examples", home.parents[1] / "examples"):
        if (folder / "mission_528").is_dir():
            return folder
    raise Refusal("404.2", path=home / "examples")


# --- the three parts ------------------------------------------------------------------------------------------------


def _mission(folder: Path) -> _Answer:
    from tilth.cli.forecast_told import decades
    from tilth.cli.report import written_after_action
    from tilth.desk.forecasting import Wanted, forecast
    from tilth.desk.touring import tour
    from tilth.reports.map import as_png
    from tilth.reports.series_picture import draw_series
    from tilth.reports.timeline import draw_timeline
    from tilth.teams.tell import tell
    from tilth.teams.tell_conflicts import tell_conflicts

    mission, claims = examples() / "mission_528", examples() / "kursk_claims"
    with _programme(folder / "mission.gpkg", name="The mission of the starting article") as programme:
        _import(programme, [mission / "statements.csv", mission / "facts.csv", claims / "claims.csv"])
        _import(programme, [mission / "sources.csv"], kind=None)
        found = tour(programme)
        told = found.mission.as_json()
        view = written_brief(programme, folder / "mission.brief.html", Question())
        written_after_action(programme, folder / "mission.after-action.html")
        ahead = forecast(programme, Wanted(), today=now().date())
    for name, figure in (("timeline", draw_timeline(told)), ("series", draw_series(view["series"][0]))):
        if figure is not None:
            (folder / f"mission.{name}.png").write_bytes(as_png(figure))
    own = [one.claim_id for one in found.mission.statements]
    lines = _without(tell(found.mission, width=WIDTH, height=_MISSION_LINES, conflicts=False), _OTHERS)
    lines += ["", *decades(ahead, about=_about(ahead, found.mission.others))]
    lines += ["", *tell_conflicts(found.conflicts, lines=_CONFLICT_LINES, width=WIDTH, first=own)]
    return lines, told | {"forecast": ahead}


def _about(ahead: dict[str, Any], others: Iterable[Statement]) -> str:
    """Of what territories years are stated, and which statement gives none: "could take decades"."""
    of = ", ".join(dict.fromkeys(one["country"] for one in ahead["stated_years"]))
    vague = [one.claim_id for one in others if one.metric in YEARS_STATED and isinstance(one.value, str)]
    asked = f" [{', '.join(vague)}]" if vague else ""
    return f"stated of {of}, not of this mission{asked}" if of else ""


def _without(lines: list[str], heading: str) -> list[str]:
    """The lines without one paragraph, which goes on while lines are set in."""
    kept, inside = [], False
    for line in lines:
        inside = line.startswith(heading) or (inside and line.startswith("  "))
        kept += [] if inside else [line]
    return kept


def _books(folder: Path) -> _Answer:
    from tilth.cli.forecast_told import beside_a_line
    from tilth.desk.forecasting import Wanted, forecast
    from tilth.evidence.published import national_books
    from tilth.evidence.tell import tell_books

    with _programme(folder / "national_books.gpkg", name="National books") as programme:
        _import(programme, [examples() / "national_books" / "timeseries.csv"])
        books = national_books(statements(programme))
        written_brief(programme, folder / "national_books.brief.html", Question())
        asked = Wanted(origin=_ASKED_ON, by=_ASKED_FOR, country=_ASKED_OF)
        ahead = forecast(programme, asked, today=now().date())["national"][0]
        later = [one for one in statements(programme) if (one.group, one.metric) == (_ASKED_OF, ahead["series"])]
    came = {str(one.as_of): one.area_m2 * 1e-6 for one in later if one.area_m2 is not None}
    told = [*tell_books(books.lines, width=WIDTH), "", *beside_a_line(ahead, came=came)]
    return told, {"published": [line.as_json() for line in books.lines], "forecast": ahead}


def _import(programme: Programme, sources: list[Path], *, kind: str | None = "statements") -> None:
    """Import files whose rows are of one kind, or say their kind themselves."""
    from tilth.exchange.read import read_sheets

    sheets = (sheet for source in sources for sheet in read_sheets(source, mapping=None))
    import_sheets(programme, sheets, kind=kind, said_by="the examples of tilth", author="demo", now=now())


def _province(folder: Path, *, hazards: int) -> _Answer:
    from tilth.cli.forecast_told import work_in_short
    from tilth.reports.map_layers import layers_of
    from tilth.synth.province import province

    land = province(hazards=hazards, seed=SEED)
    page, drawing = folder / "province.brief.html", folder / "province.map.png"
    with _programme(folder / "province.gpkg") as programme, on_threads() as runner:
        book_province(programme, land, now=now(), runner=runner, work_share=WORK_SHARE)
        view = written_brief(programme, page, Question(), layers=layers_of(land), drawing=drawing)
    told = {"account": view["account"], "findings": view["findings"], "forecast": view["forecast"]}
    return _account(view, hazards=hazards) + work_in_short(view["forecast"]), told


# --- what is said ---------------------------------------------------------------------------------------------------


def _title(number: int, name: str) -> str:
    titles = {
        "mission": "A mission: what an article says, who said it, and what nobody says",
        "books": "National books: do they balance?",
        "province": "An invented province: every square metre counted once",
    }
    text = f"{number}. {titles[name]}"
    return f"{text}\n{'=' * len(text)}"


def _account(view: dict[str, Any], *, hazards: int) -> list[str]:
    account, name = view["account"], view["programme"]["name"]
    told = _wrap(f"{name} (invented: no such place or people). {account['entries']} entries about {hazards} hazards.")
    told += ["", f"{'status':<24}{'m²':>18}", *_rows(account["accounts"])]
    flows: dict[str, int] = {}
    for flow in account["flows"]:
        name = flow["flow"].replace("_", " ")
        flows[name] = flows.get(name, 0) + flow["m2"]
    told += ["", f"{'flow since the start':<24}{'m²':>18}", *_rows(flows)]
    balance = "opening + flows = closing, for every status, to the square metre"
    told += [balance if account["balanced"] else "THE ACCOUNT DOES NOT BALANCE: run tilth verify"]
    telling = [one for one in view["findings"] if one["severity"] != "info"][:_TELLING]
    told += ["", "The most telling findings, the first of each kind:"] if telling else []
    for one in telling:
        told += _wrap(f"{one['count']:>5} × {one['code']} {one['sentence']}", "        ")
    return [*told, "", *_wrap("This is not permission to enter; ask the mine action authority.")]


def _rows(amounts: dict[str, int]) -> list[str]:
    return [f"  {name:<22}{square_metres(m2).removesuffix(' m²'):>18}" for name, m2 in amounts.items()]


def _ending(folder: Path, made: list[Path]) -> list[str]:
    title = "Files made"
    about = {
        "mission.gpkg": "the mission as a programme",
        "mission.brief.html": "its brief: open it in a browser",
        "mission.after-action.html": "the after-action report, to print",
        "mission.timeline.png": "who dates what, and how precisely",
        "mission.series.png": "declared figures, and what is set aside",
        "national_books.gpkg": "the published book as a programme",
        "national_books.brief.html": "its brief",
        "province.gpkg": "the invented province: open it in QGIS",
        "province.map.png": "its map",
        "province.brief.html": "its brief, with the map",
        _LIST: "this list",
    }
    widest = max(len(str(path)) for path in made)
    return [
        title,
        "=" * len(title),
        *(f"{path!s:<{widest}}  {about.get(path.name, '')}".rstrip() for path in made),
        "",
        "Open the operations room, then the address it prints, in a browser:",
        f"  tilth serve {folder / 'province.gpkg'} --port 8000",
        "",
        "Try next:",
        f"  tilth account {folder / 'province.gpkg'} --by district",
        f"  tilth verify {folder / 'province.gpkg'} --geometry",
        f"  tilth log {folder / 'mission.gpkg'}",
        "  tilth new mine.gpkg --name NAME && tilth import mine.gpkg YOUR_FILE --as suspected --said-by WHO",
    ]


def _wrap(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent)
