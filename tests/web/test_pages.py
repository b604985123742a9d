"""Pages: every one is sound, every figure leads to records that sum to it, and every link leads somewhere."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from tests.web.html_check import faults, read
from typer.testing import CliRunner

from tilth.cli.app import app as commands

HTML = {"accept": "text/html"}
PAGES = (
    *("/", "/account", "/account?from=2016-12-31&as_at=2019-12-31&by=operator", "/account?known_at=2020-01-01"),
    *("/account/figures/closing-cleared", "/account/figures/closing-suspected?as_at=2018-12-31", "/findings"),
    *("/findings?severity=warning", "/entries/3", "/log", "/log?kind=cleared&said_by=operator", "/hazards", "/tasks"),
    *("/teams", "/import", "/parcel", "/missions", "/claims", "/conflicts", "/sources", "/verify", "/people", "/login"),
    *("/track-record", "/?lang=ar", "/parcel?lang=ar", "/findings?lang=ar", "/verify?geometry=yes"),
)
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def mission_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("mission") / "mission.gpkg"
    run = CliRunner()
    assert run.invoke(commands, ["new", str(file), "--name", "A mission"]).exit_code == 0
    tables = [str(one) for one in sorted((EXAMPLES / "mission_528").glob("*.csv"))]
    done = run.invoke(commands, ["claims", "import", str(file), *tables, "--said-by", "a reader"])
    assert done.exit_code == 0, done.output
    return file


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_sound(client, address):
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200
    assert faults(answer.text) == []
    assert "undefined" not in answer.text.lower()


def test_every_link_of_the_menu_and_of_a_dossier_leads_somewhere(client):
    home = read(client.get("/", headers=HTML).text)
    hazard = next(one for one in read(client.get("/hazards", headers=HTML).text).links if one.startswith("/hazards/"))
    seen = {one.split("#")[0] for one in (*home.links, *read(client.get(hazard, headers=HTML).text).links)}
    addresses = [one for one in sorted(seen) if one.startswith("/") and not one.startswith(("/brief", "/forecast"))]
    assert len(addresses) > 20
    assert {one: status for one in addresses if (status := client.get(one, headers=HTML).status_code) != 200} == {}


def test_the_movements_behind_a_figure_sum_to_it(client):
    account = client.get("/account?from=2016-12-31&as_at=2019-12-31", headers=HTML).text
    figures = re.findall(r'href="(/account/figures/[^"]+)">([^<]+)<', account)
    assert len(figures) > 10
    for address, shown in figures:
        page = client.get(unescape(address), headers=HTML).text
        total = re.search(r"<tfoot>.*?<td class=\"num\">([^<]+)</td>", page, re.DOTALL)
        assert total is not None
        assert _number(total[1]) == _number(shown), address


def test_the_parts_of_a_split_sum_to_the_flow(client):
    page = client.get("/account?by=operator", headers=HTML).text
    whole, _, parts = page.partition("Flows by operator")
    flow = r'figures/(flow-cleared-suspected-cleared)[^"]*">([^<]+)<'
    total = re.search(flow, whole)
    assert total is not None
    assert _number(total[2]) == sum(_number(one) for _, one in re.findall(flow, parts))


def test_a_figure_nobody_knows_is_refused_with_a_page(client):
    answer = client.get("/account/figures/closing-nonsense", headers=HTML)
    assert answer.status_code == 422
    assert "not understood" in answer.text
    assert faults(answer.text) == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing", 404),
        ("/entries/99999999", 404),
        ("/entries/0", 404),
        ("/hazards/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/account?as_at=yesterday", 422),
        ("/account?by=colour", 422),
        ("/account?known_at=%00", 422),
        ("/findings?start=-1", 422),
        ("/findings?start=999999999999", 422),
        ("/tasks?state=asleep", 422),
        ("/log?kind=rumour", 422),
        ("/claims/none", 404),
        ("/missions/Nobody", 422),
        ("/teams/Nobody", 404),
    ],
)
def test_what_cannot_be_done_is_a_page_that_says_what_to_do(client, address, status):
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status
    assert faults(answer.text) == []
    assert "Traceback" not in answer.text


def test_a_page_that_is_known_is_not_sent_again(client):
    first = client.get("/account", headers=HTML)
    again = client.get("/account", headers=HTML | {"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_page_names_the_head_it_was_made_from(client, province_file):
    log = CliRunner().invoke(commands, ["verify", str(province_file), "--json"])
    told = json.loads(log.stdout)
    assert f"{told['entries']}:{told['head'][:16]}" in client.get("/account", headers=HTML).text


def test_nothing_says_that_land_is_safe(client):
    for address in PAGES:
        assert not re.search(r"\bsafe\b", client.get(address, headers=HTML).text, re.IGNORECASE), address


def test_a_mission_tells_who_said_so_and_what_nobody_states(mission_file, open_room):
    room = open_room(mission_file)
    address = next(one for one in read(room.get("/missions", headers=HTML).text).links if one.startswith("/missions/"))
    page = room.get(address, headers=HTML).text
    assert faults(page) == []
    assert "Not stated by anybody" in page
    assert "Who said so" in page
    claims = {unescape(one) for one in re.findall(r'href="(/claims/[^"]+)"', page)}
    assert len(claims) > 10
    for one in sorted(claims)[:5]:
        assert faults(room.get(one, headers=HTML).text) == []


def test_the_mission_as_known_before_anything_was_published_says_so(mission_file, open_room):
    room = open_room(mission_file)
    address = next(one for one in read(room.get("/missions", headers=HTML).text).links if one.startswith("/missions/"))
    assert room.get(f"{address}?known_at=1999-01-01", headers=HTML).status_code in (200, 422)


def test_an_arabic_page_runs_from_right_to_left_and_marks_what_is_english(client):
    whole = client.get("/parcel?lang=ar", headers=HTML).text
    assert '<html lang="ar" dir="rtl">' in whole
    assert '<main id="main" tabindex="-1" lang="ar" dir="rtl">' in whole
    part = client.get("/findings?lang=ar", headers=HTML).text
    assert '<html lang="ar" dir="rtl">' in part
    assert '<main id="main" tabindex="-1" lang="en" dir="ltr">' in part


def test_the_language_is_remembered_and_nonsense_is_english(client):
    client.get("/?lang=ar", headers=HTML)
    assert 'lang="ar" dir="rtl"' in client.get("/parcel", headers=HTML).text
    client.get("/?lang=en", headers=HTML)
    assert 'lang="en" dir="ltr"' in client.get("/parcel?lang=xx", headers=HTML).text


def test_the_brief_is_one_file_without_script(mission_file, open_room):
    answer = open_room(mission_file).get("/brief", headers=HTML)
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def _number(text: str) -> int:
    return int(re.sub(r"[^\d-]", "", text.replace("+", "").replace("\N{MINUS SIGN}", "-")))


def test_the_forecast_stands_on_the_overview_once_somebody_asked(province_file, open_room):
    room = open_room(province_file)
    page = room.get("/forecast", headers=HTML)
    assert page.status_code == 200
    assert faults(page.text) == []
    assert 'role="img"' in page.text
    middle = re.search(r"Completion, P50</p><p class=\"figure\">([^<]+)<", page.text)
    assert middle is not None
    assert middle[1] in room.get("/", headers=HTML).text


def test_what_cannot_be_forecast_says_why(mission_file, open_room):
    room = open_room(mission_file)
    assert faults(room.get("/forecast", headers=HTML).text) == []
    early = room.get("/forecast?origin=1999-01-01", headers=HTML)
    assert early.status_code == 200
    assert "can be forecast" in early.text
    assert room.get("/forecast?lever=nonsense", headers=HTML).status_code in (200, 422)


def test_the_papers_of_a_hazard_and_a_mission_are_documents(client, mission_file, open_room):
    hazard = next(one for one in read(client.get("/hazards", headers=HTML).text).links if one.startswith("/hazards/"))
    name = hazard.rpartition("/")[2]
    sheet = client.get(f"/papers/area-sheet.pdf?hazard={name}", headers=HTML)
    assert sheet.content.startswith(b"%PDF-")
    assert client.get("/papers/area-sheet.exe?hazard=x", headers=HTML).status_code == 404
    assert client.get("/papers/handover.pdf?task=../../etc", headers=HTML).status_code == 404
    told = open_room(mission_file).get("/papers/after-action.html", headers=HTML)
    assert "<script" not in told.text
    assert "default-src 'none'" in told.headers["content-security-policy"]


def test_a_style_sheet_is_kept_until_it_changes(client):
    page = client.get("/", headers=HTML).text
    sheet = re.search(r'href="(/static/room\.css\?v=\w+)"', page)
    assert sheet is not None
    assert "immutable" in client.get(sheet[1]).headers["cache-control"]
    assert len(client.get(sheet[1]).content) < 30_000


def test_a_page_travels_small_over_a_weak_connection(client):
    packed = client.get("/findings", headers=HTML | {"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(packed.text) / 3
    plain = client.get("/findings", headers=HTML | {"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == packed.text
