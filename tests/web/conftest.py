"""What tests of the room need: a small invented province, and a client that asks the app without a network."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tilth.cli.app import app as commands

HERE = "http://127.0.0.1"


class Client:
    """A browser of a kind: keeps cookies, follows nothing, asks the app in this process."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.cookies = httpx.Cookies()

    def request(self, method: str, url: str, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=HERE, cookies=self.cookies) as browser:
                answer = await browser.request(method, url, **more)
                self.cookies = browser.cookies
                return answer

        return asyncio.run(ask())

    def get(self, url: str, **more: Any) -> httpx.Response:
        return self.request("GET", url, **more)

    def post(self, url: str, **more: Any) -> httpx.Response:
        return self.request("POST", url, **more)


@pytest.fixture(scope="session")
def province_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented province of sixty hazards; not to be written to."""
    from typer.testing import CliRunner

    file = tmp_path_factory.mktemp("web") / "province.gpkg"
    done = CliRunner().invoke(commands, ["synth", "province", str(file), "--hazards", "60", "--seed", "5"])
    assert done.exit_code == 0, done.output
    return file


@pytest.fixture
def own_file(province_file: Path, tmp_path: Path) -> Path:
    """A copy of the province that a test may change."""
    return Path(shutil.copy(province_file, tmp_path / "own.gpkg"))


@pytest.fixture
def open_room() -> Iterator[Callable[..., Client]]:
    """Open a room over a file; it is closed when the test ends."""
    from tilth.web.app import create_app

    opened: list[Any] = []

    def make(path: Path, **more: Any) -> Client:
        app = create_app(path, **more)
        opened.append(app)
        return Client(app)

    yield make
    for app in opened:
        app.state.room.close()


@pytest.fixture(scope="session")
def _room_to_read(province_file: Path) -> Iterator[Any]:
    from tilth.web.app import create_app

    app = create_app(province_file)
    yield app
    app.state.room.close()


@pytest.fixture(scope="session")
def reader(_room_to_read: Any) -> Client:
    """The same for tests that ask many times in one run."""
    return Client(_room_to_read)


@pytest.fixture
def client(_room_to_read: Any) -> Client:
    """A client of the owner's desk over the province; not to be written to."""
    return Client(_room_to_read)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)
