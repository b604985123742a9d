"""axe-core finds nothing serious on any page, in both languages, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = ("serious", "critical")
MOST_PAGES = 60
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = f"async () => (await axe.run(document, {{runOnly: {_RULES}}})).violations"
_LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href)"


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not here (cd web && npm ci)")
    return AXE.read_text(encoding="utf-8")


def violations(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate(_RUN)
    return [
        f"{page.url}: {one['id']} ({one['impact']}) {node['target']} {node['failureSummary'][:300]}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


def pages_of(page: Any, address: str) -> list[str]:
    """One page of every kind that links lead to from the front page: `/entries/5` stands for all entries."""
    waiting, known, kinds = [f"{address}/"], [], set()
    while waiting and len(known) < MOST_PAGES:
        url = waiting.pop(0)
        path = url.removeprefix(address).partition("?")[0].partition("#")[0]
        kind = path.split("/")[1:2][0], len(path.split("/"))
        if kind in kinds or Path(path).suffix == ".pdf" or kind[0] in ("ogc", "api", "openapi.json", "static", "tiles"):
            continue
        kinds.add(kind)
        page.goto(url)
        known.append(url)
        waiting += [link for link in page.evaluate(_LINKS) if link.startswith(f"{address}/") and "lang=" not in link]
    return known


def wait_for_islands(page: Any) -> None:
    if page.locator("#map[data-layers]").count():
        page.wait_for_selector("#map[data-ready]")
    if page.locator("#what-if").count():
        page.wait_for_selector("#what-if polyline", state="attached")


def test_no_page_of_the_owners_desk_has_a_serious_fault(room: str, open_page: Callable[..., Any], axe: str) -> None:
    page = open_page(bypass_csp=True)
    found = []
    for url in pages_of(page, room):
        page.goto(url)
        wait_for_islands(page)
        found += violations(page, axe)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["/", "/account", "/map", "/parcel", "/findings"])
def test_no_arabic_page_has_a_serious_fault(
    room: str, open_page: Callable[..., Any], axe: str, path: str, pictures: Path
) -> None:
    page = open_page(f"{room}{path}?lang=ar", bypass_csp=True)
    wait_for_islands(page)
    assert page.get_attribute("html", "dir") == "rtl"
    page.screenshot(path=pictures / f"arabic-{path.strip('/') or 'start'}.png", full_page=True)
    assert not (found := violations(page, axe)), "\n".join(found)


@pytest.mark.parametrize("path", ["/", "/map", "/hazards", "/forecast"])
def test_no_page_has_a_serious_fault_on_a_phone_in_the_dark(
    room: str, open_page: Callable[..., Any], axe: str, path: str
) -> None:
    page = open_page(f"{room}{path}", width=390, height=844, color_scheme="dark", bypass_csp=True)
    wait_for_islands(page)
    assert not (found := violations(page, axe)), "\n".join(found)


def test_the_pages_before_a_login_have_no_serious_fault(
    shared_desk: str, open_page: Callable[..., Any], axe: str
) -> None:
    page = open_page(bypass_csp=True)
    found = []
    for path in ("/", "/login", "/parcel", "/map", "/account"):
        page.goto(f"{shared_desk}{path}")
        found += violations(page, axe)
    assert not found, "\n".join(found)
