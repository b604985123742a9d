"""Load on a served room: people who read and people who write, side by side, and what each of them saw."""

from __future__ import annotations

import asyncio
import json
import random
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx

PAGES = ("/", "/account", "/findings", "/claims", "/conflicts", "/missions", "/map")
DATA = (
    "/map/layers.json",
    "/ogc/collections",
    "/ogc/collections/hazards/items?limit=100",
    "/api/tasks",
    "/api/account",
)
PAUSE_S = (0.2, 0.8)  # between two pages of a reader who is in a hurry


@dataclass
class Seen:
    """Seconds by path, faults in words, and the ids of what was acknowledged."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def p95(self, paths: tuple[str, ...]) -> float:
        """Below which nineteen of twenty answers lie, in seconds."""
        every = sorted(second for path in paths for second in self.seconds.get(path, []))
        return every[int(0.95 * (len(every) - 1))] if every else 0.0


def outline(number: int) -> dict[str, object]:
    """A square of about a hectare, each number elsewhere."""
    west, south = 10 + 0.002 * (number % 1000), 45 + 0.002 * (number // 1000)
    ring = [(west, south), (west + 0.001, south), (west + 0.001, south + 0.001), (west, south + 0.001), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}


async def load(address: str, *, readers: int, writers: int, seconds: float) -> Seen:
    """Let them work for a while."""
    seen, until = Seen(), time.monotonic() + seconds
    async with AsyncExitStack() as stack:
        browsers = [httpx.AsyncClient(base_url=address, timeout=30) for _ in range(readers + writers)]
        for browser in browsers:
            await stack.enter_async_context(browser)
        people = [_read(browsers[at], seen, until, random.Random(at)) for at in range(readers)]
        people += [_write(browsers[readers + at], seen, until, at) for at in range(writers)]
        await asyncio.gather(*people)
    return seen


async def _read(client: httpx.AsyncClient, seen: Seen, until: float, chance: random.Random) -> None:
    await asyncio.sleep(chance.uniform(0, 1))
    while time.monotonic() < until:
        path = chance.choice(PAGES if chance.random() < 0.7 else DATA)
        await _timed(client, seen, "GET", path)
        await asyncio.sleep(chance.uniform(*PAUSE_S))


async def _write(client: httpx.AsyncClient, seen: Seen, until: float, writer: int) -> None:
    count = 0
    while time.monotonic() < until:
        name = f"W{writer}-{count}"
        feature = {"type": "Feature", "properties": {"id": name}, "geometry": outline(writer * 100_000 + count)}
        body = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
        path = f"/api/imports?name={name}.geojson&as=suspected&said_by=writer-{writer}"
        answer = await _timed(client, seen, "POST", path, content=body)
        if answer is not None and answer.status_code == 201 and answer.json()["booked"] == 1:
            seen.acknowledged.append(name)
        count += 1
        await asyncio.sleep(1)


async def _timed(
    client: httpx.AsyncClient, seen: Seen, method: str, path: str, content: bytes | None = None
) -> httpx.Response | None:
    started = time.monotonic()
    headers = {"accept": "text/html,application/json"}
    if content is not None:
        headers["content-type"] = "application/octet-stream"
    try:
        answer = await client.request(method, path, content=content, headers=headers)
    except httpx.HTTPError as error:
        seen.faults.append(f"{method} {path}: {error!r}")
        return None
    seen.seconds.setdefault(path if method == "GET" else "POST", []).append(time.monotonic() - started)
    if answer.status_code >= 300:
        seen.faults.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
    return answer
