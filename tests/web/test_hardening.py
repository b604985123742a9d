"""What an attack on the room found once, and must not find again."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tilth.desk.refusal import Refusal
from tilth.exchange.delimited import MOST_COLUMNS
from tilth.exchange.read import read_sheets
from tilth.store.accounts import Accounts, accounts_path
from tilth.store.geopackage import open_file

_PASSWORD = "correct horse battery"
_DIGITS = "1" * 5000


@pytest.fixture
def guarded(own_file: Path) -> Path:
    """A programme with an administrator."""
    accounts = Accounts(accounts_path(own_file))
    accounts.add("ada", role="administrator", password=_PASSWORD, now=0.0)
    accounts.close()
    return own_file


@pytest.mark.parametrize(
    "address", ["/entries/{}", "/entries/{}/amend", "/map/land/{}/1/1.mvt", "/map/base/1/{}/1.mvt"]
)
def test_a_number_without_end_in_an_address_names_no_page(client: Any, address: str) -> None:
    assert client.get(address.format(_DIGITS)).status_code == 404


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_beyond_the_calendar_is_refused_in_words(client: Any, moment: str) -> None:
    answer = client.get("/api/log", params={"known_at": moment})
    assert answer.status_code == 422
    assert "moment" in answer.json()["detail"]


@pytest.mark.parametrize("value", ["1e400", "-1e999", '"\\ud800"'])
def test_what_no_file_can_hold_is_refused_where_it_comes_in(client: Any, value: str) -> None:
    body = f'{{"set": {{"id": {value}}}, "why": "x"}}'
    headers = {"content-type": "application/json"}
    assert client.post("/api/entries/5/amendments", content=body, headers=headers).status_code == 400


def test_another_program_that_closes_the_file_does_not_take_its_log_from_the_room(own_file: Path) -> None:
    """POSIX drops every lock of a process on a file when it closes any descriptor of it."""
    first = open_file(own_file, any_thread=True)
    with first.snapshot():
        open_file(own_file, any_thread=True).close()
        look = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA user_version'); c.close()"
        subprocess.run([sys.executable, "-c", look, str(own_file)], check=True, timeout=60)
        assert Path(f"{own_file}-wal").exists()
    first.close()


def test_a_copy_that_is_served_can_be_written_while_somebody_reads(own_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.gpkg"
    with open_file(own_file) as store:
        store.copy_to(copy)
    with sqlite3.connect(copy) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    reader, writer = open_file(copy, any_thread=True), open_file(copy, any_thread=True)
    with reader.snapshot(), writer.writing():
        pass
    reader.close()
    writer.close()


@pytest.mark.parametrize("name", ["a.vrt", "a.kml", "a.gml"])
@pytest.mark.parametrize("start", ["<OGRVRTDataSource>", "\n<ogrvrtdatasource>", "<OGRWFSDataSource>"])
def test_a_file_that_points_at_others_is_not_followed(tmp_path: Path, name: str, start: str) -> None:
    other = tmp_path / "secret.csv"
    other.write_text("id\n1\n")
    pointer = tmp_path / name
    layer = f'<OGRVRTLayer name="secret"><SrcDataSource>{other}</SrcDataSource></OGRVRTLayer>'
    pointer.write_text(f"{start}{layer}</OGRVRTDataSource>")
    with pytest.raises(Refusal, match="points at another") as refused:
        list(read_sheets(pointer))
    assert refused.value.number == "415.1"


def test_a_line_of_commas_does_not_take_all_memory(tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    file.write_text("," * (MOST_COLUMNS + 1) + "\n")
    with pytest.raises(Refusal, match="columns"):
        list(read_sheets(file))


def test_the_public_is_not_told_how_long_the_journal_is(guarded: Path, open_room: Callable[..., Any]) -> None:
    public = open_room(guarded)
    answer = public.get("/ogc")
    assert answer.status_code == 200
    assert "tilth-head" not in answer.headers
    assert "no-cache" in answer.headers["cache-control"]
    registry = public.get("/map/layers.json")
    assert registry.json()["head"] is None
    assert (registry.headers["cache-control"], registry.headers["vary"]) == ("private, no-cache", "cookie")


def test_who_may_not_import_is_refused_before_the_file_is_taken_in(
    guarded: Path, open_room: Callable[..., Any]
) -> None:
    public = open_room(guarded)
    answer = public.post("/import", content=b"not even a form")
    assert answer.status_code == 401


def test_no_link_of_a_page_leads_to_another_site(client: Any) -> None:
    answer = client.get("http://127.0.0.1//elsewhere.example/x", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert 'href="//' not in answer.text


def test_many_guesses_at_once_are_counted_before_any_of_them_is_answered(guarded: Path) -> None:
    accounts = Accounts(accounts_path(guarded))

    def guess(_: int) -> str:
        try:
            return "taken" if accounts.log_in("ada", "another password", address="10.0.0.1", now=1000.0) else "failed"
        except Refusal as refusal:
            return refusal.number

    with ThreadPoolExecutor(12) as threads:
        told = Counter(threads.map(guess, range(12)))
    assert told == {"failed": 4, "429.1": 8}
    accounts.close()


def test_a_brief_as_known_on_a_day_to_come_is_that_of_today(client: Any) -> None:
    assert client.get("/api/brief", params={"known_at": "9999-12-31"}).status_code == 200


def test_completion_is_told_to_the_month(client: Any) -> None:
    text = client.get("/forecast").text
    figures = re.findall(r'<p class="figure">(.*?)</p>', text)
    assert any(re.fullmatch(r"20\d\d-\d\d", one) for one in figures)
    cards = re.findall(r'<li class="card">.*?</li>', text, flags=re.DOTALL)
    assert not [one for one in cards if re.search(r"\d{4}-\d\d-\d\d", one)]


def test_logging_out_clears_what_the_browser_kept(guarded: Path, open_room: Callable[..., Any]) -> None:
    browser = open_room(guarded)
    for address, told in (("/login", {"name": "ada", "password": _PASSWORD}), ("/logout", {})):
        token = re.findall(r'name="csrf" value="([^"]+)"', browser.get("/login").text)[0]
        answer = browser.post(address, data=told | {"csrf": token})
        assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == '"cache"'


@pytest.mark.parametrize("address", ["/api/forecast", "/api/forecast/what-if"])
def test_a_forecast_asked_at_the_end_of_the_calendar_is_refused_in_words(client: Any, address: str) -> None:
    assert client.get(address, params={"origin": "9999-12-31"}).status_code == 422


def test_only_files_that_hold_rows_by_themselves_are_taken_from_a_browser(client: Any) -> None:
    answer = client.post(
        "/api/imports?name=a.vrt&dry_run=true", content=b"x", headers={"content-type": "application/octet-stream"}
    )
    assert answer.status_code == 415
    assert "tilth import" in answer.json()["detail"]


def test_who_comes_second_is_shown_the_clash_also_while_a_crowd_reads(
    own_file: Path, open_room: Callable[..., Any]
) -> None:
    first = open_room(own_file)
    second = type(first)(first.app)
    room = first.app.state.room

    def amend(browser: Any, value: str) -> Any:
        token = re.findall(r'name="csrf" value="([^"]+)"', browser.get("/parcel").text)[0]
        told = {"csrf": token, "field": "district", "value": value, "why": "as surveyed"}
        return browser.post("/entries/30/amend", data=told)

    def look() -> None:
        with room.read():
            pass

    with room.read(), ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(look).result()  # where two read, the head they read is kept for the next one
        assert elsewhere.submit(amend, first, "One").result().status_code == 303
        clash = elsewhere.submit(amend, second, "Two").result()
    assert clash.status_code == 409
    assert "One" in clash.text
    assert "Two" in clash.text
