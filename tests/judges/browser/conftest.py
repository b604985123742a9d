"""A real Chromium in front of a real `tilth serve`. What a page logs as an error fails the test."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-angle=swiftshader",  # WebGL in software
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
WAIT_MS = 30_000
PASSWORD = "correct horse battery"
PEOPLE = {"ada": "administrator", "app": "approver", "dan": "data_entry", "vera": "viewer"}
_STATED = re.compile(r"http://127\.0\.0\.1:\d+")
_DRIVERS_WORDS = "GL Driver Message"  # a complaint of the software renderer about its own speed


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Chromium without a screen."""
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not here (make judges installs it)")
    path = next((one for one in CHROMIUM if Path(one).exists()), None)
    if path is None:
        pytest.skip("Chromium is not here (on Debian: apt install chromium)")
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where screenshots go, to be looked at."""
    folder = Path(__file__).parents[3] / "out" / "room"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def served() -> Iterator[Callable[[Path], str]]:
    """Serve a file; the answer is its address."""
    running: list[subprocess.Popen[str]] = []

    def serve(file: Path) -> str:
        command = [sys.executable, "-c", "from tilth.cli import main; main()", "serve", str(file), "--port", "0"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | {"NO_COLOR": "1"})
        running.append(process)
        assert process.stderr is not None
        end = time.monotonic() + 60
        while time.monotonic() < end:
            found = _STATED.search(process.stderr.readline())
            if found:
                return found[0]
        raise AssertionError("tilth serve stated no address")

    yield serve
    for process in running:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="session")
def room(served: Callable[[Path], str], province: Path) -> str:
    """The owner's desk over a province that nobody writes to."""
    return served(province)


@pytest.fixture
def own_room(served: Callable[[Path], str], own_province: Path) -> str:
    """The owner's desk over a province of the test's own."""
    return served(own_province)


@pytest.fixture(scope="session")
def shared_desk(served: Callable[[Path], str], province: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A room with four accounts, one of each role."""
    file = Path(shutil.copy(province, tmp_path_factory.mktemp("accounts") / "shared.gpkg"))
    for name, role in PEOPLE.items():
        command = [sys.executable, "-c", "from tilth.cli import main; main()"]
        command += ["users", str(file), "add", name, "--role", role]
        done = subprocess.run(command, input=f"{PASSWORD}\n", capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return served(file)


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Open an address in a new window; errors that a page logs fail the test at its end."""
    contexts: list[Any] = []
    logged: list[str] = []

    def open_(address: str = "", *, width: int = 1280, height: int = 860, script: str = "", **more: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: logged.append(f"{page.url}: {error.message} {error.stack}"))
        page.on("console", lambda said: _note(logged, said))
        if address:
            page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not logged, logged


def _note(logged: list[str], said: Any) -> None:
    is_refusal = "Failed to load resource" in said.text  # the server said no: the test looks at what the page says
    if said.type == "error" and not is_refusal and _DRIVERS_WORDS not in said.text:
        logged.append(f"{said.location}: {said.text}")


@pytest.fixture
def log_in(open_page: Callable[..., Any]) -> Callable[[str, str], Any]:
    """A window in which somebody has logged in."""

    def enter(address: str, name: str) -> Any:
        page = open_page(f"{address}/login")
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_load_state()
        return page

    return enter
