"""What people come to the room for, each from beginning to end in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Open = Callable[..., Any]
MAP_READY = "#map[data-ready]"
EXAMPLES = Path(__file__).parents[3] / "examples"
NO_WEBGL = "HTMLCanvasElement.prototype.getContext = () => null;"


def square(lon: float, lat: float, *, side: float = 0.002) -> dict[str, Any]:
    ring = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(*shapes: dict[str, Any] | None) -> str:
    features = [
        {"type": "Feature", "properties": {"id": f"B-{at}", "date": "2023-05-31"}, "geometry": shape}
        for at, shape in enumerate(shapes, 1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def where(page: Any, address: str) -> tuple[float, float]:
    """The middle of a suspected hazard that is not far from square, in degrees."""
    found = page.request.get(f"{address}/ogc/collections/hazards/items?limit=100&status=suspected").json()["features"]
    boxes = []
    for one in found:
        part = one["geometry"]["coordinates"]
        ring = part[0] if one["geometry"]["type"] == "Polygon" else part[0][0]
        lons, lats = [at[0] for at in ring], [at[1] for at in ring]
        boxes.append((max(lons) - min(lons), (max(lons) + min(lons)) / 2, (max(lats) + min(lats)) / 2))
    _, lon, lat = max(boxes)
    return lon, lat


def middle_of(page: Any) -> tuple[float, float]:
    box = page.locator("#map").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_file_is_imported_and_every_row_is_accounted_for(
    own_room: str, open_page: Open, tmp_path: Path, pictures: Path
) -> None:
    file = tmp_path / "survey.geojson"
    file.write_text(collection(square(-20.3, -30.3), square(-20.31, -30.3), None), encoding="utf-8")
    page = open_page(f"{own_room}/import")
    page.set_input_files("#files", str(file))
    page.select_option("#kind", "suspected")
    page.fill("#said_by", "District office")
    page.click("button[value=try]")
    assert "3 rows read" in page.inner_text("main").replace("\u00a0", " ") or "3" in page.inner_text("#result ~ p")
    page.set_input_files("#files", str(file))
    page.select_option("#kind", "suspected")
    page.fill("#said_by", "District office")
    page.click("button[value=book]")
    page.screenshot(path=pictures / "import.png", full_page=True)
    page.goto(f"{own_room}/hazards/B-1")
    assert "B-1" in page.inner_text("h1")


def test_a_finding_is_found_and_mended(own_room: str, open_page: Open, tmp_path: Path, pictures: Path) -> None:
    file = tmp_path / "undated.csv"
    file.write_text("id,lat,lon,date\nA-1,-30.3,-20.3,31.31.2023\n", encoding="utf-8")
    page = open_page(f"{own_room}/import")
    page.set_input_files("#files", str(file))
    page.select_option("#kind", "accident")
    page.fill("#said_by", "District office")
    page.click("button[value=book]")
    page.goto(f"{own_room}/findings?kind=bad_date")
    page.screenshot(path=pictures / "findings.png", full_page=True)
    page.locator("a[href$='#amend']").first.click()
    page.select_option("#amend-field", "happened_on")
    page.fill("#amend-value", "2023-05-31")
    page.fill("#amend-why", "date of the report form")
    page.locator("#amend button").click()
    page.goto(f"{own_room}/findings?kind=bad_date")
    assert page.locator("a[href$='#amend']").count() == 0


def test_an_overlapping_hazard_is_warned_of_while_it_is_drawn(own_room: str, open_page: Open, pictures: Path) -> None:
    page = open_page()
    lon, lat = where(page, own_room)
    page.goto(f"{own_room}/map#15/{lat:.5f}/{lon:.5f}")
    page.wait_for_selector(MAP_READY)
    page.click("button[data-tool=draw]")
    x, y = middle_of(page)
    for dx, dy in ((-120, -100), (120, -100), (120, 100), (-120, 100)):
        page.mouse.click(x + dx, y + dy)
        page.wait_for_timeout(350)  # two clicks in one place within a third of a second are a double click
    page.wait_for_selector("#drawing-told .note")
    told = page.inner_text("#drawing-told")
    assert "L03" in told
    assert "m²" in told
    page.screenshot(path=pictures / "draw.png")
    page.fill("#drawing-id", "Drawn 1")
    page.fill("#drawing-why", "seen from the road by the survey team")
    page.click("#drawing-form button")
    page.wait_for_selector("#drawing-answer a")
    page.click("#drawing-answer a")
    page.wait_for_load_state()
    assert "Drawn 1" in page.inner_text("main")


def test_an_area_is_drawn_with_keys_alone(own_room: str, open_page: Open) -> None:
    page = open_page(f"{own_room}/map#14/-30.4/-20.4")
    page.wait_for_selector(MAP_READY)
    page.focus("button[data-tool=area]")
    page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press("Enter")
        page.wait_for_timeout(400)
        page.keyboard.press(key)
        page.wait_for_timeout(1_200)
    assert "m²" in page.inner_text("#tool-told")
    page.keyboard.press("Escape")
    assert page.get_attribute("button[data-tool=area]", "aria-pressed") == "false"


def test_the_slider_shows_the_land_of_an_earlier_day(room: str, open_page: Open, pictures: Path) -> None:
    page = open_page(f"{room}/map")
    page.wait_for_selector(MAP_READY)
    slider = page.locator("#as-at")
    assert page.input_value("#as-at") == slider.get_attribute("max")
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(1_500)
    assert slider.get_attribute("aria-valuetext").endswith(page.get_attribute("#as-at-day", "min"))
    page.screenshot(path=pictures / "slider-first-day.png")
    page.keyboard.press("End")
    page.wait_for_timeout(1_500)
    page.screenshot(path=pictures / "map.png")


def test_a_card_leads_to_the_dossier(room: str, open_page: Open, pictures: Path) -> None:
    page = open_page()
    lon, lat = where(page, room)
    page.goto(f"{room}/map#15/{lat:.5f}/{lon:.5f}")
    page.wait_for_selector(MAP_READY)
    page.mouse.click(*middle_of(page))
    page.wait_for_selector(".map-card a[href^='/entries/']")
    page.wait_for_timeout(500)
    page.screenshot(path=pictures / "card.png")
    page.locator(".map-card a[href^='/entries/']").first.click()
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1


def test_the_levers_of_the_forecast_answer(room: str, open_page: Open, pictures: Path) -> None:
    page = open_page(f"{room}/forecast")
    page.wait_for_selector("#what-if polyline", state="attached")
    before = page.inner_text("#what-if [data-row=what_if]")
    page.focus("#what-if-manual")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "before => document.querySelector('#what-if [data-row=what_if]').innerText !== before", arg=before
    )
    page.locator("#what-if").screenshot(path=pictures / "levers.png")


def test_the_brief_and_the_mission_are_read(
    own_room: str, open_page: Open, tilth: Any, own_province: Path, pictures: Path
) -> None:
    tilth("claims", "import", own_province, EXAMPLES / "mission_528" / "statements.csv")
    page = open_page(f"{own_room}/brief")
    assert page.locator("h1").count() >= 1
    page.screenshot(path=pictures / "brief.png", full_page=True)
    page.goto(f"{own_room}/missions")
    page.screenshot(path=pictures / "missions.png", full_page=True)
    page.locator("main a[href^='/missions/']").first.click()
    page.wait_for_load_state()
    page.screenshot(path=pictures / "mission.png", full_page=True)


@pytest.fixture
def finished_task(own_province: Path, tilth: Any) -> str:
    """A task whose work is done and inspected, waiting for approval and handover."""
    file = own_province
    hazard = tilth("log", file, "--json")
    name = next(one["id"] for one in hazard[::-1] if one["kind"] == "suspected" and one["id"])
    team = "Team 1 (invented)"
    said = tilth(
        "task", file, "open", "--hazard", name, "--action", "cancel", "--team", team, "--from", "2025-04-01",
        "--to", "2025-04-30", "--by", "ops", "--json",
    )  # fmt: skip
    task = str(said["id"])
    tilth("progress", file, task, "--on", "2025-04-02", "--team", team, "--m2", 100, "--by", "lead")
    tilth("inspect", file, task, "--on", "2025-04-03", "--by", "qa", "--result", "pass")
    tilth("complete", file, task, "--on", "2025-04-04", "--by", "lead")
    return task


def test_a_handover_is_approved_and_booked(finished_task: str, own_room: str, open_page: Open, pictures: Path) -> None:
    page = open_page(f"{own_room}/tasks/{finished_task}")
    page.click("#approve > summary")
    page.fill("#approve-on", "2025-04-05")
    page.fill("#approve-by", "authority")
    page.click("#approve button")
    page.wait_for_load_state()
    page.goto(f"{own_room}/tasks/{finished_task}")
    page.click("#handover > summary")
    page.fill("#handover-on", "2025-04-06")
    page.fill("#handover-by", "authority")
    page.fill("#handover-to", "village head")
    page.click("#handover button")
    page.wait_for_load_state()
    page.goto(f"{own_room}/tasks/{finished_task}")
    page.screenshot(path=pictures / "handed-over.png", full_page=True)
    assert "handed over" in page.inner_text(".lead")


def test_a_viewer_looks_and_cannot_write(shared_desk: str, log_in: Callable[[str, str], Any]) -> None:
    page = log_in(shared_desk, "vera")
    assert page.goto(f"{shared_desk}/import").status == 403
    page.goto(f"{shared_desk}/map")
    page.wait_for_selector(MAP_READY)
    assert page.locator("button[data-tool=draw]").count() == 0
    said = page.evaluate(
        """async (drawn) => (await fetch("/api/ground/drafts", {
        method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify(drawn)})).status""",
        {"geometry": square(-20.3, -30.3), "kind": "suspected", "id": "X", "why": "Y"},
    )
    assert said == 403


def test_somebody_without_an_account_sees_no_outline(shared_desk: str, open_page: Open, pictures: Path) -> None:
    page = open_page(f"{shared_desk}/map")
    page.wait_for_selector(MAP_READY)
    assert page.request.get(f"{shared_desk}/map/land/0/0/0.mvt").status in (401, 404)
    layers = page.request.get(f"{shared_desk}/map/layers.json").json()["layers"]
    assert [one["name"] for one in layers] == ["cells"]
    page.screenshot(path=pictures / "map-public.png")


def test_a_parcel_is_drawn_and_answered(room: str, open_page: Open, pictures: Path) -> None:
    page = open_page(f"{room}/parcel")
    page.wait_for_selector("#sketching[data-ready]")
    frame = page.locator(".sketching-map")
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for dx, dy in ((-60, -50), (60, -50), (60, 50), (-60, 50)):
        page.mouse.click(x + dx, y + dy)
        page.wait_for_timeout(350)
    page.screenshot(path=pictures / "parcel.png", full_page=True)
    page.click("form[action='/parcel'] > p:last-of-type button")
    page.wait_for_load_state()
    page.screenshot(path=pictures / "parcel-answer.png", full_page=True)
    assert "permission to enter" in page.inner_text("main").lower()


def test_a_browser_without_webgl_gets_a_sentence_and_the_list(room: str, open_page: Open, pictures: Path) -> None:
    page = open_page(f"{room}/map", script=NO_WEBGL)
    page.wait_for_selector("#no-webgl:not([hidden])")
    assert page.is_hidden("#map-room")
    page.screenshot(path=pictures / "no-webgl.png")
    page.click("main a[href='/hazards']")
    page.wait_for_load_state()
    assert page.locator("table").count() >= 1


def test_the_map_works_on_a_phone_in_the_dark_and_on_paper(room: str, open_page: Open, pictures: Path) -> None:
    phone = open_page(f"{room}/map", width=390, height=844, is_mobile=True, has_touch=True, color_scheme="dark")
    phone.wait_for_selector(MAP_READY)
    phone.screenshot(path=pictures / "map-phone-dark.png", full_page=True)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    desk = open_page(f"{room}/map")
    desk.wait_for_selector(MAP_READY)
    desk.pdf(path=pictures / "map.pdf", format="A4", print_background=True)
